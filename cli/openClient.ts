import { createClient, type Client } from "../core/api/client.ts";
import { databaseCalls } from "../core/api/contract.ts";
import { dispatch, type CallContext } from "../core/api/dispatch.ts";
import { toFailure } from "../core/api/failure.ts";
import type { Database } from "../core/db/database.ts";
import { openDatabase } from "../core/open.ts";
import { createService } from "../core/service.ts";
import { failureError } from "./commandError.ts";

export type DatabaseClient = Client<typeof databaseCalls>;

/** Ctrl-C ends the whole program: nothing cancels a single call, and nobody hears of its progress. */
const context: CallContext = { signal: new AbortController().signal, report: () => undefined };

/** Opens a database in this process for the time of `work`, which has the same calls as the window. */
export async function withDatabase(
  connection: string,
  work: (client: DatabaseClient) => Promise<void>,
): Promise<void> {
  const database = await open(connection);
  try {
    const service = createService(database, "cli");
    await work(
      createClient(databaseCalls, (name, input) => dispatch(databaseCalls, service, name, input, context)),
    );
  } finally {
    await database.close();
  }
}

async function open(connection: string): Promise<Database> {
  try {
    return await openDatabase(connection);
  } catch (thrown) {
    throw failureError(toFailure(thrown));
  }
}
