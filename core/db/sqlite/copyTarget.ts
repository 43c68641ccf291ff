import SqliteFile from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { RcdbError } from "../../api/failure.ts";
import type { CopiedCounts, CopyState } from "../../api/copies.ts";
import {
  ReadMeanwhile,
  takenMeanwhile,
  type Block,
  type CopiedTable,
  type CopyTarget,
  type RowDifferences,
} from "../copying.ts";
import { blockOf, differing, rangeOf } from "./copyBlocks.ts";
import { compareWithCopy, hasUniqueKey } from "./compareCopies.ts";
import { blockTable, stateIn, stateTable, triggerPrefix } from "./copyMark.ts";
import { indexedColumns, ownIndexName, ownIndexSql } from "../ownIndex.ts";
import { explained } from "./file.ts";
import { quoted } from "./names.ts";
import { sqliteUpkeep } from "./upkeep.ts";

/** Milliseconds to wait for those who write. */
const timeout = 30_000;
/** Milliseconds to wait for those who read, when all is to be stored: for so long SQLite lets nobody begin to read. */
const readersTimeout = 3000;
/** Another copy to the same name is not waited for. */
const aloneTimeout = 500;
/** What of the file is kept in memory. */
const cacheKilobytes = 32_000;
/** The same while an index is made: what is sorted in memory that a processor keeps near takes two thirds of the time of more of it. */
const sortedKilobytes = 2000;
/** Rows that one statement inserts: with more it gets no quicker. */
const rowsAtOnce = 50;
/** The number of rows of a block that another program has written to: one that no block of the source has. */
const written = -1;

/** The rows that an update has removed, as long as it counts what has changed: a table of its own connection. */
const keptName = "rcdb_desktop_kept";
const keptRows = `temp.${keptName}`;

const stateTableListed = `SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = '${stateTable}'`;
const uniqueIndex = "rcdb_desktop_unique_conditions";

/** Texts of a copy have the order of their code points. */
const ownIndexStatement = ownIndexSql(sqliteUpkeep.ownIndex.text, false).compile(
  new Kysely({
    dialect: new SqliteDialect({
      database: () => Promise.reject(new TypeError("it only compiles")),
    }),
  }),
).sql;

/** As one among its readers, as the only one that has it open, or only to read it. */
export type TargetAccess = "shared" | "alone" | "read";

/** The file of a copy. What it does is synchronous, as SQLite is. */
export class SqliteCopyTarget implements CopyTarget {
  readonly file: SqliteFile.Database;
  readonly #path: string;
  readonly #access: TargetAccess;
  readonly #statements = new Map<string, SqliteFile.Statement>();

  /** A whole copy has readers, and each of its updates is one transaction; an unfinished one is nobody else's. */
  constructor(path: string, access: TargetAccess) {
    this.#path = path;
    this.#access = access;
    try {
      this.file = new SqliteFile(path, {
        timeout: access === "alone" ? aloneTimeout : timeout,
        readonly: access === "read",
      });
      this.file.pragma("trusted_schema = OFF");
      // Rows that refer to none are copied as they are.
      this.file.pragma("foreign_keys = OFF");
      this.file.pragma(`main.cache_size = -${cacheKilobytes}`);
      // Pages that memory has no room for would be written before the end, which locks readers out until then.
      if (access === "shared") this.file.pragma("cache_spill = OFF");
      if (access === "alone") {
        this.file.pragma("main.locking_mode = EXCLUSIVE");
        this.file.pragma("main.journal_mode = TRUNCATE");
      }
    } catch (thrown) {
      throw this.#explained(thrown);
    }
  }

  begin(): void {
    // `IMMEDIATE` would lock an attached source, too: its writers for as long as this lasts, its readers at the end, and
    // those who read it would keep this from its end. Reading it keeps writers of a file without WAL from the end of theirs.
    const hasState = this.#attempt(() => this.file.prepare(stateTableListed).get()) !== undefined;
    this.#run("BEGIN");
    // The first statement is to write, if only no row: a lock for reading is not made one for writing beside others.
    if (hasState) this.#run(`DELETE FROM main.${stateTable} WHERE false`);
    this.#make(`CREATE TABLE IF NOT EXISTS main.${stateTable} (state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS main.${blockTable} ("table" TEXT NOT NULL, block INTEGER NOT NULL, "rows" INTEGER NOT NULL,
  checksum INTEGER NOT NULL, PRIMARY KEY ("table", block)) WITHOUT ROWID`);
  }

  commit(): void {
    if (this.#access === "shared") this.file.pragma(`busy_timeout = ${readersTimeout}`);
    try {
      this.file.exec("COMMIT");
    } catch (thrown) {
      const isRead = thrown instanceof SqliteFile.SqliteError && thrown.code.startsWith("SQLITE_BUSY");
      // Until it is rolled back nobody else can begin to read.
      this.rollBack();
      throw isRead ? new ReadMeanwhile(this.#path) : this.#explained(thrown);
    } finally {
      if (this.#access === "shared") this.file.pragma(`busy_timeout = ${timeout}`);
    }
  }

  isInUse(): boolean {
    this.file.pragma("busy_timeout = 0");
    try {
      this.file.exec("BEGIN EXCLUSIVE; ROLLBACK");
      return false;
    } catch (thrown) {
      if (thrown instanceof SqliteFile.SqliteError && thrown.code.startsWith("SQLITE_BUSY")) return true;
      throw this.#explained(thrown);
    } finally {
      this.file.pragma(`busy_timeout = ${timeout}`);
    }
  }

  written(): Map<string, number> {
    const noted = `SELECT "table", count(*) FROM main.${blockTable} WHERE "rows" = ${written} GROUP BY 1`;
    return new Map(this.file.prepare(noted).raw().all() as [string, number][]);
  }

  detach(): void {
    this.unwatchWrites();
    // Programs that know nothing of it may store a pair twice.
    this.#attempt(() => this.file.exec(`DROP INDEX IF EXISTS main.${uniqueIndex}`));
    for (const table of [blockTable, stateTable]) this.#run(`DROP TABLE main.${table}`);
  }

  rollBack(): void {
    // Some errors, a full disk for one, have ended the transaction already.
    if (this.file.inTransaction) this.#run("ROLLBACK");
  }

  state(): CopyState | null {
    return this.#attempt(() => stateIn(this.file));
  }

  setState(state: CopyState): void {
    this.#run(`DELETE FROM main.${stateTable}`);
    this.#run(`INSERT INTO main.${stateTable} VALUES (?)`, JSON.stringify(state));
  }

  makeTables(tables: readonly CopiedTable[]): void {
    for (const table of tables) {
      if (this.hasTable(table)) continue;
      this.#drop(table.name);
      this.#run(table.statement);
    }
    const listed =
      "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    const kept = [...tables.map(({ name }) => name as string), stateTable, blockTable];
    for (const name of this.file.prepare(listed).pluck().all() as string[]) {
      if (!kept.includes(name)) this.#drop(name);
    }
  }

  #drop(name: string): void {
    this.#run(`DROP TABLE IF EXISTS main.${quoted(name)}`);
    this.#run(`DELETE FROM main.${blockTable} WHERE "table" = ?`, name);
  }

  hasTable({ name, statement }: CopiedTable): boolean {
    const sql = "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = ?";
    return this.file.prepare(sql).pluck().get(name) === statement;
  }

  isEmpty({ name }: CopiedTable): boolean {
    return this.#prepared(`SELECT 1 FROM main.${name} LIMIT 1`).get() === undefined;
  }

  blocks({ name }: CopiedTable): Map<number, Block> {
    const rows = this.#prepared(
      `SELECT block, "rows", checksum FROM main.${blockTable} WHERE "table" = ?`,
    ).all(name);
    return new Map((rows as ({ block: number } & Block)[]).map(({ block, ...found }) => [block, found]));
  }

  setBlock({ name }: CopiedTable, block: number, { rows, checksum }: Block): void {
    this.#run(
      `INSERT OR REPLACE INTO main.${blockTable} VALUES (?, ?, ?, ?)`,
      name,
      BigInt(block),
      rows,
      BigInt(checksum),
    );
  }

  canCount(table: CopiedTable): boolean {
    return hasUniqueKey(table);
  }

  removeBlocks(table: CopiedTable, blocks: readonly number[], isKept: boolean): number {
    let removed = 0;
    if (isKept) {
      this.#make(
        `DROP TABLE IF EXISTS ${keptRows}; CREATE TEMP TABLE ${keptName} AS SELECT * FROM main.${table.name} WHERE 0`,
      );
    }
    for (const block of blocks) {
      if (isKept)
        this.#run(`INSERT INTO ${keptRows} SELECT * FROM main.${table.name} WHERE ${rangeOf(table, block)}`);
      removed += this.#run(`DELETE FROM main.${table.name} WHERE ${rangeOf(table, block)}`);
      this.#run(`DELETE FROM main.${blockTable} WHERE "table" = ? AND block = ?`, table.name, BigInt(block));
    }
    return removed;
  }

  countChanges(table: CopiedTable, brought: number): CopiedCounts {
    const column = table.key?.column ?? "rowid";
    const differs = table.columns.map((name) => differing(`s.${name}`, `t.${name}`)).join(" OR ");
    return this.#attempt(() => {
      const [before, both, changed] = this.file
        .prepare(
          `SELECT (SELECT count(*) FROM ${keptRows}), count(*), coalesce(sum(${differs}), 0)
            FROM ${keptRows} AS s CROSS JOIN main.${table.name} AS t ON t.${column} = s.${column}`,
        )
        .raw()
        .get() as [number, number, number];
      this.file.exec(`DROP TABLE ${keptRows}`);
      return { added: brought - both, changed, removed: before - both };
    });
  }

  insert(table: CopiedTable, rows: readonly (readonly unknown[])[]): void {
    const width = table.columns.length;
    const whole = rows.length - (rows.length % rowsAtOnce);
    this.#attempt(() => {
      const many = whole > 0 ? this.#prepared(insertStatement(table, rowsAtOnce)) : null;
      const values = new Array<unknown>(rowsAtOnce * width);
      for (let from = 0; from < whole; from += rowsAtOnce) {
        let at = 0;
        for (let row = from; row < from + rowsAtOnce; row++) {
          const given = rows[row] as readonly unknown[];
          for (let column = 0; column < width; column++) values[at++] = given[column];
        }
        this.#insert(many as SqliteFile.Statement, values);
      }
      for (const row of rows.slice(whole)) {
        this.#insert(this.#prepared(insertStatement(table, 1)), row.slice(0, width));
      }
    });
  }

  #insert(statement: SqliteFile.Statement, values: readonly unknown[]): void {
    this.whileUnique(() => statement.run(values));
  }

  /** Does work that inserts conditions; where a pair of run and condition type stands twice now, its index goes. */
  whileUnique<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      const isPair =
        thrown instanceof SqliteFile.SqliteError && /UNIQUE.*condition_type_id/.test(thrown.message);
      if (!isPair || !this.#hasIndex(uniqueIndex)) throw thrown;
      this.file.exec(`DROP INDEX main.${uniqueIndex}`);
      return work();
    }
  }

  compare(table: CopiedTable, blocks: readonly number[], copy: CopyTarget): RowDifferences {
    if (!(copy instanceof SqliteCopyTarget)) throw new TypeError("a copy lies in a file");
    return this.#attempt(() => compareWithCopy(this.file, table, blocks, copy.#path));
  }

  watchWrites(tables: readonly CopiedTable[]): void {
    this.#run(`DELETE FROM main.${blockTable} WHERE "rows" = ${written}`);
    for (const table of tables) {
      const note = (row: string): string =>
        `INSERT OR REPLACE INTO ${blockTable} VALUES ('${table.name}', ${blockOf(table, `${row}.`)}, ${written}, 0);`;
      const notes = { INSERT: note("new"), DELETE: note("old"), UPDATE: note("old") + note("new") };
      for (const [event, statements] of Object.entries(notes)) {
        const name = `${triggerPrefix}${table.name}_${event.toLowerCase()}`;
        this.file.exec(
          `CREATE TRIGGER IF NOT EXISTS main.${name} AFTER ${event} ON ${table.name} BEGIN ${statements} END`,
        );
      }
    }
  }

  unwatchWrites(): void {
    const names = this.file
      .prepare("SELECT name FROM main.sqlite_master WHERE type = 'trigger' AND name LIKE ? ESCAPE '\\'")
      .pluck()
      .all(`${triggerPrefix.replaceAll("_", "\\_")}%`) as string[];
    for (const name of names) this.file.exec(`DROP TRIGGER main.${quoted(name)}`);
  }

  makeIndexes({ columns }: CopiedTable): void {
    if (!indexedColumns.every((name) => columns.includes(name))) return;
    this.#attempt(() => {
      if (!this.#hasIndex(ownIndexName)) this.#makeIndex(ownIndexStatement.replace("INDEX ", "INDEX main."));
      if (this.#hasIndex(uniqueIndex)) return;
      // Our index has the pairs in their order: the first that stands twice ends the search.
      const twice = `SELECT 1 FROM main.conditions GROUP BY condition_type_id, run_number HAVING count(*) > 1 LIMIT 1`;
      if (this.file.prepare(twice).get() !== undefined) return;
      this.#makeIndex(
        `CREATE UNIQUE INDEX main.${uniqueIndex} ON conditions (condition_type_id, run_number)`,
      );
    });
  }

  #makeIndex(statement: string): void {
    this.file.pragma(`main.cache_size = -${sortedKilobytes}`);
    try {
      this.file.exec(statement);
    } finally {
      this.file.pragma(`main.cache_size = -${cacheKilobytes}`);
    }
  }

  #hasIndex(name: string): boolean {
    return (
      this.#prepared("SELECT 1 FROM main.sqlite_master WHERE type = 'index' AND name = ?").get(name) !==
      undefined
    );
  }

  close(): void {
    this.file.close();
  }

  #prepared(sql: string): SqliteFile.Statement {
    const known = this.#statements.get(sql) ?? this.file.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }

  #run(sql: string, ...values: readonly unknown[]): number {
    return this.#attempt(() => this.file.prepare(sql).run(...values).changes);
  }

  #make(sql: string): void {
    this.#attempt(() => this.file.exec(sql));
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      throw this.#explained(thrown);
    }
  }

  #explained(thrown: unknown): unknown {
    const failure = explained(thrown, this.#path);
    const isTaken = this.#access === "alone" && failure instanceof RcdbError && failure.code === "locked";
    return isTaken ? takenMeanwhile(this.#path) : failure;
  }
}

function insertStatement({ name, columns }: CopiedTable, count: number): string {
  const row = `(${columns.map(() => "?").join(", ")})`;
  return `INSERT INTO main.${name} (${columns.join(", ")}) VALUES ${new Array(count).fill(row).join(", ")}`;
}
