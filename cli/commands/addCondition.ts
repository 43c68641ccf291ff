import { noneOfRuns, noRunToChange } from "../../core/api/missing.ts";
import type { Command } from "commander";
import { runsNamedAlone } from "../../core/api/runRange.ts";
import type { GivenConditions, GivenRun } from "../../core/api/conditions.ts";
import type { ValueType } from "../../core/query/types.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withWritableDatabase, type WriteClient } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { findRuns } from "../findRuns.ts";
import { answer } from "../output.ts";
import { parseRunNumber } from "../parseArguments.ts";
import { readText } from "../readInput.ts";
import { boundsOf, runsText } from "../search.ts";
import { typedValue } from "../../core/writing/typedValue.ts";
import { valueText } from "../valueText.ts";
import { writtenLine } from "../writtenLine.ts";

interface ConditionOptions extends CommonOptions {
  readonly replace?: boolean;
  readonly from?: string;
}

/** `rcdb add condition`: values of runs, all of them or none. */
export function addAddConditionCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "condition",
    description: "Add values of one or many runs: all of them, or none if one does not fit",
    help: `  rcdb add condition 10340 beam_current 120.5
  rcdb add condition 10340 event_count 2478918 is_valid_run_end true run_type hd_all.tsg
  rcdb add condition 10340 run_start_time "2016-02-17 13:26:01"
  rcdb add condition 10340 beam_current 119.8 --replace     in place of another value; the log keeps both
  rcdb add condition 10340 rtvs @rtvs.json                  the value is in a file
  echo "beam lost" | rcdb add condition 10340 user_comment -
  rcdb add condition 10001-10010 target_type LH2            of all runs of a range, a list, @FILE or a run period
  rcdb add condition --from values.csv                      of many runs, from a table
  rcdb add condition --from - --replace < values.tsv

A value that begins with @ is written with two of them: @@home. Runs of a range are those that the database has.
The first line of a table names its columns, run,event_count,run_type, and each further one is a run. An empty field is
no value, "" an empty text.`,
  })
    .argument("[runs]", "the run's number, or 10001-10010, a list of these, @FILE with one, or a run period")
    .argument("[name]", "a condition's name")
    .argument("[value]", "its value, as its type has it")
    .argument("[others...]", "further names and values")
    .option("--from <file>", "runs and values from a CSV or TSV file, or for - from standard input")
    .option("-r, --replace", "overwrite values that are there and differ")
    .action(
      (
        runs: string | undefined,
        name: string | undefined,
        value: string | undefined,
        others: string[],
        options: ConditionOptions,
        command: Command,
      ) =>
        withWritableDatabase(command, async (client) => {
          const given = [name, value, ...others].filter((word) => word !== undefined);
          const { replace = false } = options;
          const changes = await changesOf(client, runs, given, options);
          const written = unwrap(await client.addRuns({ runs: changes, replace, create: false }));
          await answer(options, written, (counts) => [writtenLine(counts)]);
        }),
    );
}

type Types = ReadonlyMap<string, ValueType>;

/** What is to be written, by a table or by words. */
async function changesOf(
  client: WriteClient,
  runs: string | undefined,
  given: readonly string[],
  { from }: ConditionOptions,
): Promise<GivenRun[]> {
  const known = unwrap(await client.listConditionTypes()).map(({ name, type }) => [name, type] as const);
  // Of two types of one name the first counts, as everywhere.
  const types: Types = new Map(known.toReversed());
  const table = from ?? (given.length === 0 && runs !== undefined && isTable(runs) ? runs : undefined);
  if (table !== undefined) {
    if (from !== undefined && runs !== undefined) {
      throw badInput("With --from the runs and values come from there. Leave out the others.");
    }
    const { parseValueTable } = await import("../parseValueTable.ts");
    return parseValueTable(await readText(table), types);
  }
  if (runs === undefined || given.length === 0) {
    throw badInput("Give a run, a condition and its value, or a table by --from.");
  }
  const conditions = await valuesOf(given, types);
  return (await runsMeant(client, runs)).map((number) => ({ number, conditions }));
}

function isTable(path: string): boolean {
  return /\.(csv|tsv|txt)$/i.test(path);
}

async function valuesOf(given: readonly string[], types: Types): Promise<GivenConditions> {
  const values = [];
  for (const [name, text] of pairsOf(given)) {
    values.push({ name, value: typedValue(await valueText(text), types.get(name)) });
  }
  return values;
}

const nothingStored = "Nothing was stored.";

/** A run that is named is to be there, of a range those that are. Throws `bad_input`, `no_such_period`, `no_such_run`. */
async function runsMeant(client: WriteClient, text: string): Promise<readonly number[]> {
  const periods = unwrap(await client.listRunPeriods());
  const isPeriod = periods.some(({ name }) => name === text);
  if (/^\d\w*$/.test(text) && !isPeriod) return [parseRunNumber(text)];
  const list = (await runsText(text, periods)) ?? "";
  const order = { column: "run", descending: false };
  const bounds = boundsOf(list, periods);
  const { runs } = await findRuns(client, { expression: "", ...bounds, columns: [], order });
  const present = new Set(runs);
  const missing = runsNamedAlone(list, periods).find((run) => !present.has(run));
  if (runs.length > 0 && missing === undefined) return runs;
  throw missing === undefined ? noneOfRuns(text, nothingStored) : noRunToChange(missing, nothingStored);
}

function pairsOf(given: readonly string[]): [name: string, value: string][] {
  return given.flatMap((name, index) => {
    if (index % 2 === 1) return [];
    const value = given[index + 1];
    if (value === undefined)
      throw badInput(`The condition “${name}” has no value. Give names and values alternately.`);
    return [[name, value] as [string, string]];
  });
}
