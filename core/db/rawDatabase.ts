import type { CallContext } from "../api/dispatch.ts";
import type { Shape } from "./shape.ts";
import type { Connection } from "./connection.ts";

/** A row as the driver gives it, by the names of its columns. */
export type RawRow = Readonly<Record<string, unknown>>;

/** What is in a database, whatever it is. */
export interface Contents {
  readonly tables: readonly string[];
  readonly views: readonly string[];
}

/** A table with a foreign key, and the table that this names. */
export interface Reference {
  readonly from: string;
  readonly to: string;
}

/** A database that need not be one of RCDB, or of another version: to look into, to make and to migrate. */
export interface RawDatabase {
  readonly connection: Connection;
  /** Runs one statement and answers its rows. On a server it is ended by the signal: throws `cancelled` then. */
  query(statement: string, signal?: AbortSignal): Promise<readonly RawRow[]>;
  /** A name of a table within a statement. */
  quoted(name: string): string;
  contents(): Promise<Contents>;
  /** What it has of RCDB's tables. */
  shape(): Promise<Shape>;
  references(): Promise<readonly Reference[]>;
  /** Drops all tables and views, whatever refers to them. */
  dropAll(): Promise<void>;
  /**
   * Does `work` while no other program can change the schema. On SQLite nobody else can write at all, and
   * where `work` throws nothing of it is done; on a server every statement that changes the schema is done
   * when it is sent, and only other programs of this kind are kept out. Throws `locked`.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Keeps a copy of the database beside it and answers its path; null on a server, which cannot. */
  backUp(name: string, context: CallContext): Promise<string | null>;
  /** Throws `damaged` where the database's own check finds something wrong; a server checks by itself. */
  checkIntegrity(): Promise<void>;
  close(): Promise<void>;
}

/** `create` makes the database where there is none yet. */
export type RawAccess = "read" | "write" | "create";
