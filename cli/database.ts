/** What opens a database is loaded when it is needed: it takes most of the start. */
import type { Command } from "commander";
import type { Database, WritableDatabase } from "../core/db/database.ts";
import { connectionOf, namedConnectionOf, openableConnection } from "./connectionOf.ts";
import type { MaintenanceClient } from "./maintain.ts";
import type { DatabaseClient, WriteClient } from "./openDatabase.ts";

export type { DatabaseClient, MaintenanceClient, WriteClient };

/** Opens the database of a command for reading, for the time of `work`, whose signal is Ctrl-C's. */
export async function withDatabase(
  command: Command,
  work: (client: DatabaseClient, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  await withDatabaseAt(namedConnectionOf(command), command, work);
}

/** The same of a database that the command names otherwise. */
export async function withDatabaseAt(
  named: string | null,
  command: Command,
  work: (client: DatabaseClient, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const connection = await openableConnection(named, command, "read");
  const { openForReading } = await import("./openDatabase.ts");
  await openForReading(connection, work);
}

/** Opens the database of a command for reading and writing, for the time of `work`. */
export async function withWritableDatabase(
  command: Command,
  work: (client: WriteClient) => Promise<void>,
): Promise<void> {
  const connection = await connectionOf(command, "write");
  const { openForWriting } = await import("./openDatabase.ts");
  await openForWriting(connection, work);
}

/** Opens the database of a command for updates by `user`, for the time of `work`. */
export async function withDatabaseToUpdate(
  command: Command,
  work: (database: WritableDatabase, user: string) => Promise<void>,
): Promise<void> {
  const connection = await connectionOf(command, "write");
  const { openForUpdates } = await import("./openDatabase.ts");
  await openForUpdates(connection, work);
}

/** Opens the database of a command to preview an update, for the time of `work`: for reading. */
export async function withDatabaseToPreview(
  command: Command,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const connection = await connectionOf(command, "read");
  const { openForPreview } = await import("./openDatabase.ts");
  await openForPreview(connection, work);
}

/** For work on the database of a command that cannot be opened, or not yet; `access` says whether it may be changed. */
export async function withMaintenance(
  command: Command,
  access: "read" | "write",
  work: (client: MaintenanceClient, connection: string) => Promise<void>,
): Promise<void> {
  const connection = await connectionOf(command, access);
  const { maintain } = await import("./maintain.ts");
  await maintain((client) => work(client, connection));
}

/** For work that needs no open database, and what it answers. */
export async function withoutDatabase<T>(work: (client: MaintenanceClient) => Promise<T>): Promise<T> {
  const { maintain } = await import("./maintain.ts");
  return maintain(work);
}
