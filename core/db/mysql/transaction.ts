import { setTimeout as wait } from "node:timers/promises";
import { CompiledQuery, sql, type Kysely } from "kysely";
import { RcdbError } from "../../api/failure.ts";
import { cut } from "../../query/cut.ts";
import type { StoredValue, Transaction } from "../database.ts";
import { checkWritable } from "../checkWritable.ts";
import type { ServerColumns } from "./columns.ts";
import { ChangeWatch, leaveToken, removeToken, wasCommitted, type CommitToken } from "./commitToken.ts";
import { isLoss } from "./loss.ts";
import type { Tables } from "../tables.ts";

/** How often a transaction is tried that the server gives up on for another's sake. */
const attempts = 6;
/** Milliseconds before the second attempt; each later one waits twice as long, up to the longest pause. */
const firstPause = 50;
const longestPause = 2000;
/** How long, in milliseconds, a lost server is waited for, and one is asked what became of a commit. */
const usualWait = 20_000;

/**
 * ER_LOCK_WAIT_TIMEOUT and ER_LOCK_DEADLOCK, which a cluster also gives for a transaction that came second, by its COMMIT, too; and
 * ER_DUP_ENTRY, for then another one has just created the same run.
 */
const givenUp: readonly unknown[] = [1205, 1213, 1062];

/** What a transaction needs to know of the tables. */
type Written = Pick<ServerColumns, "shape" | "statementBytes" | "logKeepsTokens">;

/**
 * One transaction. Tried again where the server gave it up or was lost before it was asked to commit. Where the answer to that is lost it
 * is found out whether it was committed, and only if not it is tried again. Throws `uncertain` where that cannot be found out within
 * `mostWait` milliseconds.
 */
export async function mysqlTransaction<T>(
  kysely: Kysely<Tables>,
  columns: Written,
  work: (transaction: Transaction) => Promise<T>,
  mostWait = usualWait,
): Promise<T> {
  let [tries, pause, lostAt] = [0, firstPause, null as number | null];
  for (;;) {
    try {
      const { result, leftOver } = await kysely
        .connection()
        .execute((connection) => tryOnce(connection, columns, work));
      if (leftOver !== null) await removeElsewhere(kysely, columns, leftOver);
      return result;
    } catch (thrown) {
      if (thrown instanceof UnansweredCommit) {
        const { result, token, hasChanges } = thrown.commit as SentCommit<T>;
        if (!hasChanges || (await isStored(kysely, columns, token, thrown.cause, mostWait))) return result;
        if (++tries === attempts) throw thrown.cause;
      } else if (isLoss(thrown)) {
        lostAt ??= performance.now();
        if (performance.now() - lostAt > mostWait) throw thrown;
      } else if (!isGivenUp(thrown) || ++tries === attempts) throw thrown;
      await wait(pause * (1 + Math.random()));
      pause = Math.min(2 * pause, longestPause);
    }
  }
}

function isGivenUp(thrown: unknown): boolean {
  return thrown instanceof Error && "errno" in thrown && givenUp.includes(thrown.errno);
}

/** What is known of a transaction whose COMMIT was sent. */
interface SentCommit<T> {
  readonly result: T;
  readonly token: CommitToken | null;
  readonly hasChanges: boolean;
}

/** The answer to a COMMIT was none, or says neither that all nor that nothing was stored. */
class UnansweredCommit extends Error {
  readonly commit: SentCommit<unknown>;

  constructor(commit: SentCommit<unknown>, cause: unknown) {
    super("the commit was not answered", { cause });
    this.commit = commit;
  }
}

/** Asks, any node, with growing pauses what became of a commit. Throws `uncertain`. */
async function isStored(
  kysely: Kysely<Tables>,
  columns: Written,
  token: CommitToken | null,
  cause: unknown,
  mostWait: number,
): Promise<boolean> {
  const end = performance.now() + mostWait;
  if (token === null) throw uncertain(token, cause);
  for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
    try {
      const answer = await wasCommitted(kysely, columns, token);
      if (answer === true) await removeElsewhere(kysely, columns, token);
      if (answer !== null) return answer;
    } catch (thrown) {
      if (!isLoss(thrown)) throw uncertain(token, thrown);
    }
    if (performance.now() > end) throw uncertain(token, cause);
    await wait(pause);
  }
}

/** Over another connection, for that of the transaction was lost. What is stored is stored, whatever comes of it. */
async function removeElsewhere(kysely: Kysely<Tables>, columns: Written, token: CommitToken): Promise<void> {
  const remove = (connection: Kysely<Tables>) => removeToken(connection, columns, token);
  await kysely
    .connection()
    .execute(remove)
    .catch(() => undefined);
}

function uncertain(token: CommitToken | null, cause: unknown): RcdbError {
  const how =
    token === null
      ? "Look whether what you changed is there before you change it again."
      : `Once the server answers, look for the log record ${token.id}, “${cut(token.text)}”: if it is there, all was stored, else nothing.`;
  return new RcdbError(
    "uncertain",
    `The connection to the database server broke while the change was being committed, and whether it was stored could not be found out. ${how}`,
    { record: token?.id ?? null, cause: cause instanceof Error ? cause.message : String(cause) },
  );
}

async function tryOnce<T>(
  connection: Kysely<Tables>,
  columns: Written,
  work: (transaction: Transaction) => Promise<T>,
): Promise<{ readonly result: T; readonly leftOver: CommitToken | null }> {
  const watch = new ChangeWatch();
  const watched = connection.withPlugin(watch);
  let commit: SentCommit<T> | null = null;
  await connection.executeQuery(CompiledQuery.raw("BEGIN"));
  try {
    const result = await work({
      read: watched,
      write: watched,
      insertRows: async (table, names, rows) => {
        checkWritable(columns.shape, table, names);
        watch.hasChanges ||= rows.length > 0;
        const first = await insertRows(connection, columns.statementBytes, table, names, rows);
        if (table === "logs") watch.addRecord(first, textOf(names, rows[0]));
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
    const { hasChanges } = watch;
    const token = hasChanges ? await leaveToken(connection, columns, watch) : null;
    commit = { result, token, hasChanges };
    await connection.executeQuery(CompiledQuery.raw("COMMIT"));
    const isRemoved = token === null || (await removeToken(connection, columns, token));
    return { result, leftOver: isRemoved ? null : token };
  } catch (thrown) {
    await rollBack(connection);
    throw commit === null || isGivenUp(thrown) ? thrown : new UnansweredCommit(commit, thrown);
  }
}

/** The text of a row of the log. */
function textOf(columns: readonly string[], row: readonly StoredValue[] | undefined): string | null {
  const text = row?.[columns.indexOf("description")];
  return typeof text === "string" ? text : null;
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

/** Answers the id that the server gave to the first row, where it gave one. */
async function insertRows(
  connection: Kysely<Tables>,
  statementBytes: number,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly StoredValue[])[],
): Promise<bigint | undefined> {
  let first: bigint | undefined;
  // Kysely would make an object of each value, which takes longer than the server does.
  const row = `(${columns.map(() => "?").join(", ")})`;
  for (const some of cutBySize(rows, statementBytes)) {
    const values = some.map(() => row).join(", ");
    const statement = `INSERT INTO ${table} (${columns.join(", ")}) VALUES ${values}`;
    const { insertId } = await connection.executeQuery(CompiledQuery.raw(statement, some.flat()));
    first ??= insertId;
  }
  return first;
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
