/**
 * The statements of every call and update, golden, on both kinds of databases: a review of a change shows it in SQL. They lie in
 * test/fixtures/sql; `npx vitest run -u test/unit/core/statements.test.ts` writes them anew.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { copyCalls } from "../../../core/api/copies.ts";
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
import { recordStatements } from "../../support/recordedStatements.ts";
import { answeredFromMemory, content, read, search, updates, written } from "./everyCall.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const folder = join(import.meta.dirname, "../../fixtures/sql");
const context: CallContext = { signal: new AbortController().signal, report: () => undefined };

/** Version 1, without what version 2 added. */
const older = [
  "DROP TABLE run_periods",
  "DROP TABLE aliases",
  "DROP TABLE schema_versions",
  "CREATE TABLE crates (id INTEGER)",
];
const programs: Readonly<
  Record<Exclude<keyof typeof programCalls, keyof typeof copyCalls>, (backend: Backend) => Promise<object>>
> = {
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

/** Names, and tokens of transactions, that are others in each run of the tests. */
function steady(statements: string): string {
  return statements
    .replaceAll(/rcdb_\d+_(new)?\d+/g, "rcdb_test")
    .replaceAll(/Transaction [0-9a-f-]{36}/g, "Transaction UUID");
}

async function expectStatements(
  place: string,
  name: string,
  work: () => Promise<unknown>,
  opening: readonly string[] = [],
): Promise<void> {
  const statements = withoutOpening(await recordStatements(work), opening);
  expect(statements.length === 0, `${name} asks nothing`).toBe(asksNothing(place, name));
  if (statements.length === 0) return;
  await expect(steady(statements.join("\n"))).toMatchFileSnapshot(join(folder, place, `${name}.sql`));
}

function asksNothing(place: string, name: string): boolean {
  return answeredFromMemory.includes(name) || (place === "sqlite" && name === "lockUpdates");
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

  test("updates", async () => {
    const connection = await backend.create(content);
    for (const [name, update] of Object.entries(updates)) {
      const database = await openWritableDatabase(connection);
      try {
        await expectStatements(backend.name, name, () => update(database));
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
    const asked = [read, written, programs, updates].flatMap((table) => Object.keys(table));
    const calls = ["open", ...asked.filter((name) => !asksNothing(backend.name, name))];
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
