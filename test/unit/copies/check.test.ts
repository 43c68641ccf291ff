/** `rcdb copy --check`: what differs between a copy and its source, row by row; neither is changed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { backends } from "../../support/backends.ts";
import { copyTo } from "../../support/copies.ts";
import { run } from "../../support/randomHistory.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";
import { content } from "../core/everyCall.ts";

interface Case {
  readonly what: string;
  readonly source?: string;
  readonly copy?: string;
  readonly differences: readonly object[];
}
const none = { missing: 0, surplus: 0, changed: 0, examples: [] };
const empty = "run_number, condition_type_id, int_value, float_value, bool_value";
const cases: readonly Case[] = [
  { what: "nothing", differences: [] },
  {
    what: "a value overwritten in place",
    source: "UPDATE conditions SET int_value = 7 WHERE id = 4",
    differences: [{ ...none, table: "conditions", changed: 1, examples: ["id 4"] }],
  },
  {
    what: "NULL for an empty text",
    source: "UPDATE logs SET description = '' WHERE id = 1",
    copy: "UPDATE logs SET description = NULL WHERE id = 1",
    differences: [{ ...none, table: "logs", changed: 1, examples: ["id 1"] }],
  },
  {
    what: "another case",
    source: "UPDATE files SET content = 'TEXT' WHERE id = 1",
    differences: [{ ...none, table: "files", changed: 1, examples: ["id 1"] }],
  },
  {
    what: "rows that are new, gone, and only in the copy",
    source: `INSERT INTO conditions (id, ${empty}) VALUES (9000, 101, 1, 1, 0, 0); DELETE FROM conditions WHERE id = 2`,
    copy: "INSERT INTO runs (number) VALUES (5000)",
    differences: [
      { ...none, table: "runs", surplus: 1, examples: ["number 5000"] },
      { ...none, table: "conditions", missing: 1, surplus: 1, examples: ["id 2", "id 9000"] },
    ],
  },
  {
    what: "links of files, of which one stands twice",
    source: "DELETE FROM files_have_runs WHERE run_number = 101",
    copy: "INSERT INTO files_have_runs (files_id, run_number) VALUES (2, 103)",
    differences: [{ ...none, table: "files_have_runs", surplus: 3 }],
  },
];

describe.each(backends)("of a copy from $name", ({ name, create }) => {
  test.each(cases)("finds $what", async ({ source: change, copy, differences }) => {
    const source = await create(content);
    const path = join(temporaryFolder(), "copy.sqlite");
    await copyTo(source, path);
    if (change !== undefined) await run(source, change.split("; "));
    if (copy !== undefined) await run(path, [copy]);
    const before = [path, ...(name === "sqlite" ? [source] : [])].map((file) => readFileSync(file));
    const checked = await rcdbHere("copy", "--check", path, "--json");
    expect(JSON.parse(checked.output)).toMatchObject({ differences });
    expect(checked.code).toBe(differences.length === 0 ? 0 : 1);
    const after = [path, ...(name === "sqlite" ? [source] : [])].map((file) => readFileSync(file));
    expect(after.every((bytes, at) => before[at]?.equals(bytes))).toBe(true);
    await copyTo(source, path);
    expect(await rcdbHere("copy", "--check", source, path)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^The copy has what .* has now\.\n$/) as string,
    });
  });
});

test("for people, and of what is not a copy", async () => {
  const [sqlite] = backends;
  const source = (await sqlite?.create(content)) ?? "";
  const path = join(temporaryFolder(), "copy.sqlite");
  await copyTo(source, path);
  await run(source, ["DELETE FROM runs WHERE number > 138"]);
  expect(await rcdbHere("copy", "--check", path)).toEqual({
    code: 1,
    output: "runs: 2 surplus (number 139, number 140)\n",
    errors: `rcdb: The copy differs from its source. Bring it up to date: rcdb copy ${path}\n`,
  });
  expect(await rcdbHere("copy", "--check", source)).toMatchObject({ code: 2 });
  expect(await rcdbHere("copy", "--check", path, "--no-files")).toMatchObject({ code: 2 });
  expect((await rcdbHere("copy", "--check", path, source)).errors).toMatch(/is not a copy/);
});
