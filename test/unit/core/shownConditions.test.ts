/** The values of a result are the same whichever indexes a database has, and however many of its runs are asked for. */
import SqliteFile from "better-sqlite3";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Database } from "../../../core/db/database.ts";
import { ownIndexStatement } from "../../../core/db/ownIndexStatement.ts";
import { openDatabase } from "../../../core/db/open.ts";
import { searchRuns, searchRunsEarly } from "../../../core/search/search.ts";
import { mariadb, sqlite } from "../../support/backends.ts";
import { openForTest, type TestDatabase, type TestRun } from "../../support/database.ts";

const runs = Array.from({ length: 60 }, (_, at) => 1000 + 7 * at);

/** Newest values lie in other parts of the table than those that they replace. */
const apart = ["UPDATE conditions SET id = id + 1000000 WHERE int_value = run_number"];

/** Every third run lacks a value, every fifth has it twice, every eleventh has a text longer than an index holds. */
const content: TestDatabase = {
  types: { count: "int", current: "float", kind: "string", good: "bool", at: "time" },
  runs: Object.fromEntries(
    runs.map((run, at): [number, TestRun] => [
      run,
      {
        ...(at % 4 === 0 ? {} : { started: `2016-02-17 13:${String(at).padStart(2, "0")}:00` }),
        ...(at % 6 === 0 ? {} : { finished: `2016-02-17 14:${String(at).padStart(2, "0")}:30` }),
        conditions: {
          ...(at % 3 === 0 ? {} : { count: at % 5 === 0 ? [-1, run] : run }),
          current: run / 8,
          kind: at % 11 === 0 ? "é".repeat(400) : `kind ${at % 4}`,
          good: at % 2 === 0,
          ...(at % 3 === 1 ? { at: `2016-02-17 13:26:${String(at).padStart(2, "0")}` } : {}),
        },
      },
    ]),
  ),
  statements: apart,
};

const columns = ["count", "current", "kind", "good", "at"];
const expected = new Map(
  runs.map((run, at) => [
    run,
    [
      at % 3 === 0 ? null : run,
      run / 8,
      at % 11 === 0 ? "é".repeat(300) : `kind ${at % 4}`,
      at % 2 === 0,
      at % 3 === 1 ? `2016-02-17 13:26:${String(at).padStart(2, "0")}` : null,
    ],
  ]),
);

const context = { signal: new AbortController().signal, report: () => undefined };

const singleIndexes = [
  "CREATE INDEX by_run ON conditions (run_number)",
  "CREATE INDEX by_type ON conditions (condition_type_id)",
];

async function withOwnIndex(): Promise<string> {
  const path = await sqlite.create(content);
  const database = await openDatabase(path);
  const statement = ownIndexStatement(database);
  await database.close();
  const file = new SqliteFile(path);
  file.exec(statement);
  file.close();
  return path;
}

describe.each([
  { name: "SQLite without indexes", create: () => sqlite.create(content) },
  {
    name: "SQLite with two indexes",
    create: () => sqlite.create({ ...content, statements: [...apart, ...singleIndexes] }),
  },
  { name: "SQLite with our index", create: withOwnIndex },
  { name: "MariaDB", create: () => mariadb.create(content) },
])("on $name", ({ create }) => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(await create());
    return () => database.close();
  });

  test.each([
    { wanted: "all runs", expression: "", found: runs },
    { wanted: "one run", expression: "run == 1007", found: [1007] },
    { wanted: "a few runs", expression: "run in [1000, 1007, 1413]", found: [1000, 1007, 1413] },
    { wanted: "half of the runs", expression: "good", found: runs.filter((_, at) => at % 2 === 0) },
    {
      wanted: "a text that no index holds",
      expression: "kind.startswith('éé')",
      found: runs.filter((_, at) => at % 11 === 0),
    },
    { wanted: "the newest value", expression: "count == -1", found: [] },
    {
      wanted: "missing values",
      expression: "count is None and good",
      found: runs.filter((_, at) => at % 6 === 0),
    },
  ])("$wanted", async ({ expression, found }) => {
    const order = { column: "run", descending: false };
    const search = { expression, runMin: null, runMax: null, ranges: [], columns, order };
    const { result } = await searchRuns(database, search);
    const { runs: answered, values } = result.rows(0, 100);
    expect(answered).toEqual(found);
    const byRun = answered.map((run, row) => [run, values.map((column) => column[row])]);
    expect(byRun).toEqual(found.map((run) => [run, expected.get(run)]));
  });

  test.each([false, true])(
    "the first rows first, and in the end the same values; descending: %s",
    async (descending) => {
      const withTimes = [...columns, "started", "length", "finished"];
      const order = { column: "run", descending };
      const search = {
        expression: "",
        runMin: null,
        runMax: null,
        ranges: [],
        columns: withTimes,
        order,
      };
      const { result } = await searchRunsEarly(database, search, context);
      await result.filling.goOn(context);
      const { result: known } = await searchRuns(database, search);
      expect(result.rows(0, 1000)).toEqual(known.rows(0, 1000));
      // The same by way of a query, which reads the times with the runs.
      const { result: selected } = await searchRuns(database, { ...search, expression: "run > 0" });
      expect(result.rows(0, 1000)).toEqual(selected.rows(0, 1000));
    },
  );
});

test.each([true, false])(
  "values are not waited for beyond the first rows; descending: %s",
  async (descending) => {
    const started = "2016-02-17 13:26:01";
    const conditions = { a: 1, b: 2, c: 3 };
    const runs = Object.fromEntries(
      Array.from({ length: 8000 }, (_, at) => [at + 1, { started, conditions }]),
    );
    const opened = await openForTest(await sqlite.create({ types: { a: "int", b: "int", c: "int" }, runs }));
    const counted = vi.fn();
    const rows: Database["rows"] = (...given) => {
      counted();
      return opened.rows(...given);
    };
    const search = { expression: "", runMin: null, runMax: null, ranges: [], columns: ["a", "c", "started"] };
    const order = { column: "run", descending };
    const { result } = await searchRunsEarly({ ...opened, rows }, { ...search, order }, context);
    expect(result.filling.isDone).toBe(false);
    // A part of the conditions, and one of the times.
    expect(counted).toHaveBeenCalledTimes(2);
    expect(result.rows(0, 60).values[0]).toEqual(Array(60).fill(1));
    const none = await searchRunsEarly(opened, { ...search, runMin: 9000, order }, context);
    expect(none.result.filling.isDone, "no run misses a value").toBe(true);
  },
);
