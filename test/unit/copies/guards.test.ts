/** What a copy is not to be written over, changed by, or kept waiting for. */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { beforeEach, describe, expect, test } from "vitest";
import { backends } from "../../support/backends.ts";
import { copyTo, exactRows, quietly } from "../../support/copies.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "../cli/command.ts";
import { content } from "../core/everyCall.ts";

const [sqlite] = backends;
let folder = "";
let source = "";
let copy = "";
beforeEach(async () => {
  folder = temporaryFolder();
  source = (await sqlite?.create(content)) ?? "";
  copy = join(folder, "copy.sqlite");
});

describe("values of a copy", () => {
  test.each<string[][]>([
    [["add", "condition", "101", "count", "5", "--replace"]],
    [["add", "type", "new_one", "int"]],
    [["rm", "condition", "101", "count"]],
    [["repair", "duplicates", "--execute"]],
  ])("rcdb %s is refused", async (args) => {
    await copyTo(source, copy);
    const before = readFileSync(copy);
    const refused = await rcdbHere("-c", copy, ...args);
    expect(refused).toMatchObject({ code: 2, output: "" });
    expect(refused.errors).toMatch(/is a copy of .*would undo.*rcdb changes add.*rcdb copy --detach/);
    expect(readFileSync(copy).equals(before)).toBe(true);
  });

  test("its index may be made, and a database of its own may be changed", async () => {
    await copyTo(source, copy);
    expect(await rcdbHere("-c", copy, "db", "optimize", "--undo")).toMatchObject({ code: 0 });
    expect(await rcdbHere("-c", copy, "db", "optimize")).toMatchObject({ code: 0 });
    const detached = await rcdbHere("copy", "--detach", copy);
    expect(detached).toMatchObject({ code: 0, errors: "" });
    expect(detached.output).toMatch(/is a database of its own now/);
    const names = new SqliteFile(copy)
      .prepare("SELECT name FROM sqlite_master WHERE name LIKE 'rcdb_desktop%'")
      .pluck()
      .all();
    expect(names).toEqual([expect.stringMatching(/condition/)]);
    expect(await rcdbHere("-c", copy, "add", "condition", "101", "count", "5", "--replace")).toMatchObject({
      code: 0,
    });
    expect((await rcdbHere("copy", copy)).errors).toMatch(/is not a copy/);
    expect((await rcdbHere("copy", "--detach", copy)).errors).toMatch(/is not a copy/);
  });

  test("one without contents would be a damaged database", async () => {
    await copyTo(source, copy, { files: "names" });
    expect((await rcdbHere("copy", "--detach", copy)).errors).toMatch(/without the contents of files/);
  });
});

test.each(backends)("changes by others that were undone are told, on $name", async ({ create }) => {
  const origin = await create(content);
  await copyTo(origin, copy);
  const file = new SqliteFile(copy);
  file.exec("UPDATE conditions SET int_value = 77 WHERE id = 3");
  file.close();
  const undone = /Other programs had changed this copy: conditions in 1 place\. That was undone/;
  expect((await copyTo(origin, copy)).remarks).toEqual([expect.stringMatching(undone)]);
  expect((await copyTo(origin, copy)).remarks).toEqual([]);
});

/** Each makes what stands under a name, and answers the arguments. */
const refused: readonly (readonly [what: string, args: () => string[], says: RegExp])[] = [
  ["a folder", () => (mkdirSync(copy), [source, copy, "--force"]), /is a folder/],
  ["a device", () => [source, "/dev/null", "--force"], /is a device or a pipe/],
  ["a pipe", () => (execFileSync("mkfifo", [copy]), [source, copy, "--force"]), /is a device or a pipe/],
  ["a name that ends in .part", () => [source, `${copy}.part`], /not whole yet.*\.part/],
  [
    "a link to the source",
    () => (symlinkSync(source, copy), [source, copy, "--force"]),
    /which is .*is not replaced/,
  ],
  ["no runs", () => [source, copy, "--runs", ""], /run/i],
  ["no conditions", () => [source, copy, "--conditions", ""], /--conditions names no condition/],
  ["no such condition", () => [source, copy, "--conditions", "cout"], /no condition “cout”/],
];

test.each(refused)(
  "a copy to %s is refused at once, and leaves nothing behind",
  async (_what, args, says) => {
    const words = args();
    const before = [readdirSync(folder), readFileSync(source)];
    const ended = await rcdbHere("copy", ...words);
    expect(ended).toMatchObject({ code: 2, output: "" });
    expect(ended.errors).toMatch(says);
    expect([readdirSync(folder), readFileSync(source)]).toEqual(before);
  },
);

test("a link that leads to nothing is followed, as every link is", async () => {
  symlinkSync("meant.sqlite", copy);
  expect((await copyTo(source, copy)).path).toBe(join(folder, "meant.sqlite"));
  expect(readdirSync(folder).sort()).toEqual(["copy.sqlite", "meant.sqlite"]);
  expect(await exactRows(copy)).toEqual(await exactRows(source));
});

test("a copy that another program makes at this moment", async () => {
  writeFileSync(`${copy}.part`, "");
  const other = new SqliteFile(`${copy}.part`);
  other.exec("BEGIN EXCLUSIVE; CREATE TABLE t (x)");
  const ended = await rcdbHere("copy", source, copy);
  other.close();
  expect(ended).toMatchObject({ code: 3, output: "" });
  expect(ended.errors).toMatch(/Another program is making the copy “.*copy\.sqlite” at this moment/);
});

test("who reads its source meanwhile is in nobody's way, and who begins to write there neither", async () => {
  const [reader, writer] = [
    new SqliteFile(source, { readonly: true }),
    new SqliteFile(source, { timeout: 0 }),
  ];
  reader.exec("BEGIN; SELECT count(*) FROM runs");
  reader.prepare("SELECT count(*) FROM runs").get();
  let writes = 0;
  const report = () => {
    writer.exec("BEGIN IMMEDIATE; ROLLBACK");
    writes++;
  };
  await copyTo(source, copy, {}, { ...quietly, report });
  await copyTo(source, copy, {}, { ...quietly, report });
  expect(writes).toBeGreaterThan(1);
  reader.close();
  writer.close();
  expect(await exactRows(copy)).toEqual(await exactRows(source));
});

test("a whole copy that has the name of an unfinished one is neither opened nor removed", async () => {
  await copyTo(source, copy, { files: "none" });
  renameSync(copy, `${copy}.part`);
  expect((await rcdbHere("-c", `${copy}.part`, "info")).errors).toMatch(/is an unfinished copy/);
  const ended = await rcdbHere("copy", source, copy, "--force");
  expect(ended.errors).toMatch(/in the way: it is a copy that is whole/);
  expect(existsSync(`${copy}.part`)).toBe(true);
  expect(await rcdbHere("copy", source, copy, "--no-files")).toMatchObject({ code: 0 });
});

describe("an update of a copy that somebody reads all the time", () => {
  /** Updates while a reader is in the middle of a query; `meanwhile` is done when the update waits for it. */
  async function updateBeside(meanwhile: (reader: SqliteFile.Database) => void, signal = quietly.signal) {
    await copyTo(source, copy);
    const writer = new SqliteFile(source);
    writer.exec("UPDATE conditions SET int_value = 77 WHERE id = 3");
    writer.close();
    const reader = new SqliteFile(copy, { readonly: true });
    reader.exec("BEGIN; SELECT count(*) FROM runs");
    let isDone = false;
    const report = ({ label }: { readonly label: string }): void => {
      if (!label.startsWith("Waiting for") || isDone) return;
      isDone = true;
      // Whoever begins to read now is let in at once.
      const another = new SqliteFile(copy, { readonly: true, timeout: 0 });
      expect(another.prepare("SELECT int_value FROM conditions WHERE id = 3").pluck().get()).not.toBe(77);
      another.close();
      meanwhile(reader);
    };
    try {
      return await copyTo(source, copy, {}, { signal, report });
    } finally {
      expect(isDone).toBe(true);
      reader.close();
    }
  }

  test("gives way to it, and is made when it has ended", async () => {
    const updated = await updateBeside((reader) => reader.exec("COMMIT"));
    expect(updated).toMatchObject({ kind: "updated", tables: [{ table: "conditions" }] });
    expect(await exactRows(copy)).toEqual(await exactRows(source));
  });

  test("can be cancelled meanwhile", async () => {
    const controller = new AbortController();
    const cancelled = updateBeside(() => controller.abort(), controller.signal);
    await expect(cancelled).rejects.toMatchObject({
      code: "cancelled",
      message: expect.stringMatching(/as it was/) as string,
    });
  });
});
