import { Option, type Command } from "commander";
import {
  checkSheetOptions,
  exportFormatNames,
  exportFormats,
  type RunListFormat,
} from "../../core/api/exportFormats.ts";
import { counted } from "../../core/text/counted.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase, type DatabaseClient } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { remark } from "../output.ts";
import type { FormatName } from "../rowFormats.ts";
import { markHelp, safeHelp, searchOf, withSearchOptions, type SearchOptions } from "../search.ts";
import { writeRows } from "../writeRows.ts";

interface SelectOptions extends CommonOptions, SearchOptions {
  readonly dump?: boolean;
  readonly format: FormatName | RunListFormat;
  readonly from?: string;
  readonly bom?: boolean;
  readonly safe?: boolean;
}

/** `rcdb select`: the runs of an expression with the values of conditions. */
export function addSelectCommand(program: Command): void {
  const select = addDatabaseCommand(program, {
    usage: "select",
    description: "Select runs by a condition expression, and print their values",
    help: `  rcdb select "event_count > 1000000"
  rcdb select "80 < beam_current < 120 and 'BCAL' in run_config" event_count,beam_current
  rcdb select "@is_production" event_count run_type --runs RunPeriod-2018-08 --desc
  rcdb select "@is_production" "event_count beam_current" 10000-20000
  rcdb select "@is_production" -v event_count,beam_current --runs @good.txt
  rcdb select "" started length --runs 10000-        all runs from 10000 on
  rcdb select "" '"avg score",event_count'           a name with blanks
  rcdb select "event_count > 0" -v "*"               all conditions
  rcdb select "@is_production" run_type "charge [uC]=beam_current*run_length/1e6"
  rcdb select --format json -- "-x > 3" x            -- before an expression that begins with -
  rcdb select --from expressions.txt                 many expressions, an answer each

A computed column is a name, its unit if it has one, = and an expression in the language of queries, as one word. Where a
value that it needs is missing, its own is.
started, finished and length (in seconds) can be shown like conditions. The table shows the first
60 characters of a text; csv, tsv and json write all of it.
A file of runs has them with commas, blanks or line ends between them; what follows # is left out.
A missing value is empty in table, csv and tsv, and null in json.

--from reads one expression a line, or one object {"query": "event_count > 1", "runs": "1000-2000"}. It writes a
line for each: {"query": …, "ok": true, "runs": [1000, 1001]}, or {"query": …, "ok": false, "error": {"code": …,
"message": …, "from": 0, "to": 11}} with the place in the expression. Empty lines are passed over; all
runs are {"query": ""}.`,
  })
    .argument("[expression]", "which runs; all without it")
    .argument("[conditions...]", "what to show of them, separated by blanks or commas; or a range of runs")
    .addOption(
      new Option("--format <format>", "how to write the rows")
        .choices(["table", ...exportFormatNames.filter((name) => !exportFormats[name].isBinary)])
        .default("table"),
    )
    .addOption(new Option("--dump", "write the rows as the Python tool does").hideHelp())
    .option("--bom", markHelp)
    .option("--safe", safeHelp)
    .option("--from <file>", "answer the expressions in a file, or for - on standard input");
  withSearchOptions(select).action(
    (expression: string | undefined, others: string[], options: SelectOptions, command: Command) =>
      withDatabase(command, (client, signal) =>
        options.from === undefined
          ? selectOne(client, expression ?? "", others, options)
          : selectEach(client, expression, options.from, options, signal),
      ),
  );
}

async function selectEach(
  client: DatabaseClient,
  expression: string | undefined,
  path: string,
  options: SelectOptions,
  signal: AbortSignal,
): Promise<void> {
  if (expression !== undefined) {
    throw badInput("With --from the expressions come from there. Leave out the one on the command line.");
  }
  const { answerQueries } = await import("../answerQueries.ts");
  await answerQueries(client, path, options, signal);
}

async function selectOne(
  client: DatabaseClient,
  expression: string,
  others: readonly string[],
  options: SelectOptions,
): Promise<void> {
  const formatName = options.json ? "json" : options.dump ? "dump" : options.format;
  const { bom = false, safe = false } = options;
  const isTable = formatName === "table" || formatName === "dump";
  checkSheetOptions(isTable ? null : formatName, { bom, safe });
  const search = await searchOf(client, expression, others, options);
  const found = unwrap(await client.searchRuns(search), expression);
  await writeRows(client, found, formatName, { bom, safe });
  for (const { text, meant } of found.dates) remark(`'${text}' was ${meant}`);
  const isLookedAt = formatName === "table" && process.stdout.isTTY;
  if (isLookedAt) remark(`${counted(found.count, "run")} in ${found.milliseconds.toFixed(0)} ms`);
}
