import { Option, type Command } from "commander";
import type { RunPeriod } from "../../core/api/catalogue.ts";
import { parseRunRanges } from "../../core/api/runRange.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { namedRow, withRowMeant } from "../askWhich.ts";
import { withWritableDatabase } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { addNamedRows, addRemoval, type NamedRows } from "../namedRows.ts";
import { answer } from "../output.ts";
import { parseRunNumber } from "../parseArguments.ts";
import { tableLines } from "../table.ts";

interface RunPeriodOptions extends CommonOptions {
  readonly name?: string;
  readonly runs?: string;
  readonly runMin?: number;
  readonly runMax?: number;
  readonly description?: string;
  readonly startDate?: string;
  readonly endDate?: string;
}

const periods: NamedRows<RunPeriod> = {
  noun: "run period",
  list: (client) => client.listRunPeriods(),
  lines: runPeriodLines,
  empty: "There are no run periods.",
  remove: (client, which) => client.deleteRunPeriod(which),
  nameIn: (typed) => typed,
  namesakes: async (client) => unwrap(await client.listRunPeriods()),
};

/** `rcdb rp`: the run periods, and changing them. */
export function addRunPeriodCommands(program: Command): void {
  const group = addNamedRows(program, periods, {
    group: {
      usage: "rp",
      description: "List, add, change and remove run periods",
      help: `  rcdb rp                 lists them
  rcdb rp add RunPeriod-2025-01 130000-139999 --description "GlueX-II"
  rcdb rp update RunPeriod-2025-01 --runs 130000-134999
  rcdb rp rm RunPeriod-2025-01
  rcdb rp rm 15           the one with the id 15, as rcdb rp lists it`,
    },
    list: {
      usage: "list",
      description: "List all run periods",
      help: `  rcdb rp list
  rcdb rp list --json`,
    },
  });
  addAddCommand(group);
  addUpdateCommand(group);
  addRemoval(group, periods, {
    usage: "rm",
    description: "Remove a run period; its runs stay",
    help: `  rcdb rp rm RunPeriod-2025-01
  rcdb rp rm 15                  the one with that id; id:15 where a run period is called 15`,
  }).addOption(new Option("-y, --yes", "accepted: nothing is asked but which one").hideHelp());
}

function addAddCommand(group: Command): void {
  const add = addDatabaseCommand(group, {
    usage: "add",
    description: "Add a run period",
    help: `  rcdb rp add RunPeriod-2025-01 130000-139999
  rcdb rp add RunPeriod-2025-01 130000-139999 --start 2025-01-10 --end 2025-03-20 --description "GlueX-II"
  rcdb rp add --name RunPeriod-2025-01 --run-min 130000 --run-max 139999`,
  })
    .argument("[name]", "its name")
    .argument("[runs]", "first and last run: 130000-139999")
    .option("-n, --name <name>", "its name, where it does not stand by itself");
  withRunPeriodOptions(add).action(
    (givenName: string | undefined, runs: string | undefined, options: RunPeriodOptions, command: Command) =>
      withWritableDatabase(command, async (client) => {
        const { description = null, startDate = null, endDate = null } = options;
        const name = oneOf("the name", givenName, options.name);
        const { runMin, runMax } = endsOf(oneOf("the runs", runs, options.runs), options);
        if (name === undefined || runMin === undefined || runMax === undefined) {
          throw badInput("Give the name, the first and the last run, such as: rp add NAME 130000-139999");
        }
        const period = { name, runMin, runMax, description, startDate, endDate };
        const stored = unwrap(await client.createRunPeriod(period));
        await answer(options, stored, ({ created }) => [
          created ? `Added the run period ${name}.` : `The run period ${name} was there already.`,
        ]);
      }),
  );
}

function addUpdateCommand(group: Command): void {
  const update = addDatabaseCommand(group, {
    usage: "update",
    description: "Change a run period; what no option names stays as it is",
    help: `  rcdb rp update RunPeriod-2025-01 --runs 130000-134999
  rcdb rp update RunPeriod-2025-01 --name RunPeriod-2025-02 --description "the second half"
  rcdb rp update 15 --run-max 134999 --end-date 2025-02-20`,
  })
    .argument("<name>", "its name, or its id")
    .option("-n, --name <name>", "its new name");
  withRunPeriodOptions(update).action((name: string, options: RunPeriodOptions, command: Command) =>
    withWritableDatabase(command, async (client) => {
      const { name: newName, runs, startDate, endDate, description } = options;
      const { runMin, runMax } = endsOf(runs, options);
      const changes = {
        ...(newName !== undefined && { newName }),
        ...(runMin !== undefined && { runMin }),
        ...(runMax !== undefined && { runMax }),
        ...(description !== undefined && { description }),
        ...(startDate !== undefined && { startDate }),
        ...(endDate !== undefined && { endDate }),
      };
      if (Object.keys(changes).length === 0)
        throw badInput("Nothing is to be changed. Name at least one option.");
      const which = namedRow(name, unwrap(await client.listRunPeriods()));
      const period = unwrap(
        await withRowMeant(which, (row) => client.updateRunPeriod({ ...row, ...changes })),
      );
      await answer(options, period, (changed) => runPeriodLines([changed]));
    }),
  );
}

function withRunPeriodOptions(command: Command): Command {
  return command
    .option("-r, --runs <range>", "first and last run: 130000-139999")
    .option("--run-min <number>", "its first run", parseRunNumber)
    .option("--run-max <number>", "its last run", parseRunNumber)
    .option("-d, --description <text>", "what it is")
    .option("--start, --start-date <date>", "its first day: 2025-01-10")
    .option("--end, --end-date <date>", "its last day");
}

/** What two places may give, of which one alone is to. Throws `bad_input` where both do. */
function oneOf(what: string, first: string | undefined, second: string | undefined): string | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  throw badInput(`“${first}” and “${second}” both give ${what}. Name one of them.`);
}

/** The ends that a range gives, or the options of the Python tool. */
function endsOf(
  range: string | undefined,
  { runMin, runMax }: RunPeriodOptions,
): { readonly runMin?: number | undefined; readonly runMax?: number | undefined } {
  if (range === undefined) return { runMin, runMax };
  if (runMin === undefined && runMax === undefined) return bothEnds(range);
  throw badInput(`“${range}” gives both ends. Leave out --run-min and --run-max.`);
}

/** Run periods as a table. */
export function runPeriodLines(periods: readonly RunPeriod[]): string[] {
  return tableLines(
    [
      ["id", "right"],
      ["name", "left", Infinity],
      ["runs", "left"],
      ["from", "left"],
      ["to", "left"],
      ["description", "left"],
    ],
    periods.map(({ id, name, runMin, runMax, startDate, endDate, description }) => [
      id,
      name,
      `${runMin}-${runMax}`,
      startDate,
      endDate,
      description,
    ]),
  );
}

function bothEnds(text: string): { runMin: number; runMax: number } {
  const { runMin, runMax, ranges } = unwrap(parseRunRanges(text, []));
  if (runMin !== null && runMax !== null && ranges.length === 0) return { runMin, runMax };
  throw badInput("A run period has one first and one last run. Write 130000-139999.");
}
