/** The utility process that has a database open; main starts it, and kills it to cancel a query. */
import { serveDatabaseProcess } from "../core/process/databaseProcess.ts";
import type { ToDatabaseProcess } from "../core/process/protocol.ts";

const port = process.parentPort;

serveDatabaseProcess({
  post: (message) => port.postMessage(message),
  listen: (listener) => port.on("message", ({ data }) => listener(data as ToDatabaseProcess)),
});
