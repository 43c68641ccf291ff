import type SqliteFile from "better-sqlite3";
import { CompiledQuery, type Kysely } from "kysely";
import type { StorageLimits, StoredValue, Transaction } from "../database.ts";
import { checkWritable } from "../checkWritable.ts";
import type { Shape } from "../shape.ts";
import type { Tables } from "../tables.ts";

/** SQLite's integers have 64 bits; a text may be as long as SQLite was built for. */
export const sqliteLimits: StorageLimits = {
  smallestInteger: -(2n ** 63n),
  greatestInteger: 2n ** 63n - 1n,
  singlePrecision: false,
  secondFractions: true,
  conditionBytes: 1_000_000_000,
  contentBytes: 1_000_000_000,
  logBytes: 1_000_000_000,
  characters: new Map(),
};

/**
 * One transaction of a file. BEGIN IMMEDIATE takes the one write lock that a file has at once: what is
 * read afterwards cannot change any more, and there is nothing further to lock.
 */
export function sqliteTransaction<T>(
  file: SqliteFile.Database,
  kysely: Kysely<Tables>,
  shape: Shape,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return kysely.connection().execute(async (connection) => {
    await connection.executeQuery(CompiledQuery.raw("BEGIN IMMEDIATE"));
    try {
      const result = await work({
        read: connection,
        write: connection,
        insertRows: (table, columns, rows) => {
          checkWritable(shape, table, columns);
          insertRows(file, table, columns, rows);
          return Promise.resolve();
        },
        lockRuns: () => Promise.resolve(),
        lockCatalogue: () => Promise.resolve(),
      });
      await connection.executeQuery(CompiledQuery.raw("COMMIT"));
      return result;
    } catch (thrown) {
      // Some errors, a full disk for one, have ended the transaction already.
      if (file.inTransaction) await connection.executeQuery(CompiledQuery.raw("ROLLBACK"));
      throw thrown;
    }
  });
}

function insertRows(
  file: SqliteFile.Database,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly StoredValue[])[],
): void {
  const places = columns.map(() => "?").join(", ");
  const insert = file.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})`);
  for (const row of rows) insert.run(...row);
}
