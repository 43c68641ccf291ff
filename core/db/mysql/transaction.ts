import { setTimeout as wait } from "node:timers/promises";
import { CompiledQuery, sql, type Kysely } from "kysely";
import type { StoredValue, Transaction } from "../database.ts";
import { checkWritable } from "../checkWritable.ts";
import type { ServerColumns } from "./columns.ts";
import type { Tables } from "../tables.ts";

/** How often a transaction is tried that the server gives up on for another's sake. */
const attempts = 4;
/** Milliseconds before the second attempt; each later one waits twice as long. */
const firstPause = 50;

/**
 * ER_LOCK_WAIT_TIMEOUT and ER_LOCK_DEADLOCK, which a cluster also gives for a transaction that came second; and
 * ER_DUP_ENTRY, for then another one has just created the same run.
 */
const givenUp: readonly unknown[] = [1205, 1213, 1062];

/** What a transaction needs to know of the tables. */
type Written = Pick<ServerColumns, "shape" | "statementBytes">;

/** One transaction. Tried again where the server gave it up. */
export async function mysqlTransaction<T>(
  kysely: Kysely<Tables>,
  columns: Written,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await kysely.connection().execute((connection) => tryOnce(connection, columns, work));
    } catch (thrown) {
      if (attempt === attempts || !isGivenUp(thrown)) throw thrown;
      await wait(firstPause * 2 ** (attempt - 1) * (1 + Math.random()));
    }
  }
}

function isGivenUp(thrown: unknown): boolean {
  return thrown instanceof Error && "errno" in thrown && givenUp.includes(thrown.errno);
}

async function tryOnce<T>(
  connection: Kysely<Tables>,
  columns: Written,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  await connection.executeQuery(CompiledQuery.raw("BEGIN"));
  try {
    const result = await work({
      read: connection,
      write: connection,
      insertRows: (table, names, rows) => {
        checkWritable(columns.shape, table, names);
        return insertRows(connection, columns.statementBytes, table, names, rows);
      },
      lockRuns: (runs) => {
        checkWritable(columns.shape, "runs", []);
        return lockRuns(connection, runs);
      },
      lockCatalogue: async () => {
        checkWritable(columns.shape, "schema_versions", []);
        await sql`SELECT version FROM schema_versions FOR UPDATE`.execute(connection);
      },
    });
    await connection.executeQuery(CompiledQuery.raw("COMMIT"));
    return result;
  } catch (thrown) {
    await rollBack(connection);
    throw thrown;
  }
}

/** Where the connection is lost the server rolls back by itself, and only the first error is of interest. */
async function rollBack(connection: Kysely<Tables>): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw("ROLLBACK")).catch(() => undefined);
}

/** Always in the same order, so that two that lock the same runs do not wait for each other. */
async function lockRuns(connection: Kysely<Tables>, runs: readonly number[]): Promise<void> {
  if (runs.length === 0) return;
  // In its own words, for what completes a table in a statement would not be locked.
  const numbers = sql.join([...runs]);
  await sql`SELECT number FROM runs WHERE number IN (${numbers}) ORDER BY number FOR UPDATE`.execute(
    connection,
  );
}

async function insertRows(
  connection: Kysely<Tables>,
  statementBytes: number,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly StoredValue[])[],
): Promise<void> {
  // Kysely would make an object of each value, which takes longer than the server does.
  const row = `(${columns.map(() => "?").join(", ")})`;
  for (const some of cutBySize(rows, statementBytes)) {
    const values = some.map(() => row).join(", ");
    const statement = `INSERT INTO ${table} (${columns.join(", ")}) VALUES ${values}`;
    await connection.executeQuery(CompiledQuery.raw(statement, some.flat()));
  }
}

/** More rows in one statement are no faster. */
const rowsPerStatement = 1000;

/** Rows in parts, each small enough for one statement, or a single row. */
export function* cutBySize<T extends readonly StoredValue[]>(
  rows: readonly T[],
  mostBytes: number,
): Generator<T[]> {
  let part: T[] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = sizeOf(row);
    if (part.length > 0 && (bytes + size > mostBytes || part.length === rowsPerStatement)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(row);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

/** Numbers take up to 25 characters with what stands around them. */
function sizeOf(row: readonly StoredValue[]): number {
  return row.reduce<number>(
    (sum, value) => sum + 25 + (typeof value === "string" ? Buffer.byteLength(value) : 0),
    0,
  );
}
