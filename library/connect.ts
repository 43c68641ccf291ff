import { programCalls } from "../core/api/contract.ts";
import { RcdbError } from "../core/api/failure.ts";
import type { WritableDatabase } from "../core/db/database.ts";
import { openDatabase, openInMemory, openWritableDatabase } from "../core/db/open.ts";
import { createMaintenanceService } from "../core/service/service.ts";
import { currentUser } from "../core/writing/user.ts";
import { methodsOf } from "./calls.ts";
import { Rcdb } from "./rcdb.ts";
import { CallQueue } from "./callQueue.ts";
import { checkOptions, checkType } from "./given.ts";
import { WritableRcdb } from "./writableRcdb.ts";

export interface ConnectOptions {
  /** Whether the database may be changed. */
  readonly write?: boolean;
  /** With `write`: whether a database that is missing, or has no tables, is made. */
  readonly create?: boolean;
  /** The name under which changes are logged; without it `RCDB_USER`, or the user of the system. */
  readonly user?: string;
}

const maintenance = methodsOf(programCalls, createMaintenanceService(), new CallQueue(false));

/** Calls that need no open database, by the contract's own names: make, migrate or inspect one. */
export const { initializeDatabase, inspectDatabase, updateDatabase, findCopy } = maintenance;

/**
 * Opens a database: `sqlite:///relative.sqlite`, `sqlite:////absolute.sqlite`, a path, `mysql://user:password@host/rcdb`, or `sqlite://`
 * for an empty one in memory. Throws an `RcdbError` whose message says what is wrong and what to do.
 */
export async function connect(
  connection: string,
  options: ConnectOptions & { readonly write: true },
): Promise<WritableRcdb>;
export async function connect(connection: string, options?: ConnectOptions): Promise<Rcdb>;
export async function connect(connection: string, options: ConnectOptions = {}): Promise<Rcdb> {
  checkType(
    connection,
    ["string"],
    "a connection as a text",
    "“sqlite:///rcdb.sqlite”, “mysql://user@host/rcdb”",
  );
  checkOptions(options, ["write", "create", "user"]);
  const { write = false, create = false, user = currentUser() } = options;
  for (const [name, given] of Object.entries({ write, create }))
    checkType(given, ["boolean"], name, "true or false");
  checkType(user, ["string"], "the user", "a name");
  const inMemory = await openInMemory(connection);
  if (inMemory !== null) return WritableRcdb.writing(inMemory, user);
  if (!write) {
    if (create) throw new RcdbError("bad_input", "A database is created to be written to: give write, too.");
    const database = await openDatabase(connection);
    return Rcdb.reading(database, new CallQueue(database.file !== null));
  }
  return WritableRcdb.writing(await openOrCreate(connection, create), user);
}

/** What an open that finds no database to open fails with. */
const missing: readonly RcdbError["code"][] = ["no_such_file", "not_a_database", "not_rcdb"];

async function openOrCreate(connection: string, create: boolean): Promise<WritableDatabase> {
  try {
    return await openWritableDatabase(connection);
  } catch (thrown) {
    if (!create || !(thrown instanceof RcdbError) || !missing.includes(thrown.code)) throw thrown;
  }
  // It refuses what is not empty.
  await initializeDatabase({ connection });
  return openWritableDatabase(connection);
}
