import type { CompiledQuery, RawBuilder } from "kysely";
import type { FailureCode } from "../api/failure.ts";
import type { ValueType } from "../query/types.ts";
import type { Connection } from "./connection.ts";
import type { Database, TableIndex } from "./database.ts";
import type { Sql } from "./dialect.ts";

/** What making, checking, updating and optimizing a kind of database takes beside `RawDatabase`. */
export interface Upkeep<C extends Connection = Connection> {
  /** The code by which opening says that there is nothing yet. */
  readonly absent: FailureCode;
  /** The bytes of each table with its indexes; about right on a server. */
  readonly tableBytes: RawBuilder<TableBytes>;
  readonly ownIndex: IndexUpkeep<C>;
  /** The database's check of its own structure; null where it sees to that by itself. */
  readonly structure: StructureCheck | null;
  /** When the stored value of a condition is none of its type, for the types that the database itself can judge. */
  readonly misfits: Readonly<Partial<Record<ValueType, Sql>>>;
  /** The statement that gives a table another name. */
  renameTable(from: string, to: string): string;
  /** The statement that makes a table, so that the database gives out ids above `last`. */
  withIdsAbove(statement: string, last: number): string;
}

interface TableBytes {
  readonly name: string;
  readonly bytes: number;
}

/** What our own index of `conditions` is in such a database. */
interface IndexUpkeep<C extends Connection> {
  /** Its last column: the text of a condition, as far as the index has it. */
  readonly text: Sql;
  /** The bytes of a row's entry: what every entry has, and what its values add. */
  readonly entryBytes: Sql;
  /** The bytes of the index that is there; null where the database does not tell. */
  measure(database: Database): Promise<number | null>;
  /** The statements that remove it from a table with these other indexes. */
  removal(name: string, others: readonly TableIndex[]): readonly string[];
  /** What to say where the database does not permit the user to make or remove it; null where its own words say it. */
  refusal(connection: C): string | null;
}

/** Statements that answer “ok” or, a row each, what is damaged. */
export interface StructureCheck {
  statements(database: Database): Promise<readonly CompiledQuery[]>;
  /** What was found, `counted` “one damage” or “3 damages”, and what to do. */
  message(counted: string): string;
  fix(connection: Connection): string;
}
