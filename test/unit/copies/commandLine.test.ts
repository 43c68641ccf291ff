/** `rcdb copy`, and what other commands say of copies. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { backends } from "../../support/backends.ts";
import { copyTo, exactRows, quietly } from "../../support/copies.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";
import { content } from "../core/everyCall.ts";

/** A call that is cancelled as soon as it copies that. */
function cancelledAt(wanted: string) {
  const controller = new AbortController();
  const report = ({ label }: { readonly label: string }): void => {
    if (label === wanted) controller.abort();
  };
  return { signal: controller.signal, report };
}

describe.each(backends)("of a database on $name", ({ create }) => {
  test("takes it, tells of it and brings it up to date", async () => {
    const source = await create(content);
    const path = join(temporaryFolder(), "copy.sqlite");
    const taken = await rcdbHere("copy", source, path);
    expect(taken).toMatchObject({ code: 0, errors: "" });
    expect(taken.output).toMatch(/^Copied .* to .*copy\.sqlite: [\d.]+ kB\.\n {4}runs \+40\n/);
    expect((await rcdbHere("-c", path, "info")).output).toMatch(
      /^Copy of +.*, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/m,
    );
    for (const args of [
      ["copy", path],
      ["-c", source, "copy", path],
      ["copy", source, path],
    ])
      expect((await rcdbHere(...args)).output).toMatch(
        /^Nothing changed in .* since the copy was taken\.\n$/,
      );
    const again = JSON.parse((await rcdbHere("copy", path, "--json")).output) as object;
    expect(again).toMatchObject({ kind: "updated", tables: [], copy: { whole: true } });
  });

  test("goes on with an interrupted one, which no command opens", async () => {
    const source = await create(content);
    const path = join(temporaryFolder(), "copy.sqlite");
    const cancelled = copyTo(source, path, {}, { ...quietly, ...cancelledAt("Copying conditions") });
    await expect(cancelled).rejects.toMatchObject({ code: "cancelled" });
    expect(existsSync(path)).toBe(false);
    const opened = await rcdbHere("-c", `${path}.part`, "info");
    expect(opened).toMatchObject({ code: 3, output: "" });
    expect(opened.errors).toMatch(/is an unfinished copy of .*rcdb copy .* .*copy\.sqlite\n$/);
    const resumed = await rcdbHere("copy", path, "--json");
    expect(JSON.parse(resumed.output)).toMatchObject({ kind: "resumed", copy: { whole: true } });
    expect(await exactRows(path)).toEqual(await exactRows(source));
    expect(existsSync(`${path}.part`)).toBe(false);
  });

  test("copies what is chosen of it", async () => {
    const source = await create(content);
    const path = join(temporaryFolder(), "copy.sqlite");
    const choice = ["--runs", "101-103,first", "--conditions", "count, kind", "--no-contents"];
    expect(await rcdbHere("copy", source, path, ...choice)).toMatchObject({ code: 0, errors: "" });
    const rows = await rcdbHere("-c", path, "select", "", "*", "--runs", "119-130");
    expect(rows.output.split("\n").map((line) => line.trim().split(/\s\s+/))).toEqual([
      ["run", "count", "kind"],
      ["119", "119", "kind 3"],
      ["120", "120", "kind 0"],
      [""],
    ]);
    expect(await rcdbHere("-c", path, "file", "cat", "id:1")).toMatchObject({ code: 2, output: "" });
    expect((await rcdbHere("copy", path)).output).toMatch(/^Nothing changed/);
    const other = await rcdbHere("copy", source, path);
    expect(other).toMatchObject({ code: 2 });
    expect(other.errors).toMatch(/another choice of its content.*--force/);
    expect((await rcdbHere("copy", source, path, "--force", "--no-files")).code).toBe(0);
    expect((await rcdbHere("-c", path, "file", "versions", "/conf/a")).code).toBe(2);
  });
});

test.each<[string, (folder: string) => string[], number, RegExp]>([
  [
    "a file that is not a copy",
    () => ["copy", "package.json"],
    2,
    /“package\.json” is not a copy of a database\. .*rcdb copy SOURCE/,
  ],
  [
    "no such source",
    (folder) => ["copy", join(folder, "none.sqlite"), join(folder, "copy.sqlite")],
    3,
    /There is no/,
  ],
  [
    "a target that is another file",
    () => ["copy", "SOURCE", "package.json"],
    2,
    /exists already and is not a copy.*--force/,
  ],
  ["the source itself", () => ["copy", "SOURCE", "SOURCE"], 2, /is the database that is to be copied/],
  ["no such run period", (folder) => ["copy", "SOURCE", join(folder, "a.sqlite"), "--period", "x"], 2, /x/],
  [
    "no such condition",
    (folder) => ["copy", "SOURCE", join(folder, "a.sqlite"), "--conditions", "cout"],
    2,
    /no condition “cout”\. Did you mean “?count/,
  ],
  ["no such folder", (folder) => ["copy", "SOURCE", join(folder, "none", "a.sqlite")], 3, /none/],
])("refuses %s", async (_what, argsIn, code, errors) => {
  const [sqlite] = backends;
  const source = await sqlite?.create(content);
  const args = argsIn(temporaryFolder()).map((word) => (word === "SOURCE" ? (source ?? "") : word));
  const ended = await rcdbHere(...args);
  expect(ended).toMatchObject({ code, output: "" });
  expect(ended.errors).toMatch(errors);
});
