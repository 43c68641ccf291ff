/** What an update does with a file and the folder it lies in. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import SqliteFile from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Migration } from "../../../core/api/maintenance.ts";
import { updateDatabase } from "../../../core/maintenance/migrate.ts";
import { root } from "../../../scripts/setup/project.mjs";
import { sqlite } from "../../support/backends.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { createVersionOne, dumpAll, failureOf, keptOf, recording } from "./support.ts";
import { program } from "../../support/programs.ts";

const create = (runs = 12): Promise<string> => createVersionOne(sqlite, { runs });
const update = (connection: string, context = recording()): Promise<Migration> =>
  updateDatabase({ connection, execute: true }, context);

/** The other files in the folder of one. */
function beside(path: string): string[] {
  return readdirSync(dirname(path)).filter((name) => join(dirname(path), name) !== path);
}

test("the file as it was is kept beside, with owner and permissions", async () => {
  const path = await create();
  chmodSync(path, 0o640);
  const before = await dumpAll(path);
  const { backup } = await update(path);
  expect(backup).toMatch(/\/old\.sqlite\.v1-\d{8}-\d{6}\.bak$/);
  expect(beside(path).map((name) => join(dirname(path), name))).toEqual([backup]);
  expect(await dumpAll(String(backup))).toEqual(before);
  const [old, kept] = [statSync(path), statSync(String(backup))];
  expect([kept.mode, kept.uid, kept.gid]).toEqual([old.mode, old.uid, old.gid]);
  expect(old.mode & 0o777).toBe(0o640);
});

test("without execute no byte is changed", async () => {
  const path = await create();
  const before = readFileSync(path);
  await updateDatabase({ connection: path, execute: false }, recording());
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(beside(path)).toEqual([]);
});

test("behind a symbolic link", async () => {
  const path = await create();
  const link = join(temporaryFolder(), "link.sqlite");
  symlinkSync(path, link);
  const { backup } = await update(link);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(dirname(String(backup))).toBe(dirname(path));
  expect(Object.keys(await dumpAll(path))).toContain("aliases");
});

test("a file in WAL mode, with rows that are only in its journal", async () => {
  const path = await create();
  const file = new SqliteFile(path);
  onTestFinished(() => void file.close());
  file.pragma("journal_mode = WAL");
  file.exec("INSERT INTO runs VALUES (777777, NULL, NULL)");
  const { backup } = await update(path);
  const run = `{"number":777777,"started":null,"finished":null}`;
  expect((await dumpAll(path))["runs"]).toContain(run);
  expect((await dumpAll(String(backup)))["runs"]).toContain(run);
  expect(file.pragma("journal_mode", { simple: true })).toBe("wal");
});

test("a writer that waits meanwhile loses nothing", async () => {
  const path = await create(60);
  const file = new SqliteFile(path, { timeout: 0 });
  onTestFinished(() => void file.close());
  const insert = file.prepare("INSERT INTO runs VALUES (?, NULL, NULL)");
  const written: number[] = [];
  const refused: string[] = [];
  const context = recording();
  await updateDatabase(
    { connection: path, execute: true },
    {
      ...context,
      report: (progress) => {
        try {
          insert.run(800_000 + context.reported.length);
          written.push(800_000 + context.reported.length);
        } catch (thrown) {
          refused.push((thrown as { code: string }).code);
        }
        context.report(progress);
      },
    },
  );
  expect(written).toEqual([]);
  expect(new Set(refused)).toEqual(new Set(["SQLITE_BUSY"]));
  // The very connection that had to wait goes on in the new database.
  insert.run(900_000);
  expect((await dumpAll(path))["runs"]?.join()).toContain("900000");
});

const failing: readonly (readonly [
  what: string,
  spoil: (path: string) => void,
  code: string,
  message: RegExp,
])[] = [
  ["a damaged file", spoilPages, "damaged", /is damaged/],
  ["a cut file", (path) => truncateSync(path, statSync(path).size / 2), "damaged", /damaged/],
  ["a text", (path) => writeFileSync(path, "no database ".repeat(500)), "not_a_database", /not an SQLite/],
];
test.each(failing)("%s is left as it is", async (_, spoil, code, message) => {
  const path = await create();
  spoil(path);
  const before = readFileSync(path);
  expect(await failureOf(() => update(path))).toMatchObject({
    code,
    message: expect.stringMatching(message) as string,
  });
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(beside(path)).toEqual([]);
});

/** Breaks pages in the middle, which hold rows, so that the file can still be opened. */
function spoilPages(path: string): void {
  const bytes = readFileSync(path);
  bytes.fill(
    0xff,
    Math.floor(bytes.length / 4096 / 2) * 4096,
    Math.floor(bytes.length / 4096 / 2 + 3) * 4096,
  );
  writeFileSync(path, bytes);
}

describe("cancelled", () => {
  test.each([
    "Copying the database",
    "Add the table aliases",
    "Drop the table crates, which version 2 does not have",
  ])("at “%s”", async (label) => {
    const path = await create();
    const before = await dumpAll(path);
    const controller = new AbortController();
    const context = recording(controller.signal);
    const report = (progress: Parameters<typeof context.report>[0]): void => {
      if (progress.label === label) controller.abort();
    };
    if (label === "Copying the database") controller.abort();
    const failure = await failureOf(() => update(path, { ...context, report }));
    expect(failure.code).toBe("cancelled");
    expect(await dumpAll(path)).toEqual(before);
    expect(beside(path)).toEqual([]);
  });
});

test("what an interrupted attempt left is overwritten", async () => {
  const path = await create();
  writeFileSync(`${path}.unfinished-backup`, "half a copy");
  const before = await dumpAll(path);
  await update(path);
  expect(beside(path)).toEqual([expect.stringMatching(/\.bak$/)]);
  expect(keptOf(await dumpAll(path))).toEqual(keptOf(before));
});

test("a disk without room for the copy", async () => {
  const path = await create();
  const folder = temporaryFolder();
  // In a name space of its own anybody may mount.
  const script = `mount -t tmpfs -o size=4m tmpfs "$1" && cp "$2" "$1/old.sqlite" && cp "$1/old.sqlite" "$2.before"
    ${process.execPath} ${program("test/unit/maintenance/updateProcess")} "$1/old.sqlite"
    ls "$1"; cmp "$1/old.sqlite" "$2.before" && echo same`;
  const isolated = process.getuid?.() === 0 ? ["-m"] : ["-U", "-r", "-m"];
  const output = execFileSync("unshare", [...isolated, "sh", "-c", `(${script}) 2>&1`, "sh", folder, path], {
    cwd: root,
    encoding: "utf8",
  });
  expect(output).toMatch(/disk_full/);
  expect(output).toMatch(/needs \d+ MB on its disk/);
  expect(output).toMatch(/\nold\.sqlite\nsame\n$/);
  expect(existsSync(join(folder, "old.sqlite"))).toBe(false);
});
