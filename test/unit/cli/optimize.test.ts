/** `rcdb db optimize`: our own index. */
import { spawn } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { backends } from "../../support/backends.ts";
import { writeDatabase } from "../../support/database.ts";
import { collect, rcdbHere, type Ended } from "./command.ts";
import { program } from "../../support/programs.ts";

const content = {
  types: { event_count: "int" },
  runs: { 9: { conditions: { event_count: [1, 2] } } },
} as const;
const select = ["select", "event_count == 2", "event_count"];
const selected = "run  event_count\n  9            2\n";

describe.each(backends)("on $name", ({ create }) => {
  test("the index is made, told, and removed", async () => {
    const connection = await create(content);
    const db = (...args: string[]) => rcdbHere("-c", connection, "db", ...args);
    // Two rows are no megabyte.
    const size = String.raw`\d+(\.\d+)? (bytes|kB)`;
    const made = await db("optimize");
    expect(made).toMatchObject({ code: 0 });
    expect(made.output).toMatch(new RegExp(`^Made the index\\. It takes about ${size}\\.\\n$`));
    expect(made.errors).toMatch(
      new RegExp(`^rcdb: Making the index: it takes about ${size}, and about 1 s to make\\.\\n$`),
    );
    expect(await db("optimize")).toEqual({ code: 0, output: "The index exists already.\n", errors: "" });
    const told = new RegExp(`\\nThe index rcdb_desktop_conditions exists and takes about ${size}\\.\\n$`);
    for (const state of [await db(), await db("check")]) expect(state.output).toMatch(told);
    expect((await rcdbHere("-c", connection, ...select)).output).toBe(selected);

    expect((await db("optimize", "--dry-run")).output).toContain("It is removed by:\n    ");
    const removed = "Removed the index. A file keeps its size; rows to come fill it.\n";
    expect(await db("optimize", "--undo")).toEqual({ code: 0, output: removed, errors: "" });
    expect(await db("optimize", "--undo")).toEqual({
      code: 0,
      output: "The index is missing.\n",
      errors: "",
    });
    expect((await db("check")).output).toMatch(/ is missing: .*\. For faster queries: rcdb db optimize\n$/);
    expect((await rcdbHere("-c", connection, ...select)).output).toBe(selected);
  });

  test("as JSON", async () => {
    const connection = await create(content);
    const db = async (...args: string[]): Promise<unknown> =>
      JSON.parse((await rcdbHere("-c", connection, "db", ...args, "--json")).output);
    expect(await db()).toMatchObject({ index: { name: "rcdb_desktop_conditions", exists: false } });
    expect(await db("optimize", "--dry-run")).toMatchObject({ exists: false, seconds: 1 });
    expect(await db("optimize")).toMatchObject({ changed: true, exists: true });
    expect(await db()).toMatchObject({ index: { exists: true } });
    expect(await db("optimize", "--undo")).toMatchObject({ changed: true, exists: false });
  });
});

test("--dry-run tells size, time and SQL, and changes no byte", async () => {
  const path = writeDatabase(content);
  const before = readFileSync(path);
  const ended = await rcdbHere("-c", path, "db", "optimize", "--dry-run");
  expect(ended).toMatchObject({ code: 0, errors: "" });
  expect(ended.output).toMatch(
    /^The index rcdb_desktop_conditions is missing: it takes about [\d.]+ (?:bytes|kB), and about 1 s to make\. It is made by:\n {4}CREATE INDEX .+;\n$/,
  );
  expect(readFileSync(path)).toEqual(before);
});

test("--dry-run and --undo exclude each other", async () => {
  const ended = await rcdbHere("-c", writeDatabase(content), "db", "optimize", "--dry-run", "--undo");
  expect(ended).toEqual({ code: 2, output: "", errors: "rcdb: Give --dry-run or --undo, not both.\n" });
});

test("who may only read a file is told, and refused", async () => {
  const path = writeDatabase(content);
  chmodSync(path, 0o444);
  chmodSync(dirname(path), 0o555);
  onTestFinished(() => chmodSync(dirname(path), 0o755));
  const asOrdinaryUser = (...args: string[]): Promise<Ended> =>
    collect(spawn(process.execPath, [program("test/unit/cli/asOrdinaryUser"), "-c", path, ...args]));
  expect(await asOrdinaryUser("db", "optimize", "--dry-run", "--json")).toMatchObject({
    code: 0,
    errors: "",
  });
  expect(await asOrdinaryUser("db", "optimize")).toEqual({
    code: 3,
    output: "",
    errors: `rcdb: “${path}” may not be changed. Ask its owner for the permission.\n`,
  });
});
