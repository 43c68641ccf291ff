import type { CompiledQuery, Kysely } from "kysely";
import type { DatabaseInfo } from "../api/schemas.ts";
import type { Connection } from "./connection.ts";
import type { Dialect } from "./dialect.ts";
import type { Tables } from "./tables.ts";

/** The tables for reading: no insert, update or delete by its type; by the connection's means neither. */
export type ReadHandle = Pick<Kysely<Tables>, "selectFrom" | "selectNoFrom" | "with" | "getExecutor">;

/** An open database. */
export interface Database {
  readonly connection: Connection;
  readonly schemaVersion: number;
  readonly dialect: Dialect;
  readonly read: ReadHandle;
  /** The rows of a query as arrays in the order of its columns, in batches as the database finds them. */
  stream(query: CompiledQuery): AsyncIterable<readonly unknown[][]>;
  /** Size in bytes and last change of what is stored, as `describeDatabase` gives them. */
  storage(): Pick<DatabaseInfo, "bytes" | "modified">;
  close(): Promise<void>;
}
