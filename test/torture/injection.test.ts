/** Texts that would end a statement, or begin another, in every place of the command line that takes a text. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { backends } from "../support/backends.ts";
import { openForTest } from "../support/database.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { countRows } from "../../core/db/describe.ts";
import { rcdbHere } from "../unit/cli/command.ts";
import { roundLimit } from "./effort.ts";

const texts = [
  "'; DROP TABLE runs; --",
  '"; DROP TABLE runs; --',
  "`; DROP TABLE runs; --",
  "x' OR '1'='1",
  "\\'; DROP TABLE runs; --",
  "1; DELETE FROM conditions",
  "%' AND (SELECT 1 FROM (SELECT sleep(5)) x) AND '%'='",
  "/*!50000 DROP TABLE runs */",
  "?",
  ":name",
  "${runs}",
  "$(touch harmed)",
];

const content = {
  types: { event_count: "int", note: "string" },
  runs: { 1: { conditions: { event_count: 1, note: "a" } }, 2: { conditions: { event_count: 2 } } },
  statements: ["INSERT INTO run_periods (name, run_min, run_max) VALUES ('P1', 1, 10)"],
} as const;

/** What reads: a text is an expression, a name, a pattern or a path. */
const reading = (text: string): readonly (readonly string[])[] => [
  ["select", text],
  ["select", `note == ${JSON.stringify(text)}`],
  ["select", "event_count > 0", text],
  ["select", "", "--runs", text],
  ["run", text],
  ["run", "1", text],
  ["ls", text],
  ["log", "--text", text],
  ["log", "--user", text],
  ["history", "1", text],
  ["file", "versions", text],
  ["file", "search", text],
  ["rp", "show", text],
  ["alias", "show", text],
];

/** What writes keeps the text as it is. */
const writing = (text: string, file: string): readonly (readonly string[])[] => [
  ["add", "condition", "1", "note", text, "--replace"],
  ["add", "type", text, "--type", "string", "--description", text],
  ["add", "file", "1", file],
  ["alias", "add", text, "event_count > 1"],
  ["rp", "add", text, "1-10"],
];

describe.each(backends)("on $name", ({ create }) => {
  test.each(texts)("%j", { timeout: roundLimit }, async (text) => {
    const connection = await create(content);
    const sizes = async () => {
      const database = await openForTest(connection);
      return Object.fromEntries((await countRows(database)).map(({ table, rows }) => [table, rows]));
    };
    const before = await sizes();
    for (const command of reading(text)) await use(connection, command);
    expect(await sizes()).toEqual(before);

    const file = join(temporaryFolder(), "given.conf");
    writeFileSync(file, text);
    for (const command of writing(text, file)) await use(connection, command);
    // A back quote is no part of a name, for expressions have them around names.
    const types = text.includes("`") ? 2 : 3;
    expect(await sizes()).toMatchObject({
      runs: 2,
      conditions: 3,
      condition_types: types,
      files: 1,
      run_periods: 2,
    });
    const stored = await rcdbHere("-c", connection, "run", "1", "--json");
    const { conditions } = JSON.parse(stored.output) as { conditions: { name: string; value: unknown }[] };
    expect(conditions.find(({ name }) => name === "note")?.value).toBe(text);
  });
});

async function use(connection: string, command: readonly string[]): Promise<void> {
  const { code, output, errors } = await rcdbHere("-c", connection, ...command);
  expect(output + errors, command.join(" ")).not.toMatch(/defect|TypeError|SQLITE_|syntax to use near/);
  expect([0, 1, 2], command.join(" ")).toContain(code);
}
