/**
 * The statements of every call, golden, on both kinds of databases: a review of a change shows it in SQL. They lie in
 * test/fixtures/sql; `npx vitest run -u test/unit/core/statements.test.ts` writes them anew.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { programCalls, readerCalls, writerCalls } from "../../../core/api/contract.ts";
import type { Calls } from "../../../core/api/call.ts";
import { dispatch, type CallContext } from "../../../core/api/dispatch.ts";
import { unwrap } from "../../../core/api/failure.ts";
import { openDatabase, openWritableDatabase } from "../../../core/db/open.ts";
import {
  createMaintenanceService,
  createService,
  createWriteService,
} from "../../../core/service/service.ts";
import { backends, mariadbPort, type Backend } from "../../support/backends.ts";
import type { TestDatabase } from "../../support/database.ts";
import { recordStatements } from "../../support/recordedStatements.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const folder = join(import.meta.dirname, "../../fixtures/sql");
const context: CallContext = { signal: new AbortController().signal, report: () => undefined };

/** So many runs that an index is the quicker way to one of them. */
const runs = Array.from({ length: 40 }, (_, at) => 101 + at);

const content: TestDatabase = {
  types: { count: "int", current: "float", kind: "string", good: "bool", at: "time", user_comment: "string" },
  runs: Object.fromEntries(
    runs.map((run) => [
      run,
      {
        started: `2016-02-17 13:${run % 60}:00`.replace(/:(\d):/, ":0$1:"),
        finished: "2016-02-17 14:30:00",
        conditions: {
          count: [run - 1, run],
          current: run / 8,
          kind: run === 122 ? "k".repeat(310) : `kind ${run % 4}`,
          good: run % 2 === 0,
        },
      },
    ]),
  ),
  statements: [
    "INSERT INTO files (id, path, sha256, content, importance) VALUES (1, '/conf/a', 'h', 'text', 0), (2, '/conf/a', 'i', 'other', 0)",
    "INSERT INTO files_have_runs (files_id, run_number) VALUES (1, 101), (1, 101), (2, 102)",
    "INSERT INTO run_periods (id, name, run_min, run_max) VALUES (1, 'first', 100, 120)",
    "INSERT INTO aliases (id, name, code) VALUES (1, 'fine', 'count > 5')",
    "INSERT INTO logs (id, table_ids, description, related_run, user_name) VALUES (1, 'conditions_1', 'said', 101, 'me')",
  ],
};

const all = { runMin: null, runMax: null, ranges: [] };
const expression = "count > 120 and kind != 'x' and count < current * 9";
const search = {
  ...all,
  expression,
  columns: ["count", "kind", "started", "finished", "length"],
  order: { column: "run", descending: false },
};
const rows = { from: 0, count: 10 };
const picture = { from: null, to: null, points: 10 };
const axes = { xFrom: null, xTo: null, yFrom: null, yTo: null, xLog: false, yLog: false };

/** What each call is asked; a call that needs a result gets that of `search`. */
const read: Readonly<Record<keyof typeof readerCalls, object>> = {
  describeDatabase: {},
  countRows: {},
  readNewest: { after: 110 },
  listConditionTypes: {},
  listRunPeriods: {},
  listAliases: {},
  searchRuns: search,
  fillRows: {},
  readRows: { ...rows, texts: "whole" },
  readRowsOf: { runs: [130] },
  readStates: rows,
  sortRows: { order: { column: "count", descending: true } },
  findRow: { run: 130 },
  listRowsAround: { run: 130, before: 2, after: 2 },
  summarizeColumn: { column: "count" },
  describeCondition: { name: "count" },
  plotColumn: { ...picture, x: "run", column: "count", yFrom: null, yTo: null },
  plotPair: { ...axes, x: "count", y: "length", points: 10, columns: 10, rows: 10 },
  plotHistogram: { column: "count", from: null, to: null, log: false, bins: 5 },
  readStatistics: {},
  writeRows: { path: "rows.csv" },
  readRun: { run: 102 },
  readRecentValues: { run: 120, runs: 5 },
  readRecentFiles: { run: 102, runs: 5 },
  listRunsAround: { run: 120, before: 2, after: 2 },
  describeRuns: { runs: [101, 140] },
  findRunBefore: { run: 130, expression: "good" },
  compareRuns: { runs: [101, 102] },
  readFile: { id: 1 },
  checkFiles: { run: 101 },
  listPaths: {},
  listFilePaths: { search: "conf" },
  listFileVersions: { path: "/conf/a" },
  findFile: { path: "/conf/a", run: 101 },
  listRunsOfFile: { id: 1 },
  readFileUse: { path: "/conf/a" },
  readRunsOfFile: { id: 1 },
  searchFiles: { text: "text" },
  readLog: {
    run: 101,
    text: "said",
    user: "me",
    since: "2016-02-01",
    until: "2017-01-01",
    before: 100,
    limit: 5,
  },
  readHistory: { run: 101, condition: "count" },
  pollStation: { known: null },
  readLatestRuns: { count: 5, hours: 24, production: "good" },
  listDuplicates: {},
  checkDatabase: {},
  describeOwnIndex: {},
};

/** By a held result alone. */
const answeredFromMemory: readonly string[] = [
  "fillRows",
  "readRowsOf",
  "sortRows",
  "findRow",
  "listRowsAround",
  "summarizeColumn",
  "plotColumn",
  "plotPair",
  "plotHistogram",
];

/** In an order in which each finds what it changes; each has a connection of its own. */
const written: Readonly<Record<keyof typeof writerCalls, object>> = {
  createConditionType: { name: "new", type: "int" },
  createRunPeriod: { name: "second", runMin: 121, runMax: 130 },
  updateRunPeriod: { name: "second", runMax: 135 },
  deleteRunPeriod: { name: "second" },
  addAlias: { name: "long", code: "count > 7" },
  deleteAlias: { name: "long" },
  createRun: { number: 200 },
  setRunTimes: { run: 200, started: "2016-02-18 10:00:00" },
  addConditions: {
    run: 101,
    values: [
      { name: "count", value: 7 },
      { name: "at", value: "2016-02-17 13:00:00" },
    ],
    replace: true,
  },
  addRuns: { runs: [{ number: 201, started: null, conditions: [{ name: "count", value: 1 }] }] },
  deleteConditions: { run: 101, names: ["at"] },
  addFile: { run: 101, path: "/conf/b", content: "new" },
  addLogRecord: { description: "done", run: 101 },
  addComment: { run: 101, text: "good" },
  optimizeDatabase: { undo: false },
  repairDuplicates: { execute: true },
  repairEvioFiles: { found: [{ run: 101, files: ["a.evio"] }], execute: true },
};

/** Version 1, without what version 2 added. */
const older = [
  "DROP TABLE run_periods",
  "DROP TABLE aliases",
  "DROP TABLE schema_versions",
  "CREATE TABLE crates (id INTEGER)",
];
const programs: Readonly<Record<keyof typeof programCalls, (backend: Backend) => Promise<object>>> = {
  initializeDatabase: (backend) => Promise.resolve({ connection: newDatabase(backend) }),
  inspectDatabase: async ({ create }) => ({ connection: await create(content) }),
  updateDatabase: async ({ create }) => ({
    connection: await create({ ...content, statements: older }),
    execute: true,
  }),
};

let made = 0;

function newDatabase({ name }: Backend): string {
  if (name === "sqlite") return join(temporaryFolder(), "new.sqlite");
  return `mysql://root@127.0.0.1:${mariadbPort()}/rcdb_${process.pid}_new${++made}`;
}

/** The ways to conditions that a database has beside those that it always has. */
const indexes: readonly (readonly [name: string, backend: Backend["name"], statements: readonly string[]])[] =
  [
    [
      "by-run-and-type",
      "sqlite",
      [
        "CREATE INDEX by_run ON conditions (run_number)",
        "CREATE INDEX by_type ON conditions (condition_type_id)",
      ],
    ],
    ["own-index", "sqlite", []],
    ["own-index", "mariadb", []],
  ];

/** The calls that read conditions by what indexes there are. */
const ofConditions = [
  "searchRuns",
  "readRows",
  "describeCondition",
  "readRun",
  "readRecentValues",
  "describeRuns",
  "findRunBefore",
  "compareRuns",
  "pollStation",
  "readLatestRuns",
] as const satisfies readonly (keyof typeof read)[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date(2016, 1, 18, 12) });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Names that are others in each run of the tests. */
function steady(statements: string): string {
  return statements.replaceAll(/rcdb_\d+_(new)?\d+/g, "rcdb_test");
}

async function expectStatements(
  place: string,
  name: string,
  work: () => Promise<unknown>,
  opening: readonly string[] = [],
): Promise<void> {
  const statements = withoutOpening(await recordStatements(work), opening);
  expect(statements.length === 0, `${name} asks nothing`).toBe(answeredFromMemory.includes(name));
  if (statements.length === 0) return;
  await expect(steady(statements.join("\n"))).toMatchFileSnapshot(join(folder, place, `${name}.sql`));
}

/** A line for those by which a database is opened: they stand in a file of their own. */
function withoutOpening(statements: readonly string[], opening: readonly string[]): string[] {
  const asInOpening = "-- as in open.sql\n";
  return statements
    .map((statement) => (opening.includes(statement) ? asInOpening : statement))
    .filter((statement, at, all) => statement !== asInOpening || all[at - 1] !== asInOpening);
}

async function ask<C extends Calls>(
  calls: C,
  service: Parameters<typeof dispatch<C>>[1],
  name: string,
  input: object,
): Promise<unknown> {
  return unwrap(await dispatch(calls, service, name, input, context));
}

/** Asks an open database anew, so that nothing is known from the call before. */
async function expectRead(place: string, connection: string, name: keyof typeof read): Promise<void> {
  const database = await openDatabase(connection);
  try {
    const service = createService(database, "test");
    const needsResult = readerCalls[name].traits.result === "needed";
    const found = needsResult ? await ask(readerCalls, service, "searchRuns", search) : null;
    const path = name === "writeRows" ? { path: join(temporaryFolder(), "rows.csv") } : {};
    const result = found === null ? {} : { result: (found as { readonly result: string }).result };
    const input = { ...read[name], ...path, ...result };
    await expectStatements(place, name, () => ask(readerCalls, service, name, input));
  } finally {
    await database.close();
  }
}

describe.each(backends)("on $name", (backend) => {
  test("opening", async () => {
    const connection = await backend.create(content);
    await expectStatements(backend.name, "open", async () => (await openDatabase(connection)).close());
  });

  test("calls that read", async () => {
    const connection = await backend.create(content);
    for (const name of Object.keys(read) as (keyof typeof read)[]) {
      await expectRead(backend.name, connection, name);
    }
  });

  test("calls that change", async () => {
    const connection = await backend.create(content);
    for (const [name, input] of Object.entries(written)) {
      const database = await openWritableDatabase(connection);
      try {
        const service = createWriteService(database, "tester");
        await expectStatements(backend.name, name, () => ask(writerCalls, service, name, input));
      } finally {
        await database.close();
      }
    }
  });

  test.each(Object.entries(programs))("%s", async (name, inputOf) => {
    const input = await inputOf(backend);
    const service = createMaintenanceService();
    const known = await backend.create(content);
    const opening = await recordStatements(async () => (await openDatabase(known)).close());
    await expectStatements(backend.name, name, () => ask(programCalls, service, name, input), opening);
  });

  test("there is a file for each call, and no other", () => {
    const asked = [...Object.keys(read), ...Object.keys(written), ...Object.keys(programs)];
    const calls = ["open", ...asked.filter((name) => !answeredFromMemory.includes(name))];
    const files = readdirSync(join(folder, backend.name)).map((file) => file.replace(/\.sql$/, ""));
    expect(files.toSorted()).toEqual(calls.toSorted());
  });
});

test.each(indexes)("conditions by %s on %s", async (name, on, statements) => {
  const backend = backends.find((candidate) => candidate.name === on);
  if (!backend) throw new Error(`no ${on}`);
  const connection = await backend.create({
    ...content,
    statements: [...(content.statements ?? []), ...statements],
  });
  if (statements.length === 0) {
    const database = await openWritableDatabase(connection);
    await ask(writerCalls, createWriteService(database, "tester"), "optimizeDatabase", {});
    await database.close();
  }
  for (const call of ofConditions) await expectRead(`${on}-${name}`, connection, call);
});
