import type { Command } from "commander";
import type { LogPage } from "../../core/api/log.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase } from "../database.ts";
import { unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { parseLimit, parseRunNumber } from "../parseArguments.ts";
import { tableLines } from "../table.ts";

interface LogOptions extends CommonOptions {
  readonly run?: number;
  readonly user?: string;
  readonly since?: string;
  readonly until?: string;
  readonly text?: string;
  readonly limit: number;
}

/** `rcdb log`: who changed what, the newest first. */
export function addLogCommand(program: Command): void {
  addDatabaseCommand(program, {
    usage: "log",
    description: "Show who changed what and when, the newest first",
    help: `  rcdb log
  rcdb log --run 10340
  rcdb log --user hdops --since 2018-02-01 --until 2018-02-03
  rcdb log --since "2018-02-01 06:00" --text trigger --limit 1000`,
  })
    .option("-r, --run <number>", "only of a run", parseRunNumber)
    .option("-u, --user <name>", "only of a user")
    .option("--since <time>", "from a day or time on: 2018-02-01, 2018-02-01 06:00")
    .option("--until <time>", "up to a day (its end) or time")
    .option("-t, --text <text>", "only records that contain this text, in upper or lower case")
    .option("-n, --limit <count>", "the most records to show", parseLimit, 100)
    .action((options: LogOptions, command: Command) =>
      withDatabase(command, async (client) => {
        const { run = null, user = null, since = null, until = null, text = null, limit } = options;
        const page = unwrap(await client.readLog({ run, user, since, until, text, limit }));
        const remarks = [
          ...(page.records.length === 0 ? ["The log has no such record."] : []),
          ...(page.more ? [`There are older records. --limit shows more than ${limit}.`] : []),
        ];
        await answer(options, page, logLines, remarks);
      }),
    );
}

function logLines({ records }: LogPage): string[] {
  return tableLines(
    [
      ["when", "left"],
      ["who", "left"],
      ["run", "right"],
      ["what", "left", 160],
    ],
    records.map(({ created, user, run, description }) => [created, user, run, description]),
  );
}
