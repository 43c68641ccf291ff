/** A database file that is replaced while a pool of processes has it open: never the old and the new one mixed. */
import { copyFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import SqliteFile from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import type { Outcome } from "../../../core/api/failure.ts";
import type { Rows, SearchResult } from "../../../core/api/search.ts";
import { Pool } from "../../../core/process/pool.ts";
import { spawnDatabaseProcess } from "../../../server/spawnDatabaseProcess.ts";
import { writeDatabase } from "../../support/database.ts";
import { bundledDatabaseProcess } from "../../support/programs.ts";

/** A copy of a database with runs from 1 to `count`. */
function copyWith(count: number): string {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  return writeDatabase({
    types: { kind: "string" },
    runs: Object.fromEntries(numbers.map((run) => [run, { conditions: { kind: `of ${count}` } }])),
  });
}

/** Of three processes two take long calls at once. */
async function openPool(path: string, size: 2 | 3 = 2): Promise<Pool> {
  const spawn = () => spawnDatabaseProcess(bundledDatabaseProcess());
  const opened = await Pool.open({ spawn, size, share: null }, path);
  if (!opened.ok) throw new Error(opened.error.message);
  onTestFinished(() => opened.value.pool.close());
  return opened.value.pool;
}

const asked = {
  expression: "",
  runMin: null,
  runMax: null,
  columns: ["kind"],
  order: { column: "run", descending: false },
};

async function search(pool: Pool): Promise<SearchResult> {
  const outcome = await pool.call("searchRuns", asked, {});
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value as SearchResult;
}

const rowsOf = (pool: Pool, { result }: SearchResult) =>
  pool.call("readRows", { result, from: 0, count: 10 }, {}) as Promise<Outcome<Rows>>;

const ways: readonly (readonly [string, (from: string, to: string) => void])[] = [
  ["another is renamed over it", renameSync],
  ["another is written over it", copyFileSync],
  [
    "it is deleted and another is made",
    (from, to) => {
      rmSync(to);
      copyFileSync(from, to);
    },
  ],
];

test.each(ways)("%s: only the new one answers, of many calls at once too", async (_, replace) => {
  const path = copyWith(300);
  const pool = await openPool(path, 3);
  const old = await search(pool);
  await search(pool);
  expect(old.count).toBe(300);
  const before = pool.generation;

  replace(copyWith(40), path);
  const answers = await Promise.all(Array.from({ length: 12 }, () => search(pool)));
  expect(answers.map(({ count }) => count)).toEqual(answers.map(() => 40));
  expect(pool.generation).not.toBe(before);
  expect(await pool.call("describeDatabase", {}, {})).toMatchObject({ value: { runs: 40, lastRun: 40 } });
  expect(await rowsOf(pool, old)).toMatchObject({
    error: { code: "result_gone", message: expect.stringContaining("was replaced") as string },
  });
});

test("the rows of a held result are not read from a new file", async () => {
  const path = copyWith(30);
  const pool = await openPool(path);
  const old = await search(pool);
  renameSync(copyWith(4), path);
  const answers = await Promise.all([rowsOf(pool, old), rowsOf(pool, old)]);
  expect(answers.map((answer) => !answer.ok && answer.error.code)).toEqual(["result_gone", "result_gone"]);
  expect(await pool.call("readRun", { run: 5 }, {})).toMatchObject({ error: { code: "no_such_run" } });
});

test("a file that others write to stays the same", async () => {
  const path = copyWith(3);
  const file = new SqliteFile(path);
  onTestFinished(() => void file.close());
  file.exec("INSERT INTO logs (id, description, related_run) VALUES (5, 'written', 3)");
  const pool = await openPool(path);
  const held = await search(pool);
  const before = pool.generation;
  file.exec("INSERT INTO runs (number) VALUES (4)");
  // As the next update of a series does.
  file.exec("UPDATE logs SET description = 'rewritten' WHERE id = 5");
  file.exec("CREATE INDEX others ON runs (started)");
  expect(await pool.call("describeDatabase", {}, {})).toMatchObject({ value: { runs: 4 } });
  expect(await rowsOf(pool, held)).toMatchObject({ value: { runs: [1, 2, 3] } });
  expect(pool.generation).toBe(before);
});

const away: readonly (readonly [string, (path: string) => void])[] = [
  ["is gone", (path) => rmSync(path)],
  [
    "is replaced by one that is none of ours",
    (path) => {
      rmSync(path);
      writeFileSync(path, "notes ".repeat(500));
    },
  ],
  ["is written over by what is none", (path) => writeFileSync(path, "notes ".repeat(5000))],
  ["is empty", (path) => writeFileSync(path, "")],
];

test.each(away)(
  "while the file %s the connection counts as lost, and is back with the file",
  async (_, remove) => {
    const path = copyWith(3);
    const pool = await openPool(path);
    await search(pool);
    remove(path);
    for (const answer of await Promise.all([0, 1, 2].map(() => pool.call("readRun", { run: 1 }, {})))) {
      expect(answer).toMatchObject({ ok: false, error: { code: "connection_lost" } });
    }
    rmSync(path, { force: true });
    renameSync(copyWith(2), path);
    // A process that was started before may still say that it is away: the window asks again, too.
    const isBack = async () => (await pool.call("searchRuns", asked, {})).ok;
    await expect.poll(isBack, { timeout: 180_000 }).toBe(true);
    expect(await search(pool)).toMatchObject({ count: 2 });
  },
);
