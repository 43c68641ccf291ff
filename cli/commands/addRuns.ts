import type { Command } from "commander";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withWritableDatabase } from "../database.ts";
import { unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { readText } from "../readInput.ts";
import { writtenLine } from "../writtenLine.ts";

interface RunsOptions extends CommonOptions {
  readonly replace?: boolean;
}

/** `rcdb add runs`: thousands of runs with their conditions, all of them or none. */
export function addAddRunsCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "runs",
    description: "Add many runs with their conditions at once: all of them, or none if one does not fit",
    help: `  rcdb add runs runs.ndjson
  rcdb add runs - < runs.json
  rcdb add runs runs.ndjson --replace        in place of other values; the log keeps both

The file has an object for each run, one a line, or all in an array:
  {"number": 10340, "started": "2016-02-17 13:26:01", "finished": "2016-02-17 14:20:00",
   "conditions": {"event_count": 2478918, "run_type": "hd_all.tsg", "rtvs": {"%(config)": "x"}}}
Only the number must be there. Numbers keep all their digits; lists and objects are for conditions of type json.`,
  })
    .argument("<file>", "a JSON file, or - for standard input")
    .option("--replace", "overwrite values that are there and differ")
    .action((path: string, { replace = false, json = false }: RunsOptions, command: Command) =>
      withWritableDatabase(command, async (client) => {
        const { parseRuns } = await import("../parseRuns.ts");
        const runs = parseRuns(await readText(path));
        const written = unwrap(await client.addRuns({ runs, replace }));
        await answer({ json }, written, (counts) => [writtenLine(counts)]);
      }),
    );
}
