import type { Client } from "../core/api/client.ts";
import { readerCalls, writerCalls } from "../core/api/contract.ts";
import type { Database, WritableDatabase } from "../core/db/database.ts";
import { openDatabase, openWritableDatabase } from "../core/db/open.ts";
import { createService, createWriteService } from "../core/service/service.ts";
import { currentUser } from "../core/writing/user.ts";
import { directClient } from "./directClient.ts";
import { interruptible } from "./interrupt.ts";

export type DatabaseClient = Client<typeof readerCalls>;
export type WriteClient = Client<typeof readerCalls & typeof writerCalls>;

/** Opens a database for reading, for the time of `work`, whose signal is Ctrl-C's. Throws what `openDatabase` throws. */
export async function openForReading(
  connection: string,
  work: (client: DatabaseClient, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(connection);
  const service = createService(database, "cli");
  await during(database, (signal) => work(directClient(readerCalls, service, signal), signal));
}

/** Opens a database for reading and writing, for the time of `work`. Throws what `openWritableDatabase` throws. */
export async function openForWriting(
  connection: string,
  work: (client: WriteClient) => Promise<void>,
): Promise<void> {
  const database = await openWritableDatabase(connection);
  const calls = { ...readerCalls, ...writerCalls };
  const service = { ...createService(database, "cli"), ...createWriteService(database, currentUser()) };
  await during(database, (signal) => work(directClient(calls, service, signal)));
}

/** Opens a database for updates, for the time of `work`; `user` is who makes them. Throws what `openWritableDatabase` throws. */
export async function openForUpdates(
  connection: string,
  work: (database: WritableDatabase, user: string) => Promise<void>,
): Promise<void> {
  const database = await openWritableDatabase(connection);
  await during(database, () => work(database, currentUser()));
}

/** Opens a database to preview an update, for the time of `work`. Throws what `openDatabase` throws. */
export async function openForPreview(
  connection: string,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const database = await openDatabase(connection);
  await during(database, () => work(database));
}

/** Does work on an open database and closes it. Where no statement hears a signal, Ctrl-C ends the program at once. */
async function during(database: Database, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  try {
    await (database.isInterruptible ? interruptible(work) : work(new AbortController().signal));
  } finally {
    await database.close();
  }
}
