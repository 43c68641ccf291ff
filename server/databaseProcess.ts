/** The child process that has the database open; the server starts it, and kills it to cancel a query. */
import { endDatabaseProcess, serveDatabaseProcess } from "../core/process/databaseProcess.ts";
import type { ToDatabaseProcess } from "../core/process/protocol.ts";

serveDatabaseProcess({
  // A message may be on its way as the server goes; `disconnect` then ends this process.
  post: (message) => void process.send?.(message, undefined, undefined, () => undefined),
  listen: (listener) => process.on("message", (message) => listener(message as ToDatabaseProcess)),
});
// The server is gone, by whatever means: nobody is left to answer.
process.once("disconnect", endDatabaseProcess);
process.once("SIGTERM", endDatabaseProcess);
// Ctrl-C in a terminal reaches this process too: the server ends it when it is done itself.
process.on("SIGINT", () => undefined);
