/** Numbers of runs, types and files as texts, in columns of any declared type: the answers are those of RCDB's own tables. */
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openQuickly } from "../../support/sqliteFile.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";

/** `key` and `reference` are the types of the columns; every other row has its numbers as texts. */
function writeDatabase(key: string, reference: string): string {
  const path = join(temporaryFolder(), "copied.sqlite");
  const file = openQuickly(path);
  file.exec(`
CREATE TABLE schema_versions (version ${key}, created, comment);
CREATE TABLE runs (number ${key}, started DATETIME, finished DATETIME);
CREATE TABLE condition_types (id ${key}, name TEXT, value_type TEXT, created DATETIME, description TEXT);
CREATE TABLE conditions (id ${key}, text_value TEXT, int_value ${reference}, float_value FLOAT, bool_value BOOLEAN,
  time_value DATETIME, run_number ${reference}, condition_type_id ${reference}, created DATETIME);
CREATE TABLE files (id ${key}, path TEXT, sha256 TEXT, content TEXT, description TEXT, importance INTEGER);
CREATE TABLE files_have_runs (files_id ${reference}, run_number ${reference});
CREATE TABLE run_periods (id ${key}, name TEXT, description TEXT, run_min ${reference}, run_max ${reference}, start_date DATE, end_date DATE);
CREATE TABLE aliases (id ${key}, name TEXT, code TEXT, description TEXT);
CREATE TABLE logs (id ${key}, table_ids TEXT, description TEXT, related_run ${reference}, created DATETIME, user_name TEXT);
INSERT INTO schema_versions VALUES (2, '', '');
INSERT INTO runs VALUES ('1', NULL, NULL), (2, NULL, NULL), ('10', NULL, NULL);
INSERT INTO condition_types VALUES ('1', 'a', 'int', NULL, ''), (2, 'b', 'string', NULL, '');
INSERT INTO conditions (id, int_value, text_value, run_number, condition_type_id) VALUES
  ('1', '5', NULL, '1', '1'), (2, 6, NULL, 2, 1), ('3', 0, 'x', '1', 2), ('4', '7', NULL, '10', '1');
INSERT INTO files VALUES ('1', '/p', 'x', 'one', NULL, 0);
INSERT INTO files_have_runs VALUES ('1', '1'), (1, 2), ('1', 10);
INSERT INTO run_periods VALUES ('1', 'P1', '', '1', '5', NULL, NULL);
INSERT INTO logs VALUES ('1', NULL, 'hello', '1', '2016-02-17 13:26:01', 'me');
`);
  file.close();
  return path;
}

const commands: readonly (readonly string[])[] = [
  ["select", "a > 0", "a", "b"],
  ["select", "a == 7 or b == 'x'", "a"],
  ["select", "run >= 2", "a"],
  ["select", "", "a", "--runs", "P1"],
  ["run", "1", "--json"],
  ["run", "10", "a"],
  ["ls"],
  ["file", "versions", "/p"],
  ["rp"],
  ["log"],
  ["compare", "1", "10", "--json"],
];

async function answers(path: string): Promise<unknown[]> {
  const given: unknown[] = [];
  for (const command of commands) {
    const { code, output } = await rcdbHere("-c", path, ...command);
    given.push([command.join(" "), code, output]);
  }
  const { output } = await rcdbHere("-c", path, "db", "check");
  return [...given, /there is no (?:file|run|condition type)/.test(output)];
}

/** By how SQLite keeps a value in a column of that declared type: as it is, as text, as any number, as float, as integer. */
const kinds: readonly (readonly [string, ...string[]])[] = [
  ["", "BLOB"],
  ["TEXT", "VARCHAR(20)"],
  ["NUMERIC"],
  ["REAL"],
  ["INT"],
];
/** Each kind of key with each kind of reference, by one name and the other. */
const pairs = kinds.flatMap((keys, row) =>
  kinds.map((references, at) => [nameOf(keys, at), nameOf(references, row + 1)] as const),
);

function nameOf(kind: readonly [string, ...string[]], at: number): string {
  return kind[at % kind.length] ?? kind[0];
}

let expected: unknown[] = [];
beforeAll(async () => {
  expected = await answers(writeDatabase("INTEGER", "INTEGER"));
});

test.each(pairs)("keys %j, references %j", async (key, reference) => {
  expect(await answers(writeDatabase(key, reference))).toEqual(expected);
});
