/** Databases in WAL mode in a folder that may only be read, where SQLite cannot put what it needs beside them. */
import { spawn } from "node:child_process";
import { chmodSync, copyFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import SqliteFile from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { program } from "../../support/programs.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { collect, smallDatabase } from "./command.ts";

const asOrdinaryUser = (path: string, ...args: string[]) =>
  collect(spawn(process.execPath, [program("test/unit/cli/asOrdinaryUser"), "-c", path, ...args]));

/** A copy of a database in WAL mode, with the log of its last write or after that was put into the file. */
function readOnlyCopy(withLog: boolean): string {
  const path = smallDatabase();
  const folder = temporaryFolder();
  const copy = join(folder, "copy.sqlite");
  const file = new SqliteFile(path);
  file.pragma("journal_mode = WAL");
  file.exec("INSERT INTO runs (number) VALUES (77)");
  if (withLog) copyFileSync(`${path}-wal`, `${copy}-wal`);
  else file.pragma("wal_checkpoint(TRUNCATE)");
  copyFileSync(path, copy);
  file.close();
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
  chmodSync(folder, 0o555);
  onTestFinished(() => chmodSync(folder, 0o755));
  return copy;
}

test("one whose changes are all in the file is read", async () => {
  const path = readOnlyCopy(false);
  expect(await asOrdinaryUser(path, "select", "run == 77")).toEqual({
    code: 0,
    output: "run\n 77\n",
    errors: "",
  });
  expect(readdirSync(dirname(path))).toEqual(["copy.sqlite"]);
  const { output } = await asOrdinaryUser(path, "info");
  expect(output).toMatch(/^Read from +a copy in memory: the file is in WAL mode/m);
});

test("one with changes in its log is refused with the reason", async () => {
  const path = readOnlyCopy(true);
  const { code, errors } = await asOrdinaryUser(path, "select", "run == 77");
  expect([code, errors]).toEqual([
    3,
    expect.stringMatching(/newest changes in “.*copy\.sqlite-wal”.*may not be written/),
  ]);
});
