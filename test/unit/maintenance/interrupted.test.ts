/** Updates in processes of their own, which are killed, or run at the same time. */
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import SqliteFile from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { inspectDatabase } from "../../../core/maintenance/inspect.ts";
import { updateDatabase } from "../../../core/maintenance/migrate.ts";
import { root } from "../../../scripts/setup/project.mjs";
import { readRun } from "../../../core/runs/run.ts";
import { backends, sqlite } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";
import { createVersionOne, dumpAll, keptOf, recording } from "./support.ts";
import { program } from "../../support/programs.ts";

interface Ended {
  readonly signal: string | null;
  readonly code: number | null;
  readonly steps: readonly string[];
  readonly errors: string;
}

/** Updates a database in a process, which kills itself when it tells its step `killedAt`, or is killed so long after the first one. */
function update(
  connection: string,
  killedAt: number | "never" = "never",
  killedAfter = Infinity,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [program("test/unit/maintenance/updateProcess"), connection, String(killedAt)],
      {
        cwd: root,
      },
    );
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    if (killedAfter < Infinity) {
      child.stdout.once("data", () => {
        setTimeout(() => child.kill("SIGKILL"), killedAfter);
      });
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({ signal, code, errors, steps: output.split("\n").slice(0, -1) });
    });
  });
}

describe.each(backends)("on $name", (backend) => {
  test("an update that is killed at any of its steps is done by the next one", async () => {
    const whole = await createVersionOne(backend);
    const kept = keptOf(await dumpAll(whole));
    const { steps } = await update(whole);
    expect(steps.at(-1)).toBe("Checking the new database");
    const updated = await dumpAll(whole);

    for (let killedAt = 0; killedAt < steps.length; killedAt += 5) {
      const connection = await createVersionOne(backend);
      expect((await update(connection, killedAt)).signal).toBe("SIGKILL");
      if (backend.name === "sqlite") expectWhole(connection);
      expect(keptOf(await dumpAll(connection))).toEqual(kept);

      const migration = await updateDatabase({ connection, execute: true }, recording());
      // A file is changed by one transaction, a server by one step after the other.
      const left = backend.name === "sqlite" ? steps : steps.slice(killedAt);
      expect(migration.steps.filter(({ done }) => !done).map(({ description }) => description)).toEqual(
        left.filter((label) => label !== "Copying the database" && label !== "Checking the new database"),
      );
      expect(await dumpAll(connection)).toEqual(updated);
    }
  });

  test("of two at once one does it", async () => {
    const connection = await createVersionOne(backend);
    const both = await Promise.all([update(connection), update(connection)]);
    expect(both.filter(({ steps }) => steps.includes("Say that it is version 2"))).toHaveLength(1);
    for (const { code, errors } of both) if (code !== 0) expect(errors).toMatch(/locked/);
    expect(await inspectDatabase({ connection })).toMatchObject({ schemaVersion: 2 });
  });
});

test("a file whose writer was killed in the middle can be read", async () => {
  const path = await sqlite.create({ types: { i: "int" }, runs: { 1: { conditions: { i: 7 } } } });
  const before = await dumpAll(path);
  const writer = new SqliteFile(path);
  writer.pragma("cache_size = 5");
  writer.exec("BEGIN; UPDATE conditions SET int_value = 8; CREATE TABLE much AS SELECT randomblob(99999)");
  const killed = `${path}.killed`;
  for (const suffix of ["", "-journal"]) copyFileSync(path + suffix, killed + suffix);
  writer.close();
  const database = await openForTest(killed);
  expect((await readRun(database, 1)).conditions).toMatchObject([{ name: "i", value: 7 }]);
  expect(await dumpAll(killed)).toEqual(before);
});

test("a file is of version 1 or 2, and whole, whenever the update is killed", async () => {
  const original = await createVersionOne(sqlite, { runs: 150 });
  const path = join(dirname(original), "updated.sqlite");
  const old = await dumpAll(original);
  copyFileSync(original, path);
  await update(path);
  const updated = await dumpAll(path);

  for (let killedAfter = 0; killedAfter < 90; killedAfter += 9) {
    for (const name of readdirSync(dirname(path)))
      if (name !== "old.sqlite") rmSync(join(dirname(path), name));
    copyFileSync(original, path);
    await update(path, "never", killedAfter + Math.random() * 9);
    expectWhole(path);
    const now = await dumpAll(path);
    expect([old, updated]).toContainEqual(now);
    for (const name of readdirSync(dirname(path)).filter((other) => other.endsWith(".bak"))) {
      expect(await dumpAll(join(dirname(path), name))).toEqual(old);
    }
    await updateDatabase({ connection: path, execute: true }, recording());
    expect(await dumpAll(path)).toEqual(updated);
    expect(existsSync(`${path}.unfinished-backup`)).toBe(false);
  }
});

function expectWhole(path: string): void {
  const file = new SqliteFile(path);
  expect(file.pragma("integrity_check", { simple: true })).toBe("ok");
  file.close();
}
