/**
 * A process that changes a database as fast as it can, beside others like it, until it is told to stop or is killed.
 * Its journal says which calls it began and which of them were answered.
 *
 *   hammer CONNECTION JOURNAL NAME
 */
import { appendFileSync } from "node:fs";
import { openWritableDatabase } from "../../../core/db/open.ts";
import { writeClient } from "./client.ts";
import { perform, randomCall, type JournalLine } from "./hammered.ts";

const [connection = "", journal = "", name = ""] = process.argv.slice(2);

const database = await openWritableDatabase(connection);
const client = writeClient(database, name);
let stopped = false;
process.on("message", (message) => {
  if (message === "stop") stopped = true;
  else void hammer();
});
process.send?.("ready");

async function hammer(): Promise<void> {
  for (let count = 0; !stopped; count++) {
    const call = randomCall(`${name}-${count}`);
    write({ call, state: "begun" });
    const outcome = await perform(client, call);
    write({ call, state: outcome.ok ? "done" : outcome.error.message });
    // SQLite's calls never wait, and a message must get through.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await database.close();
  process.disconnect();
}

function write(line: JournalLine): void {
  appendFileSync(journal, `${JSON.stringify(line)}\n`);
}
