/** The command line on databases of another shape: of version 1, and without parts of version 2. */
import { spawn } from "node:child_process";
import { chmodSync, copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import SqliteFile from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../support/temporary.ts";
import { runLog, standardEnd } from "../updates/logs.ts";
import { collect, rcdbHere } from "./command.ts";
import { program } from "../../support/programs.ts";

function copyOf(name: string): string {
  const path = join(temporaryFolder(), "copy.sqlite");
  copyFileSync(`test/fixtures/shapes/${name}.sqlite`, path);
  chmodSync(path, 0o644);
  return path;
}

function configuration(): string {
  const path = join(temporaryFolder(), "a.conf");
  writeFileSync(path, "A 1\n");
  return path;
}

test("version 1 is read where nothing may be written", async () => {
  const path = copyOf("c02-v1-no-importance");
  const folder = dirname(path);
  chmodSync(path, 0o444);
  chmodSync(folder, 0o555);
  onTestFinished(() => chmodSync(folder, 0o755));
  const asOrdinaryUser = (...args: string[]) =>
    collect(spawn(process.execPath, [program("test/unit/cli/asOrdinaryUser"), "-c", path, ...args]));
  const info = await asOrdinaryUser("info");
  expect(info).toMatchObject({ code: 0, errors: "" });
  expect(info.output).toMatch(/^Schema version +1 \(schema v1 can only be read: “rcdb db update”/m);
  expect(info.output).toMatch(/^Missing +files\.importance/m);
  expect((await asOrdinaryUser("select", "event_count == 5")).output).toBe("run\n  1\n");
});

test("version 1 is changed once it was updated", async () => {
  const path = copyOf("c02-v1-no-importance");
  const before = readFileSync(path);
  const refused = await rcdbHere("-c", path, "add", "file", "1", configuration());
  expect(refused).toMatchObject({ code: 3, output: "" });
  expect(refused.errors).toMatch(/schema version 1, which can only be read.*“rcdb db update”/);
  expect(readFileSync(path)).toEqual(before);
  expect((await rcdbHere("-c", path, "run", "1")).output).toMatch(/^event_count +5$/m);

  const updated = await rcdbHere("-c", path, "db", "update");
  expect(updated.output).toMatch(
    /^Add the column files\.importance\n(.*\n)+The database has schema v2 now\./,
  );
  expect(readdirSync(dirname(path))).toHaveLength(2);
  const added = await rcdbHere("-c", path, "add", "file", "1", configuration(), "--as", "/conf/a.conf");
  expect(added).toMatchObject({ code: 0, errors: "" });
  expect((await rcdbHere("-c", path, "run", "1")).output).toMatch(/\/conf\/a\.conf/);
  expect((await rcdbHere("-c", path, "db", "check")).output).toMatch(/^The check found nothing wrong/);
});

test("what is stored twice in version 1 is listed, and removed only once it was updated", async () => {
  const path = copyOf("c02-v1-no-importance");
  const file = new SqliteFile(path);
  file.exec(
    "INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value) SELECT run_number, condition_type_id, 5, 0, 0 FROM conditions LIMIT 1",
  );
  file.close();
  const before = readFileSync(path);
  const listed = await rcdbHere("-c", path, "repair", "duplicates");
  expect(listed).toMatchObject({ code: 0, errors: "" });
  expect(listed.output).toMatch(/^ *1 +conditions +event_count +1 /m);
  expect((await rcdbHere("-c", path, "repair", "duplicates", "--execute")).code).toBe(3);
  expect(readFileSync(path)).toEqual(before);
  await rcdbHere("-c", path, "db", "update");
  expect((await rcdbHere("-c", path, "repair", "duplicates", "--execute")).output).toMatch(/1 rows? removed/);
});

test("a run log is stored in a database that was updated from version 1", async () => {
  const path = copyOf("c02-v1-no-importance");
  await rcdbHere("-c", path, "db", "update");
  const log = join(temporaryFolder(), "run.log");
  for (const [reason, text] of [
    ["start", runLog({ run: 2001 })],
    ["update", runLog({ run: 2001 })],
    ["end", runLog({ run: 2001, end: standardEnd })],
  ] as const) {
    writeFileSync(log, text);
    const updated = await rcdbHere("-c", path, "update", log, "--reason", reason, "--update", "coda");
    expect(updated).toMatchObject({ code: 0, errors: "" });
  }
  expect((await rcdbHere("-c", path, "run", "2001", "event_count")).output).toBe("3000000\n");
  expect((await rcdbHere("-c", path, "run", "2001", "run_type")).output).toBe("hd_all.tsg\n");
  expect((await rcdbHere("-c", path, "run", "1", "event_count")).output).toBe("5\n");
  expect((await rcdbHere("-c", path, "db", "check")).output).toMatch(/^The check found nothing wrong/);
});

test("a table that is missing is named where it is needed, and added", async () => {
  const path = copyOf("c01-no-files-table");
  const before = readFileSync(path);
  const refused = await rcdbHere("-c", path, "add", "file", "15015", configuration());
  expect(refused.code).not.toBe(0);
  expect(refused.errors).toMatch(/no table files_have_runs\. Nothing was changed.*“rcdb db update”/);
  expect(readFileSync(path)).toEqual(before);
  // What the missing table has no part in.
  expect(await rcdbHere("-c", path, "add", "run", "16000")).toMatchObject({ code: 0, errors: "" });

  expect((await rcdbHere("-c", path, "repair", "schema")).output).toMatch(
    /^Add the table files_have_runs\n.*CREATE TABLE(.*\n)+.*Nothing was changed\.\n$/,
  );
  const repaired = await rcdbHere("-c", path, "repair", "schema", "--execute");
  expect(repaired.output).toMatch(/The database has schema v2 now\.\nAs it was it is kept in /);
  expect((await rcdbHere("-c", path, "add", "file", "15015", configuration())).code).toBe(0);
  expect((await rcdbHere("-c", path, "repair", "schema")).output).toBe("Nothing is missing.\n");
});
