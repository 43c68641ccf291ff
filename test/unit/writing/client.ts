import { createClient, type Client } from "../../../core/api/client.ts";
import { writeCalls } from "../../../core/api/contract.ts";
import { dispatch } from "../../../core/api/dispatch.ts";
import type { WritableDatabase } from "../../../core/db/database.ts";
import { createWriteService } from "../../../core/service/writeService.ts";

export type WriteClient = Client<typeof writeCalls>;

const context = { signal: new AbortController().signal, report: () => undefined };

/** The calls that change a database, as every face of the core makes them. */
export function writeClient(database: WritableDatabase, user = "tester"): WriteClient {
  const service = createWriteService(database, user);
  return createClient(writeCalls, (name, input) => dispatch(writeCalls, service, name, input, context));
}
