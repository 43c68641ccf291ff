/** Our own index: making it, what it costs and does, and removing it. */
import { execFileSync, spawn } from "node:child_process";
import { openSync, closeSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import SqliteFile from "better-sqlite3";
import { sql } from "kysely";
import { createConnection } from "mysql2/promise";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseConnection } from "../../../core/db/parseConnection.ts";
import { indexedText, ownIndexName } from "../../../core/db/ownIndex.ts";
import { describeOwnIndex, optimizeDatabase } from "../../../core/maintenance/optimize.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { writeSample } from "../../../scripts/sample/write.ts";
import { root } from "../../../scripts/setup/project.mjs";
import { backends, createOnMariadb, mariadb, mariadbPort, sqlite } from "../../support/backends.ts";
import { openForTest, openWritableForTest, tablesOfFile } from "../../support/database.ts";
import { execute } from "../../support/mariadb.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { dumpAll, failureOf, recording } from "./support.ts";
import { program } from "../../support/programs.ts";

async function optimize(connection: string, undo = false, context = recording()) {
  return optimizeDatabase(await openWritableForTest(connection), { undo }, context);
}

async function indexNames(connection: string): Promise<string[]> {
  const database = await openForTest(connection);
  return (await database.conditionIndexes()).map(({ name }) => name).sort();
}

const content = {
  types: { event_count: "int", beam_current: "float", run_type: "string", run_start_time: "time" },
  runs: {
    1: { conditions: { event_count: [700, 5], beam_current: 100.5, run_type: "cosmic" } },
    2: { conditions: { event_count: 800, beam_current: [1, 99], run_type: "x".repeat(100) } },
    3: { conditions: { event_count: 900, run_type: "x".repeat(101), run_start_time: "2016-02-17 13:26:01" } },
    4: { conditions: { beam_current: 90, run_type: "é".repeat(100) } },
    5: { conditions: { event_count: 5, run_type: ["short", "x".repeat(5000)] } },
  },
} as const;

describe.each(backends)("on $name", (backend) => {
  test("it is made, found there, and removed; nothing else changes", async () => {
    const connection = await backend.create(content);
    const before = await dumpAll(connection);
    const indexesBefore = await indexNames(connection);

    const context = recording();
    expect(await optimize(connection, false, context)).toMatchObject({ changed: true, exists: true });
    expect(context.reported.map(({ label }) => label)).toContain("Making the index");
    expect(await indexNames(connection)).toContain(ownIndexName);
    expect(await describeOwnIndex(await openForTest(connection))).toMatchObject({ exists: true, seconds: 0 });
    expect(await optimize(connection)).toMatchObject({ changed: false, exists: true });
    expect(await dumpAll(connection)).toEqual(before);

    expect(await optimize(connection, true)).toMatchObject({ changed: true, exists: false });
    expect(await optimize(connection, true)).toMatchObject({ changed: false, exists: false });
    expect(await indexNames(connection)).toEqual(indexesBefore);
    expect(await dumpAll(connection)).toEqual(before);
  });

  test("without conditions it takes nothing", async () => {
    const connection = await backend.create();
    const database = await openForTest(connection);
    expect(await describeOwnIndex(database)).toMatchObject({ exists: false, bytes: 0, seconds: 0 });
    expect(await optimize(connection)).toMatchObject({ changed: true });
  });

  test("telling what it would be changes nothing", async () => {
    const connection = await backend.create(content);
    const before = await indexNames(connection);
    const { statements } = await describeOwnIndex(await openForTest(connection));
    expect(statements).toEqual([
      expect.stringMatching(/^CREATE INDEX .rcdb_desktop_conditions. ON conditions /),
    ]);
    expect(await indexNames(connection)).toEqual(before);
  });

  test.each([
    ["event_count > 600", [2, 3]],
    ["80 < beam_current < 120", [1, 2, 4]],
    [`run_type == '${"x".repeat(100)}'`, [2]],
    [`run_type == '${"x".repeat(101)}'`, [3]],
    [`run_type == '${"é".repeat(100)}'`, [4]],
    ["'xx' in run_type", [2, 3, 5]],
    ["run_type != 'short' and event_count == 5", [1, 5]],
  ])("%s selects the same runs with it", async (expression, runs) => {
    const connection = await backend.create(content);
    const select = async (): Promise<number[]> => {
      const order = { column: "run", descending: false };
      const search = { expression, columns: [], order, runMin: null, runMax: null, ranges: [] };
      const { result } = await searchRuns(await openForTest(connection), search);
      return result.rows(0, 10).runs;
    };
    expect(await select()).toEqual(runs);
    await optimize(connection);
    expect(await select()).toEqual(runs);
  });

  test("how large it will be is told beforehand", async () => {
    const path = join(temporaryFolder(), "sample.sqlite");
    await writeSample({ out: path, runs: 300, schema: "v2" });
    const connection = backend.name === "sqlite" ? path : await createOnMariadb(tablesOfFile(path));
    const { bytes } = await describeOwnIndex(await openForTest(connection));
    await optimize(connection);
    const made = backend.name === "sqlite" ? sizeInFile(path) : await sizeOnServer(connection);
    expect(bytes / made).toBeGreaterThan(0.7);
    expect(bytes / made).toBeLessThan(1.4);
  });
});

function sizeInFile(path: string): number {
  const file = new SqliteFile(path, { readonly: true });
  const bytes = file.prepare("SELECT sum(pgsize) FROM dbstat WHERE name = ?").pluck().get(ownIndexName);
  file.close();
  return bytes as number;
}

/** Its pages, all of which are still in the server's memory: what the server tells of sizes is older. */
async function sizeOnServer(connection: string): Promise<number> {
  const database = await openForTest(connection);
  const { rows } = await sql<{ bytes: number }>`
    SELECT count(*) * @@innodb_page_size AS bytes FROM information_schema.innodb_buffer_page
    WHERE table_name = concat('\`', database(), '\`.\`conditions\`') AND index_name = ${ownIndexName}`.execute(
    database.read,
  );
  return Number(rows[0]?.bytes);
}

describe("an SQLite file", () => {
  const ofTypeInRunOrder = `SELECT run_number, id, int_value, float_value, bool_value, time_value FROM conditions
    INDEXED BY ${ownIndexName} WHERE condition_type_id = 1 ORDER BY run_number, id`;
  const newestOfRun = `SELECT float_value FROM conditions INDEXED BY ${ownIndexName}
    WHERE condition_type_id = 2 AND run_number = 2 ORDER BY id DESC LIMIT 1`;

  test.each([
    ["all values of a condition in run order", ofTypeInRunOrder],
    ["the newest value of a run", newestOfRun],
  ])("%s comes from the index alone", async (_, statement) => {
    const path = await sqlite.create(content);
    await optimize(path);
    const file = new SqliteFile(path, { readonly: true });
    onTestFinished(() => void file.close());
    const plan = file.prepare(`EXPLAIN QUERY PLAN ${statement}`).all() as { detail: string }[];
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringContaining(`USING COVERING INDEX ${ownIndexName}`),
    ]);
  });

  test("short texts come from the index, long ones from the table", async () => {
    const path = await sqlite.create(content);
    await optimize(path);
    wipeTable(path);
    const database = await openForTest(path);
    const read = (run: number): Promise<unknown> =>
      sql`SELECT (SELECT ${indexedText(sql.ref("x.text_value"))} AS text FROM conditions AS x
        INDEXED BY ${sql.id(ownIndexName)} WHERE x.condition_type_id = 3 AND x.run_number = ${run}
        ORDER BY x.id DESC LIMIT 1) AS text`
        .execute(database.read)
        .then(({ rows }) => rows[0]);
    expect(await read(1)).toEqual({ text: "cosmic" });
    expect(await read(4)).toEqual({ text: "é".repeat(100) });
    expect(await failureOf(() => read(3))).toMatchObject({ code: "SQLITE_CORRUPT" });
  });

  test("is whole, with or without the index, whenever the process that makes it is killed", async () => {
    const path = await largeFile();
    const before = await rowCount(path);
    const unmade: boolean[] = [];
    // On a busy machine the index may be made before the first ones are killed.
    for (let turn = 0; turn < 4 || (!unmade.includes(true) && turn < 40); turn++) {
      await killed(path, [0, 40, 80, 160][turn] ?? 0);
      const file = new SqliteFile(path);
      expect(file.pragma("integrity_check", { simple: true })).toBe("ok");
      file.close();
      expect(await rowCount(path)).toBe(before);
      unmade.push(!(await indexNames(path)).includes(ownIndexName));
      await optimize(path, true);
    }
    expect(unmade).toContain(true);
    expect(await optimize(path)).toMatchObject({ changed: true, exists: true });
  });

  test("on a full disk is as it was", async () => {
    const path = await largeFile();
    const folder = temporaryFolder();
    // In a name space of its own anybody may mount.
    const script = `mount -t tmpfs -o "size=$(( $(stat -c %s "$2") + 4000000 ))" tmpfs "$1" && cp "$2" "$1/full.sqlite"
      ${process.execPath} ${program("cli/rcdb")} -c "$1/full.sqlite" db optimize --json
      ls "$1"; cmp "$1/full.sqlite" "$2" && echo same`;
    const isolated = process.getuid?.() === 0 ? ["-m"] : ["-U", "-r", "-m"];
    const output = execFileSync(
      "unshare",
      [...isolated, "sh", "-c", `(${script}) 2>&1`, "sh", folder, path],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    expect(output).toMatch(/"code":"disk_full"/);
    expect(output).toMatch(/\nfull\.sqlite\nsame\n$/);
  });
});

/** Overwrites the rows of the conditions, so that reading one of them fails. */
function wipeTable(path: string): void {
  const file = new SqliteFile(path, { readonly: true });
  const pages = file
    .prepare("SELECT pageno, pgsize FROM dbstat WHERE name = 'conditions' AND pagetype = 'leaf'")
    .all() as { pageno: number; pgsize: number }[];
  file.close();
  const raw = openSync(path, "r+");
  for (const { pageno, pgsize } of pages) {
    writeSync(raw, Buffer.alloc(pgsize, 0xff), 0, pgsize, (pageno - 1) * pgsize);
  }
  closeSync(raw);
}

/** 300,000 conditions: making the index takes long enough to be killed meanwhile. */
function largeFile(): Promise<string> {
  return sqlite.create({
    types: { event_count: "int", beam_current: "float", run_type: "string" },
    statements: [
      "INSERT INTO runs (number) WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n",
      `INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value, text_value)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
        SELECT i / 3, i % 3 + 1, i * 7919 % 100003, 0, 0, 'text ' || i FROM n`,
    ],
  });
}

async function rowCount(path: string): Promise<number> {
  const database = await openForTest(path);
  const { rows } = await sql<{ rows: number }>`SELECT count(*) AS rows FROM conditions`.execute(
    database.read,
  );
  return Number(rows[0]?.rows);
}

/** Makes the index in a process of its own, which is killed so long after it began. */
async function killed(path: string, milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, [program("test/unit/maintenance/optimizeProcess"), path], {
    cwd: root,
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  await Promise.race([new Promise((resolve) => child.stdout.once("data", resolve)), ended]);
  await wait(milliseconds);
  child.kill("SIGKILL");
  await ended;
}

describe("a server", () => {
  test("the index of a foreign key, which ours replaces, is back when ours is removed", async () => {
    const connection = await mariadb.create(content);
    expect(await indexNames(connection)).toEqual(["condition_type_id", "run_number"]);
    await optimize(connection);
    expect(await indexNames(connection)).toEqual([ownIndexName, "run_number"]);
    const { statements } = await describeOwnIndex(await openForTest(connection));
    expect(statements).toHaveLength(2);
    await optimize(connection, true);
    expect(await indexNames(connection)).toEqual(["condition_type_id", "run_number"]);
  });

  test("an index that was named by hand stays", async () => {
    const statements = ["ALTER TABLE conditions ADD INDEX by_type (condition_type_id)"];
    const connection = await mariadb.create({ ...content, statements });
    const before = await indexNames(connection);
    await optimize(connection);
    expect(await indexNames(connection)).toContain("by_type");
    await optimize(connection, true);
    expect(await indexNames(connection)).toEqual(before);
  });

  test("who may not make indexes is told which right it takes", async () => {
    const connection = await mariadb.create(content);
    const { name } = parseConnection(connection);
    const port = mariadbPort();
    const user = `writer_${name}`;
    onTestFinished(() => execute({ port }, [`DROP USER IF EXISTS '${user}'@'%'`]));
    await execute({ port }, [
      `CREATE USER '${user}'@'%'`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ${name}.* TO '${user}'@'%'`,
    ]);
    const failure = await failureOf(() => optimize(connection.replace("root", user)));
    expect(failure.code).toBe("no_permission");
    expect(failure.message).toMatch(/the right INDEX on the table conditions/);
    expect(await indexNames(connection)).not.toContain(ownIndexName);
  });

  test("making it is ended on the server, too, when it is cancelled", async () => {
    const connection = await mariadb.create(content);
    // Whoever reads in a transaction keeps a table from being changed.
    const reader = await createConnection(connection);
    onTestFinished(() => reader.end());
    await reader.query("BEGIN");
    await reader.query("SELECT count(*) FROM conditions");
    const controller = new AbortController();
    const failure = failureOf(() => optimize(connection, false, recording(controller.signal)));
    await untilWaiting(connection);
    controller.abort();
    expect((await failure).code).toBe("cancelled");
    await reader.query("COMMIT");
    expect(await indexNames(connection)).not.toContain(ownIndexName);
    expect(await optimize(connection)).toMatchObject({ changed: true });
  });
});

async function untilWaiting(connection: string): Promise<void> {
  const database = await openForTest(connection);
  for (;;) {
    const { rows } = await sql`SELECT 1 FROM information_schema.processlist
      WHERE db = database() AND info LIKE 'CREATE INDEX%' AND state LIKE '%metadata lock%'`.execute(
      database.read,
    );
    if (rows.length > 0) return;
    await wait(20);
  }
}
