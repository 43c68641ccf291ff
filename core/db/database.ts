import type { CompiledQuery, Kysely } from "kysely";
import type { CopyState } from "../api/copies.ts";
import type { DatabaseInfo } from "../api/database.ts";
import type { Connection } from "./connection.ts";
import type { Dialect } from "./dialect.ts";
import type { PlannerHints } from "./plannerHints.ts";
import type { Shape } from "./shape.ts";
import type { ColumnsOf, Kind, RowOf } from "./stored/kinds.ts";
import type { Tables } from "./tables.ts";

/** The tables for reading: no insert, update or delete by its type; by the connection's means neither. */
export type ReadHandle = Pick<Kysely<Tables>, "selectFrom" | "selectNoFrom" | "with" | "getExecutor">;

/** The tables for changing them; only a transaction has it. */
type WriteHandle = Pick<Kysely<Tables>, "insertInto" | "updateTable" | "deleteFrom">;

/** A value as a driver takes and gives it. A bigint is for integers beyond 2^53. */
export type StoredValue = string | number | bigint | null;

/** An index, and its columns in their order; null for an expression. */
export interface TableIndex {
  readonly name: string;
  /** Whether no two rows have the same values in all of them. */
  readonly isUnique: boolean;
  readonly columns: readonly (string | null)[];
}

/** An open database. */
export interface Database {
  readonly connection: Connection;
  /** The paths of the files on this machine that the database consists of; not all need exist. */
  readonly files: readonly string[];
  readonly access: "read" | "write";
  /** What it said of itself as a copy when it was opened; null where it is none. */
  readonly copy: CopyState | null;
  readonly schemaVersion: number;
  readonly shape: Shape;
  readonly dialect: Dialect;
  readonly hints: PlannerHints;
  readonly limits: StorageLimits;
  readonly read: ReadHandle;
  /**
   * The rows of a query as arrays in the order of its columns, which are of these kinds, in batches as the database finds
   * them. Ends with `cancelled` where the signal is aborted and the database can be told meanwhile.
   */
  stream<const Kinds extends readonly Kind[]>(
    query: CompiledQuery,
    kinds: Kinds,
    signal?: AbortSignal,
  ): AsyncIterable<readonly RowOf<Kinds>[]>;
  /** All rows of a query at once, as arrays: quicker than `stream` for a few thousand of them. */
  rows<const Kinds extends readonly Kind[]>(
    query: CompiledQuery,
    kinds: Kinds,
  ): Promise<readonly RowOf<Kinds>[]>;
  /** The first column of all rows of a query, keys of rows as `rows` gives them: quicker than that for many of them. */
  keys(query: CompiledQuery): Promise<readonly number[]>;
  /** The same as a list for each column: quicker still for many rows of integers. */
  columns<const Kinds extends readonly Kind[]>(query: CompiledQuery, kinds: Kinds): Promise<ColumnsOf<Kinds>>;
  /** The indexes of the table `conditions` beside its primary key, as they are now. */
  conditionIndexes(): Promise<readonly TableIndex[]>;
  /** Size, last change and place of what is stored, as `describeDatabase` gives them. */
  storage(): Promise<Pick<DatabaseInfo, "bytes" | "modified" | "isInMemory">>;
  /** Another text for another file; null for a database that is not a file. */
  readonly file: string | null;
  /** Which of the hosts of its connection is used now, as `host:port`; null where there are not several. */
  hostInUse(): string | null;
  /** Throws where what is read is no longer what was opened: `replaced`, or `connection_lost` while it is away. */
  checkFile(): void;
  close(): Promise<void>;
}

/** A database that was opened for writing. */
export interface WritableDatabase extends Database {
  readonly access: "write";
  /** Whether all statements run over one connection: others wait while a transaction runs, those of its own maker, too. */
  readonly isOneConnection: boolean;
  /**
   * Does all that `work` does, or, where it throws, nothing of it. Another writer is waited for. Where the
   * database gives up on a transaction for another's sake `work` is called again.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /**
   * Takes the lock that keeps the updates of all machines apart, also between their transactions; waits at most `timeout`
   * milliseconds for it, and answers null where another holds it still. A database that machines do not share has
   * nothing to take: its transactions are enough.
   */
  lockUpdates(timeout: number): Promise<UpdatesLock | null>;
}

/** A lock that is held, for as long as the connection that took it lives. */
export interface UpdatesLock {
  /** Throws `connection_lost` where it is held no more. */
  readonly check: () => Promise<void>;
  readonly release: () => Promise<void>;
}

/** A running transaction. What it reads is up to date: nobody else changes what it has locked. */
export interface Transaction {
  readonly read: ReadHandle;
  readonly write: WriteHandle;
  /** Inserts many rows of these columns, as fast as the database takes them. */
  insertRows<T extends keyof Tables>(
    table: T,
    columns: readonly (keyof Tables[T] & string)[],
    rows: readonly (readonly StoredValue[])[],
  ): Promise<void>;
  /** Keeps other writers from these runs and their conditions and files until the end. Those that do not exist are left out. */
  lockRuns(runs: readonly number[]): Promise<void>;
  /** Keeps other writers from condition types, run periods, aliases and from adding files until the end. */
  lockCatalogue(): Promise<void>;
}

/** What the columns of a database take; beyond it a value is refused, not cut. */
export interface StorageLimits {
  readonly smallestInteger: bigint;
  readonly greatestInteger: bigint;
  /** Whether floats are kept with single precision. */
  readonly singlePrecision: boolean;
  /** Whether times keep fractions of a second; where not, they are rounded to whole ones. */
  readonly secondFractions: boolean;
  /** The most bytes (of UTF-8) in a text: of a condition, of a file's content, of a log record. */
  readonly conditionBytes: number;
  readonly contentBytes: number;
  readonly logBytes: number;
  /** By `table.column`, the character sets of columns that do not hold every text. */
  readonly characters: ReadonlyMap<string, CharacterSet>;
}

/** The characters that a column holds. */
export interface CharacterSet {
  /** As the server calls it. */
  readonly name: string;
  /** Finds a character that it does not hold. */
  readonly outside: RegExp;
}
