/** `rcdb db`: making, updating and checking databases. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { backends } from "../../support/backends.ts";
import { writeDatabase } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "./command.ts";

describe.each(backends)("init --drop-all on $name", ({ create }) => {
  const content = { types: { event_count: "int" }, runs: { 9: {} } } as const;
  const nameOf = (connection: string): string => basename(connection);

  test.each<[string, (name: string) => string[], RegExp]>([
    ["without --drop-all", () => [], /is not empty/],
    [
      "where nobody can be asked",
      () => ["--drop-all"],
      /nobody can be asked\. Nothing was changed\. To remove them add --yes-drop /,
    ],
    [
      "with another name",
      () => ["--drop-all", "--yes-drop", "other"],
      /“other” is not the name of the database/,
    ],
    ["with only the name", (name) => ["--yes-drop", name], /is not empty/],
  ])("is refused %s", async (_name, options, message) => {
    const connection = await create(content);
    const ended = await rcdbHere("-c", connection, "db", "init", ...options(nameOf(connection)));
    expect(ended).toMatchObject({ code: 2, output: "", errors: expect.stringMatching(message) as string });
    expect((await rcdbHere("-c", connection, "select")).output).toBe("run\n  9\n");
  });

  test("removes all with the database's name", async () => {
    const connection = await create(content);
    const options = ["--drop-all", "--yes-drop", nameOf(connection), "--json"];
    const ended = await rcdbHere("-c", connection, "db", "init", ...options);
    expect(ended).toMatchObject({ code: 0, errors: "" });
    expect(JSON.parse(ended.output)).toMatchObject({ runs: 0, conditionTypes: 14, schemaVersion: 2 });
  });
});

test.each<[string, number, RegExp]>([
  ["rcdb.sqlite\n", 0, /^All 9 tables of .+ will be removed\. To go on type its name, rcdb\.sqlite: $/],
  ["rcdb\n", 2, /“rcdb” is not the name of the database, “rcdb\.sqlite”\. Nothing was changed\.\n$/],
  ["\n", 2, /Nothing was changed\.\n$/],
  ["", 130, /Nothing was changed\.\n$/],
])("init --drop-all asks on a terminal; %j ends with code %i", async (typed, code, said) => {
  const path = writeDatabase({ runs: { 9: {} } });
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  const stdin = vi
    .spyOn(process, "stdin", "get")
    .mockReturnValue(terminal as unknown as typeof process.stdin);
  onTestFinished(() => stdin.mockRestore());
  terminal.end(typed);
  const ended = await rcdbHere("-c", path, "db", "init", "--drop-all");
  expect(ended).toMatchObject({ code, errors: expect.stringMatching(said) as string });
  const rows = code === 0 ? "run\n" : "run\n  9\n";
  expect((await rcdbHere("-c", path, "select")).output).toBe(rows);
});

test("init makes a file, and one that is empty needs no name", async () => {
  const path = join(temporaryFolder(), "new.sqlite");
  const made = {
    code: 0,
    output: `Made a database of schema v2 with 14 condition types: ${path}\n`,
    errors: "",
  };
  expect(await rcdbHere("db", "init", "-c", path, "--drop-all")).toEqual(made);
  expect((await rcdbHere("-c", path, "info", "--json")).code).toBe(0);
});

test("init in a folder that does not exist", async () => {
  const ended = await rcdbHere("-c", "/nowhere/new.sqlite", "db", "init");
  expect(ended).toMatchObject({ code: 3, output: "" });
});

test("update tells that there is nothing to do", async () => {
  const ended = await rcdbHere("-c", writeDatabase({}), "db", "update");
  expect(ended).toEqual({
    code: 0,
    output: "The database has schema v2 already. There is nothing to do.\n",
    errors: "",
  });
});

test("update tells its steps, and takes them", async () => {
  const statements = [
    "DROP TABLE run_periods",
    "DROP TABLE aliases",
    "UPDATE schema_versions SET version = 1",
    "INSERT INTO runs VALUES (9, NULL, NULL)",
  ];
  const path = writeDatabase({ statements });
  const before = readFileSync(path);
  const dry = await rcdbHere("-c", path, "db", "update", "--dry-run");
  expect(dry).toMatchObject({ code: 0, errors: "" });
  expect(dry.output).toMatch(/\n {4}CREATE TABLE run_periods /);
  expect(dry.output).toMatch(/\nThese steps lead from schema v1 to v2\. Nothing was changed\.\n$/);
  expect(readFileSync(path)).toEqual(before);
  expect((await rcdbHere("-c", path, "info")).output).toMatch(
    /^Schema version {2,}1 \(schema v1 can only be read/m,
  );

  const done = await rcdbHere("-c", path, "db", "update");
  expect(done).toMatchObject({ code: 0, errors: "" });
  const backup =
    /\nThe database has schema v2 now\.\nAs it was it is kept in (.+)\n$/.exec(done.output)?.[1] ?? "";
  expect(existsSync(backup)).toBe(true);
  expect(readdirSync(dirname(path))).toHaveLength(2);
  expect((await rcdbHere("-c", path, "select")).output).toBe("run\n  9\n");
});

test("check, and the state of a database", async () => {
  const path = writeDatabase({
    types: { event_count: "int" },
    runs: { 9: { conditions: { event_count: [1, 2] } } },
    statements: ["INSERT INTO aliases (name, code) VALUES ('x\x1b[2J', 'nonsense')"],
  });
  const check = await rcdbHere("-c", path, "db", "check");
  expect(check).toMatchObject({ code: 0, errors: "" });
  expect(check.output).toMatch(/^ {4}To fix it: rcdb repair duplicates/m);
  expect(check.output).toContain("x\\x1b[2J");
  expect(check.output).not.toContain("\x1b");
  const state = await rcdbHere("-c", path, "db");
  expect(state.output).toMatch(/^Schema version {2}2$/m);
  expect(state.output).toMatch(/^conditions +2 /m);
  expect(state.output.endsWith(`\nFindings\n${check.output}`)).toBe(true);
});
