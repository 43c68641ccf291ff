import type { Client } from "../core/api/client.ts";
import { readerCalls, writerCalls } from "../core/api/contract.ts";
import type { Database, WritableDatabase } from "../core/db/database.ts";
import { openDatabase, openWritableDatabase } from "../core/db/open.ts";
import { parseConnection } from "../core/db/parseConnection.ts";
import { createService, createWriteService } from "../core/service/service.ts";
import { currentUser } from "../core/writing/user.ts";
import { directClient } from "./directClient.ts";
import { completable, interruptible } from "./interrupt.ts";

export type DatabaseClient = Client<typeof readerCalls>;
export type WriteClient = Client<typeof readerCalls & typeof writerCalls>;

/** Opens a database for reading, for the time of `work`, whose signal is Ctrl-C's. Throws what `openDatabase` throws. */
export async function openForReading(
  connection: string,
  work: (client: DatabaseClient, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  await during(connection, openDatabase, interruptible, (database, signal) => {
    const service = createService(database, "cli");
    return work(directClient(readerCalls, service, signal), signal);
  });
}

/** Opens a database for reading and writing, for the time of `work`. Throws what `openWritableDatabase` throws. */
export async function openForWriting(
  connection: string,
  work: (client: WriteClient) => Promise<void>,
): Promise<void> {
  const calls = { ...readerCalls, ...writerCalls };
  await during(connection, openWritableDatabase, interruptible, (database, signal) => {
    const service = { ...createService(database, "cli"), ...createWriteService(database, currentUser()) };
    return work(directClient(calls, service, signal));
  });
}

/** Opens a database for updates, for the time of `work`; `user` is who makes them. Throws what `openWritableDatabase` throws. */
export async function openForUpdates(
  connection: string,
  work: (database: WritableDatabase, user: string) => Promise<void>,
): Promise<void> {
  // An update that has begun is completed, if it can be soon.
  await during(connection, openWritableDatabase, completable, (database) => work(database, currentUser()));
}

/** Opens a database to preview an update, for the time of `work`. Throws what `openDatabase` throws. */
export async function openForPreview(
  connection: string,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  await during(connection, openDatabase, interruptible, (database) => work(database));
}

/** Opens a database, does work on it and closes it. Where no statement hears a signal, Ctrl-C ends the program at once. */
async function during<Opened extends Database>(
  connection: string,
  open: (connection: string) => Promise<Opened>,
  withSignals: typeof interruptible,
  work: (database: Opened, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const openAndWork = async (signal: AbortSignal): Promise<void> => {
    const database = await open(connection);
    try {
      await work(database, signal);
    } finally {
      await database.close();
    }
  };
  const isOnServer = parseConnection(connection).path === null;
  await (isOnServer ? withSignals(openAndWork) : openAndWork(new AbortController().signal));
}
