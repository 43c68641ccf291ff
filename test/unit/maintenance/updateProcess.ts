/** A process of its own that updates a database, to be killed: says each of its steps, and may kill itself at one. */
import { updateDatabase } from "../../../core/maintenance/migrate.ts";

const [connection = "", killedAt = "never"] = process.argv.slice(2);
let steps = 0;

await updateDatabase(
  { connection, execute: true },
  {
    signal: new AbortController().signal,
    report: ({ label }) => {
      process.stdout.write(`${label}\n`);
      if (String(steps++) === killedAt) process.kill(process.pid, "SIGKILL");
    },
  },
);
