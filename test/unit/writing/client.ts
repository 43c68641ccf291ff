import { createClient, type Client } from "../../../core/api/client.ts";
import { writerCalls } from "../../../core/api/contract.ts";
import { dispatch } from "../../../core/api/dispatch.ts";
import type { WritableDatabase } from "../../../core/db/database.ts";
import { createWriteService } from "../../../core/service/service.ts";

export type WriteClient = Client<typeof writerCalls>;

const context = { signal: new AbortController().signal, report: () => undefined };

/** The calls that change a database, as every front end makes them. */
export function writeClient(database: WritableDatabase, user = "tester"): WriteClient {
  const service = createWriteService(database, user);
  return createClient(writerCalls, (name, input) => dispatch(writerCalls, service, name, input, context));
}
