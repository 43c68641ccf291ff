import { sql, type InsertResult } from "kysely";
import type { StorageLimits, Transaction, WritableDatabase } from "../db/database.ts";

/**
 * A transaction that is running, and what all functions that change something need to know beside it. They
 * may be called one after the other within the same one; who needs both locks the catalogue before any runs.
 */
export interface Writing {
  readonly transaction: Transaction;
  readonly limits: StorageLimits;
  /** Under whose name changes are logged. */
  readonly user: string;
}

/** What functions need that only read: a transaction, or an open database in its place. */
export interface Reading {
  readonly transaction: Pick<Transaction, "read">;
}

/**
 * Does all of `work` in one transaction, or, where it or `mayCommit` after it throws, nothing of it. Both may be called again.
 */
export function inTransaction<T>(
  database: WritableDatabase,
  user: string,
  work: (writing: Writing) => Promise<T>,
  mayCommit?: () => Promise<void>,
): Promise<T> {
  const { limits } = database;
  return database.transaction(async (transaction) => {
    const result = await work({ transaction, limits, user });
    await mayCommit?.();
    return result;
  });
}

/** The id that the database gave to a row. */
export function newId({ insertId }: InsertResult): number {
  if (insertId === undefined) throw new TypeError("the database gave no id to the new row");
  return Number(insertId);
}

/**
 * The id for a new row where the database's own choice may be one that rows of `from` still name: rows of a table can
 * be gone while others refer to them, and SQLite gives out again what is above the greatest id that is left. Nothing
 * where the database's choice is right.
 */
export async function idAboveLinked(
  { read }: Reading["transaction"],
  table: "files" | "condition_types",
  from: "files_have_runs" | "conditions",
  column: "files_id" | "condition_type_id",
): Promise<{ id?: number }> {
  const { linked } = await read
    .selectFrom(from)
    .select(sql<number | null>`max(${sql.ref(column)})`.as("linked"))
    .where(sql<number>`${sql.ref(column)}`, "<", greatestId)
    .executeTakeFirstOrThrow();
  const { given } = await read
    .selectFrom(table)
    .select(sql<number | null>`max(id)`.as("given"))
    .executeTakeFirstOrThrow();
  return linked !== null && linked > (given ?? 0) ? { id: linked + 1 } : {};
}

/** The greatest that a server's INTEGER holds. */
const greatestId = 2_147_483_647;

/** The local wall clock as times are stored: `YYYY-MM-DD HH:MM:SS.ffffff`. */
export function now(): string {
  const date = new Date();
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, "0")}000`;
}
