/** What servers have in columns of other types: bytes for texts, decimals for integers, dates of zeros. */
import { expect, test } from "vitest";
import { searchRuns } from "../../../core/search/search.ts";
import { createOnMariadb } from "../../support/backends.ts";
import { openForTest, tablesOf } from "../../support/database.ts";
import { rcdbHere } from "../cli/command.ts";

function serverDatabase(): Promise<string> {
  const content = tablesOf({
    types: { number: "int", target: "string", moment: "time", setup: "json" },
    runs: {
      1: { conditions: { number: 5, target: "LH2", moment: "2016-02-17 13:26:01", setup: "{}" } },
      2: { conditions: { number: 6, target: "Empty", moment: "2016-02-18 13:26:01", setup: "{}" } },
      3: { started: "2016-02-17 13:26:01" },
      4: {},
    },
  });
  return createOnMariadb(content, [
    "ALTER TABLE conditions MODIFY text_value LONGBLOB, MODIFY int_value DECIMAL(20, 0) NOT NULL",
    "ALTER TABLE condition_types MODIFY name VARBINARY(255) NOT NULL, MODIFY value_type VARBINARY(6) NOT NULL, MODIFY description BLOB",
    "ALTER TABLE logs MODIFY description LONGBLOB, MODIFY user_name VARBINARY(255), MODIFY table_ids BLOB",
    "ALTER TABLE run_periods MODIFY name VARBINARY(255) NOT NULL",
    "ALTER TABLE aliases MODIFY name VARBINARY(255) NOT NULL, MODIFY code BLOB NOT NULL",
    "SET SESSION sql_mode = ''",
    "UPDATE conditions SET int_value = 9223372036854775807 WHERE run_number = 2 AND condition_type_id = 1",
    "UPDATE conditions SET time_value = '0000-00-00 00:00:00' WHERE run_number = 2 AND condition_type_id = 3",
    "UPDATE conditions SET text_value = x'FF00' WHERE run_number = 2 AND condition_type_id = 4",
    "UPDATE runs SET started = '0000-00-00 00:00:00' WHERE number = 4",
    "INSERT INTO logs (table_ids, description, related_run, created, user_name) VALUES ('runs_1', 'Hello', 1, '0000-00-00 00:00:00', 'me')",
    "INSERT INTO run_periods (name, run_min, run_max) VALUES ('RunPeriod-2016-02', 1, 4)",
    "INSERT INTO aliases (name, code) VALUES ('good', 'number > 5')",
  ]);
}

test.each<[string, number[]]>([
  ["target == 'LH2'", [1]],
  ["target != 'LH2'", [2, 3, 4]],
  ["'mpt' in target", [2]],
  ["number == 9223372036854775807", [2]],
  ["@good", [2]],
  ["moment < '2017-01-01'", [1]],
  ["moment != '2015-01-01'", [1, 3, 4]],
  ["started < '2017-01-01'", [3]],
  ["target == 'x' or moment < '2017-01-01'", [1]],
])("%s", async (expression, runs) => {
  const database = await openForTest(await serverDatabase());
  const search = { expression, runMin: null, runMax: null, ranges: [], columns: [] };
  const { result } = await searchRuns(database, { ...search, order: { column: "run", descending: false } });
  expect(result.runs.slice(0, 10)).toEqual(runs);
});

test("is shown, and what is not a date is named by a check", async () => {
  const connection = await serverDatabase();
  const at = async (...args: string[]) => (await rcdbHere(...args, "--connection", connection)).output;
  expect(await at("select", "", "number,target,moment,setup,started", "--format", "csv")).toBe(
    [
      "run,number,target,moment,setup,started",
      "1,5,LH2,2016-02-17 13:26:01,{},",
      "2,9223372036854775807,Empty,0000-00-00 00:00:00,x'ff00',",
      "3,,,,,2016-02-17 13:26:01",
      "4,,,,,0000-00-00 00:00:00\n",
    ].join("\n"),
  );
  expect(JSON.parse(await at("run", "2", "--json"))).toMatchObject({
    conditions: [
      { name: "moment", value: "0000-00-00 00:00:00" },
      { name: "number", value: "9223372036854775807" },
      { name: "setup", value: "x'ff00'" },
      { name: "target", value: "Empty" },
    ],
    period: { name: "RunPeriod-2016-02" },
  });
  expect(await at("log")).toContain("Hello");
  const told = await at("db", "check");
  expect(told).toContain("run 4, started: “0000-00-00 00:00:00” is not a time");
  expect(told).toContain("run 2, moment: no time");
  expect(told).toContain("run 2, setup: no JSON");
  expect(told).toContain("logs, row 1, created: “0000-00-00 00:00:00”");
});
