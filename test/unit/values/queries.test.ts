/** Queries over values that are not stored as their type wants it, as SQLite lets anybody. */
import { describe, expect, test } from "vitest";
import { fitsType } from "../../../core/query/fitsType.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { backends } from "../../support/backends.ts";
import { rcdbHere } from "../cli/command.ts";
import { optimizeForTest } from "./support.ts";
import { openForTest, writeDatabase } from "../../support/database.ts";

const conditions = [
  // run, type, column, value as SQL
  [1, 1, "int_value", "5"],
  [2, 1, "int_value", "'five'"],
  [3, 1, "int_value", "x'05'"],
  [4, 1, "int_value", "5.5"],
  [5, 1, "int_value", "5.0"],
  [6, 1, "int_value", "9223372036854775807"],
  [7, 1, "int_value", "9223372036854775806"],
  [1, 2, "float_value", "1.5"],
  [2, 2, "float_value", "'nan'"],
  [3, 2, "float_value", "9e999"],
  [4, 2, "float_value", "x'00'"],
  [1, 3, "text_value", "'LH2'"],
  [2, 3, "text_value", "CAST('LH2' AS BLOB)"],
  [3, 3, "text_value", "x'FF00'"],
  [4, 3, "text_value", "'Empty'"],
  [1, 4, "time_value", "'2016-02-17 13:26:01'"],
  [2, 4, "time_value", "1455715561000"],
  [3, 4, "time_value", "'2016-02-31 00:00:00'"],
  [4, 4, "time_value", "CAST('2016-02-17 13:26:01.000000' AS BLOB)"],
  [5, 4, "time_value", "'soon'"],
  [1, 5, "bool_value", "1"],
  [2, 5, "bool_value", "'true'"],
  [3, 5, "bool_value", "5"],
  [4, 5, "bool_value", "1e300"],
  [5, 5, "bool_value", "0.5"],
  [6, 5, "bool_value", "1.0"],
] as const;

function oddDatabase(): string {
  return writeDatabase({
    types: { number: "int", measure: "float", target: "string", moment: "time", good: "bool" },
    runs: Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((run) => [run, {}])),
    statements: [
      ...conditions.map(
        ([run, type, column, value]) =>
          `INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value) VALUES (${run}, ${type}, 0, 0, 0);
           UPDATE conditions SET ${column} = ${value} WHERE id = last_insert_rowid()`,
      ),
      "UPDATE runs SET started = 1455715561000 WHERE number = 1",
      "UPDATE runs SET started = '2016-02-17 13:26:01' WHERE number = 2",
      "UPDATE runs SET started = CAST('2016-02-17T13:26:01' AS BLOB) WHERE number = 3",
    ],
  });
}

/** What Python would answer, were a value that cannot be read as its type one that no operator takes. */
const answers: [expression: string, runs: number[]][] = [
  ["number > 4", [1, 4, 5, 6, 7]],
  ["number == 5", [1, 5]],
  ["number != 5", [4, 6, 7, 8]],
  ["not (number == 5)", [4, 6, 7, 8]],
  ["not (number > 4)", []],
  ["number in [5, 6]", [1, 5]],
  ["number == 9223372036854775807", [6]],
  ["measure > 0", [1, 3]],
  ["measure != 7", [1, 3, 5, 6, 7, 8]],
  ["target == 'LH2'", [1, 2]],
  ["target != 'LH2'", [4, 5, 6, 7, 8]],
  ["'H2' in target", [1, 2]],
  ["target.lower() == 'lh2'", [1, 2]],
  ["target in ['LH2', 'Empty']", [1, 2, 4]],
  ["moment > '2016-01-01'", [1, 4]],
  ["moment < '2017-01-01'", [1, 4]],
  ["moment != '2015-01-01'", [1, 4, 6, 7, 8]],
  ["started > '2000-01-01'", [2, 3]],
  ["started < '2100-01-01'", [2, 3]],
  ["started is None", [4, 5, 6, 7, 8]],
  ["good", [1, 6]],
  ["not good", [7, 8]],
  ["good == True", [1, 6]],
  ["good != True", [7, 8]],
  ["good == 5", []],
  ["good > 1 or number == 5", [1]],
  ["number > 4 and target == 'LH2'", [1]],
  ["number == 5 or target == 'LH2'", [1, 5]],
  ["target == 'LH2' or number == 5", [1, 2, 5]],
  ["measure > 1 or number > 0", [1, 3]],
  ["number is None or started is None", [4, 5, 6, 7, 8]],
];

describe.each(["as it is", "with our index"])("%s", (name) => {
  test.each(answers)("%s", async (expression, runs) => {
    const path = oddDatabase();
    if (name === "with our index") await optimizeForTest(path);
    const database = await openForTest(path);
    const search = { expression, runMin: null, runMax: null, ranges: [], columns: [] };
    const { result } = await searchRuns(database, { ...search, order: { column: "run", descending: false } });
    expect(result.runs.slice(0, 100)).toEqual(runs);
  });
});

describe.each(backends)("a bool that is neither 0 nor 1, on $name", (backend) => {
  const create = () =>
    backend.create({
      types: { good: "bool", n: "int" },
      runs: { 1: { conditions: { good: true, n: 1 } }, 2: { conditions: { good: true, n: 5 } }, 3: {} },
      statements: ["UPDATE conditions SET bool_value = 5 WHERE run_number = 2 AND condition_type_id = 1"],
    });

  test("is shown as it is stored, is no one's equal, and is told by a check", async () => {
    const at = ["--connection", await create()];
    const all = await rcdbHere("select", "", "good", "--format", "csv", ...at);
    expect(all.output).toBe("run,good\n1,true\n2,5\n3,\n");
    expect((await rcdbHere("db", "check", ...at)).output).toContain("run 2, good: neither true nor false");
    expect(fitsType("bool", "5")).toBe(false);
    for (const [expression, runs] of [
      ["good", [1]],
      ["good == True", [1]],
      ["good == 5", []],
      ["good != 5", [1, 3]],
      ["not good", [3]],
      ["n == 5 or good", [1, 2]],
      ["good or n == 5", [1]],
    ] as const) {
      const { output } = await rcdbHere("select", expression, "--format", "csv", ...at);
      expect([expression, output]).toEqual([expression, ["run", ...runs, ""].join("\n")]);
    }
  });

  test("is replaced only where that is asked for", async () => {
    const at = ["--connection", await create()];
    expect(await rcdbHere("add", "condition", "2", "good", "true", ...at)).toMatchObject({ code: 2 });
    expect(await rcdbHere("add", "condition", "2", "good", "true", "--replace", ...at)).toMatchObject({
      code: 0,
    });
    expect((await rcdbHere("run", "2", "good", ...at)).output).toBe("True\n");
  });
});
