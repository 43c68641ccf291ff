/** Tables that a converter made without keys and NOT NULL: what stands in them all the same takes no other row with it. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { remakeTables, writeOddDatabase } from "../../support/oddValues.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";

async function outputOf(changes: readonly string[], ...command: readonly string[]): Promise<string> {
  const path = join(temporaryFolder(), "remade.sqlite");
  writeOddDatabase(path, 1, []);
  remakeTables(path, changes);
  const { output, errors } = await rcdbHere(...command, "--connection", path);
  return output + errors;
}

describe("a run's number that is not an integer", () => {
  test.each(["'5x'", "x'ff37'", "NULL", "1.5", "9223372036854775807"])("%s", async (value) => {
    const changes = [`UPDATE runs SET number = ${value} WHERE number = 5`];
    const selected = await outputOf(changes, "select", "", "an_int", "--format", "csv");
    expect(selected.split(/\r?\n/).filter(Boolean)).toEqual([
      "run,an_int",
      ...[1, 2, 3, 4, 6, 7, 8].map((run) => `${run},${run}`),
    ]);
    expect(await outputOf(changes, "db", "check")).toContain("runs, rowid 5: number is not an integer");
  });
});

test("a run that stands twice is selected once, and keeps its values", async () => {
  const changes = ["INSERT INTO runs SELECT number, NULL, finished FROM runs WHERE number = 3"];
  const selected = await outputOf(changes, "select", "an_int >= 3", "an_int", "--format", "csv");
  expect(selected.match(/^3,.*$/gm)).toEqual(["3,3"]);
  expect(await outputOf(changes, "run", "3")).toContain("2016-02-13 13:26:01");
  expect(await outputOf(changes, "db", "check")).toContain("run 3: 2 rows");
});

test.each([["NULL"], ["'text'"]])("conditions whose id is %s are read", async (id) => {
  const changes = [`UPDATE conditions SET id = ${id} WHERE run_number IN (2, 3)`];
  const selected = await outputOf(changes, "select", "an_int in [2, 3]", "an_int", "--format", "csv");
  expect(selected.match(/^\d.*$/gm)).toEqual(["2,2", "3,3"]);
  const checked = await outputOf(changes, "db", "check");
  expect(checked).toContain("id is not an integer");
  expect(checked).not.toContain("NaN");
});

test("a NULL in a name is told with its row, and the others are shown", async () => {
  const changes = [
    "UPDATE condition_types SET name = NULL WHERE name = 'another'",
    "UPDATE aliases SET code = NULL WHERE name = 'good'",
  ];
  const checked = await outputOf(changes, "db", "check");
  expect(checked).toContain("condition_types, rowid 8: name is NULL");
  expect(checked).toContain("aliases, rowid 1: code is NULL");
  expect(await outputOf(changes, "ls")).toContain("a_third");
  expect(await outputOf(changes, "alias")).toContain("better");
});
