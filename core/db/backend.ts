import type { Connection } from "./connection.ts";
import type { Copying } from "./copying.ts";
import type { Database, WritableDatabase } from "./database.ts";
import type { RawAccess, RawDatabase } from "./rawDatabase.ts";
import type { SchemaDialect } from "./schema.ts";
import type { Upkeep } from "./upkeep.ts";

/**
 * A kind of database: all that is known of it before one is open. What an open one says in its own SQL is its `Dialect` and
 * its `PlannerHints`. `C` is what its connection strings say; the functions get only connections that it has parsed itself.
 */
export interface Backend<C extends Connection = Connection> {
  /** Its name in answers, as in those of `rcdb info --json`. */
  readonly kind: string;
  /** Its name for people. */
  readonly name: string;
  readonly connection: ConnectionStrings<C>;
  readonly open: Opening<C>;
  readonly schema: SchemaDialect;
  readonly upkeep: Upkeep<C>;
  readonly copying: Copying<C>;
}

/** How people write where a database is. */
export interface ConnectionStrings<C extends Connection> {
  /** What they are asked to give, in words. */
  readonly given: string;
  /** The same, with what is opened by it. */
  readonly opened: string;
  /** By which names a dialog finds the files of such databases; null where they are no files. */
  readonly files: { readonly name: string; readonly extensions: readonly string[] } | null;
  /** Whether it is one of these, by what stands before `://`; null for a text without that. */
  hasScheme(scheme: string | null): boolean;
  /** Reads it; relative paths start at `folder`. Throws `bad_connection`. */
  parse(text: string, folder: string): C;
  /** Whether two lead to the same database, as far as they say: whoever logs in, and however. */
  isSame(a: C, b: C): boolean;
  /** The files in which its other clients are told the same; null where there are none. */
  readonly optionFile: OptionFiles<C> | null;
  /** What it names, for people to read before they open it. */
  describe(connection: C): readonly (readonly [name: string, value: string])[];
}

/** Reads and writes option files, as `my.cnf` is one. */
interface OptionFiles<C extends Connection> {
  /** The connection string, without a password, of what an option file says, and remarks on what is not taken. Throws `bad_input` and `bad_connection`. */
  read(text: string): { readonly connection: string; readonly remarks: readonly string[] };
  write(connection: C): string;
}

/** Opens databases; the driver is loaded then. Throws an `RcdbError` that says what is wrong and what to do. */
interface Opening<C extends Connection> {
  /** For reading, one of RCDB of schema v2 or v1. */
  read(connection: C): Promise<Database>;
  /** For writing, one of schema v2. */
  write(connection: C): Promise<WritableDatabase>;
  /** A new one without runs that is gone when it is closed, and what names it; null where this kind has none. */
  readonly inMemory: { readonly names: readonly string[]; open(): Promise<WritableDatabase> } | null;
  /** Whatever it is. */
  raw(connection: C, access: RawAccess): Promise<RawDatabase>;
}
