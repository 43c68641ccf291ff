import type { Command } from "commander";
import type { ChangePlan, Planned } from "../../core/api/changes.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import { quoted } from "../../core/text/quoted.ts";
import { typedValue } from "../../core/writing/typedValue.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { changeLines, commitLines, countsLine, throwRefused } from "../changeLines.ts";
import { withDatabase, withWritableDatabase, type DatabaseClient } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer, remark } from "../output.ts";
import { readText } from "../readInput.ts";
import { selectionOf, withRunOptions, type RunOptions } from "../search.ts";
import { valueText } from "../valueText.ts";

interface SetOptions extends CommonOptions, RunOptions {
  readonly where?: string;
  readonly all?: boolean;
  readonly missing?: boolean;
  readonly clear?: boolean;
  readonly from?: string;
  readonly createRuns?: boolean;
  readonly skip?: boolean;
  readonly comment?: string;
  readonly dryRun?: boolean;
}

/** `rcdb set`: a condition of many runs, in one commit that can be undone. */
export function addSetCommand(program: Command): void {
  const command = addDatabaseCommand(program, {
    usage: "set",
    description: "Set, add or clear a condition of many runs, in one commit that can be undone",
    help: `  rcdb set status 1 --where "beam_current > 100" --runs 10001-10010 --dry-run
  rcdb set status 1 --where "beam_current > 100" --comment "good by hand"
  rcdb set status 0 --missing --period RunPeriod-2018-08     only where there is none
  rcdb set status --clear --runs 10001,10005                 no value any more
  rcdb set --from flags.csv --dry-run                        of many runs, from a table
  rcdb set --from - --skip < flags.csv

The first line of a table names its columns, run,status,user_comment, and each further one is a run; started and finished are the
times of the runs. An empty field is no change, "" an empty text. All is written, or nothing; the log keeps the old values. A column of
which it is not known what it is for is refused: --skip leaves it out.`,
  })
    .argument("[name]", "the condition's name")
    .argument("[value]", "its value, as its type has it; @FILE or - for one from a file or standard input")
    .option("-w, --where <expression>", "all runs that fit an expression");
  withRunOptions(command)
    .option("--all", "all runs of the database")
    .option("--missing", "only of runs that have no value yet")
    .option("--clear", "remove the values")
    .option("--from <file>", "runs and values from a CSV or TSV file, or for - from standard input")
    .option("--create-runs", "create the runs of a table that are missing")
    .option("--skip", "leave out lines and columns of a table that cannot be used; else nothing is written")
    .option("--comment <text>", "why, for the log")
    .option("--dry-run", "tell what would be done, and change nothing")
    .action((name: string | undefined, value: string | undefined, options: SetOptions, own: Command) =>
      options.dryRun === true ? preview(name, value, options, own) : commit(name, value, options, own),
    );
}

function preview(
  name: string | undefined,
  value: string | undefined,
  options: SetOptions,
  command: Command,
): Promise<void> {
  return withDatabase(command, async (client) => {
    const plan = await planOf(client, name, value, options);
    await answer(options, plan, planLines);
  });
}

function commit(
  name: string | undefined,
  value: string | undefined,
  options: SetOptions,
  command: Command,
): Promise<void> {
  return withWritableDatabase(command, async (client) => {
    const plan = await planOf(client, name, value, options);
    const problems = problemLines(plan, options);
    if (problems.length > 0 && options.skip !== true) {
      throw badInput(
        ["Nothing was written. Give --skip to leave out what cannot be used:", ...problems].join("\n"),
      );
    }
    problems.forEach(remark);
    const { changes } = plan;
    if (changes.length === 0) return answer(options, plan, planLines);
    const { comment = null, createRuns = false } = options;
    const done = unwrap(await client.commitChanges({ changes, comment, createRuns }));
    throwRefused(done);
    await answer(options, done, commitLines);
  });
}

async function planOf(
  client: DatabaseClient,
  name: string | undefined,
  value: string | undefined,
  options: SetOptions,
): Promise<ChangePlan> {
  const planned =
    options.from === undefined
      ? await ofRuns(client, name, value, options)
      : await ofTable(name, options.from, options);
  return unwrap(await client.planChanges(planned), options.where);
}

async function ofTable(name: string | undefined, path: string, options: SetOptions): Promise<Planned> {
  const { where, runs, period, all, clear, missing = false, createRuns = false } = options;
  if ([name, where, runs, period, all, clear].some((given) => given !== undefined)) {
    throw badInput("With --from the runs and values come from there. Leave out the others.");
  }
  return {
    from: "table",
    text: await readText(path),
    action: missing ? "add" : "set",
    columns: {},
    createRuns,
  };
}

async function ofRuns(
  client: DatabaseClient,
  name: string | undefined,
  text: string | undefined,
  options: SetOptions,
): Promise<Planned> {
  const { where, runs, period, all, clear = false, missing = false } = options;
  if (name === undefined) throw badInput("Give a condition and its value, or a table by --from.");
  if ([where, runs, period, all].every((given) => given === undefined)) {
    throw badInput("Say which runs: --runs 10001-10010, --where with an expression, or --all.");
  }
  if (clear === (text !== undefined)) {
    throw badInput(
      clear ? "--clear removes values: leave out the value." : `Give the value of “${name}”, or --clear.`,
    );
  }
  if (clear && missing)
    throw badInput("--missing adds values and --clear removes them. Give one of the two.");
  const types = unwrap(await client.listConditionTypes());
  const type = types.find((one) => one.name === name)?.type;
  const value = text === undefined ? null : typedValue(await valueText(text), type);
  const selection = await selectionOf(client, where ?? "", options);
  const action = clear ? "clear" : missing ? "add" : "set";
  return { from: "value", runs: { selection }, action, condition: name, value };
}

const mostExamples = 5;

function planLines(plan: ChangePlan): string[] {
  const { counts, changes } = plan;
  const would = countsLine({ ...counts, runs: 0, removedRuns: 0 });
  const kept = counts.kept > 0 ? [`${counts.kept} other values stay.`] : [];
  const more = changes.length > mostExamples ? [`… and ${changes.length - mostExamples} more`] : [];
  return [would, ...kept, ...changeLines(changes.slice(0, mostExamples)), ...more, ...problemLines(plan, {})];
}

/** What of a table, or of a list of runs, cannot be used. */
function problemLines(
  { counts, columns, unknownRuns, unfit, unread }: ChangePlan,
  { createRuns = false }: SetOptions,
): string[] {
  const told = (all: readonly { readonly message: string; readonly line: number | null }[]): string[] =>
    all.map(({ message, line }) => message + placeOf(line));
  const unclear = columns.flatMap(({ heading, problem }) =>
    problem === null ? [] : [`${quoted(heading)}: ${problem}`],
  );
  const unknown = unknownRuns.map(({ run, line }) => `run ${run}${placeOf(line)}`);
  const kinds: readonly (readonly [count: number, one: string, many: string, examples: string[]])[] = [
    [unclear.length, "column cannot be used", "columns cannot be used", unclear],
    [createRuns ? 0 : counts.unknownRuns, "unknown run", "unknown runs", unknown],
    [counts.unfit, "value does not fit", "values do not fit", told(unfit)],
    [counts.unread, "line cannot be read", "lines cannot be read", told(unread)],
  ];
  return kinds.flatMap(([count, one, many, examples]) =>
    count === 0 ? [] : [withExamples(count, count === 1 ? one : many, examples)],
  );
}

function placeOf(line: number | null): string {
  return line === null ? "" : ` (line ${line})`;
}

function withExamples(count: number, what: string, examples: readonly string[]): string {
  const more = count > mostExamples ? " …" : "";
  return escapeControls(`${count} ${what}: ${examples.slice(0, mostExamples).join("; ")}${more}`);
}
