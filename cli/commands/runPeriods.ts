import type { Command } from "commander";
import type { RunPeriod } from "../../core/api/schemas.ts";
import { parseRunRanges } from "../../core/api/runRange.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { addGroupWithDefault } from "../addGroup.ts";
import { withDatabase, withWritableDatabase } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { tableLines } from "../table.ts";

interface RunPeriodOptions extends CommonOptions {
  readonly description?: string;
  readonly start?: string;
  readonly end?: string;
}

interface UpdateOptions extends RunPeriodOptions {
  readonly name?: string;
  readonly runs?: string;
}

/** `rcdb rp`: the run periods, and changing them. */
export function addRunPeriodCommands(program: Command): void {
  const group = addGroupWithDefault(
    program,
    {
      usage: "rp",
      description: "run periods: list, add, change, remove",
      help: `  rcdb rp                 lists them
  rcdb rp add RunPeriod-2025-01 130000-139999 --description "GlueX-II"
  rcdb rp update RunPeriod-2025-01 --runs 130000-134999
  rcdb rp rm RunPeriod-2025-01`,
    },
    listRunPeriods,
  );
  addDatabaseCommand(group, {
    usage: "list",
    description: "all run periods",
    help: `  rcdb rp list
  rcdb rp list --json`,
  }).action(listRunPeriods);
  addAddCommand(group);
  addUpdateCommand(group);
  addRemoveCommand(group);
}

function addAddCommand(group: Command): void {
  const add = addDatabaseCommand(group, {
    usage: "add",
    description: "adds a run period",
    help: `  rcdb rp add RunPeriod-2025-01 130000-139999
  rcdb rp add RunPeriod-2025-01 130000-139999 --start 2025-01-10 --end 2025-03-20 --description "GlueX-II"`,
  })
    .argument("<name>", "its name")
    .argument("<runs>", "first and last run: 130000-139999");
  withRunPeriodOptions(add).action(
    (name: string, runs: string, options: RunPeriodOptions, command: Command) =>
      withWritableDatabase(command, async (client) => {
        const { description = null, start = null, end = null } = options;
        const period = { name, ...bothEnds(runs), description, startDate: start, endDate: end };
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
    description: "changes a run period; what no option names stays as it is",
    help: `  rcdb rp update RunPeriod-2025-01 --runs 130000-134999
  rcdb rp update RunPeriod-2025-01 --name RunPeriod-2025-02 --description "the second half"`,
  })
    .argument("<name>", "its name")
    .option("-n, --name <name>", "its new name")
    .option("-r, --runs <range>", "first and last run: 130000-139999");
  withRunPeriodOptions(update).action((name: string, options: UpdateOptions, command: Command) =>
    withWritableDatabase(command, async (client) => {
      const { name: newName, runs, start, end, description } = options;
      const changes = {
        ...(newName !== undefined && { newName }),
        ...(runs !== undefined && bothEnds(runs)),
        ...(description !== undefined && { description }),
        ...(start !== undefined && { startDate: start }),
        ...(end !== undefined && { endDate: end }),
      };
      if (Object.keys(changes).length === 0)
        throw badInput("Nothing is to be changed. Name at least one option.");
      const period = unwrap(await client.updateRunPeriod({ name, ...changes }));
      await answer(options, period, (changed) => runPeriodLines([changed]));
    }),
  );
}

function addRemoveCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "rm",
    description: "removes a run period; its runs stay",
    help: "  rcdb rp rm RunPeriod-2025-01",
  })
    .argument("<name>", "its name")
    .action((name: string, options: CommonOptions, command: Command) =>
      withWritableDatabase(command, async (client) => {
        const removed = unwrap(await client.deleteRunPeriod({ name }));
        await answer(options, removed, () => [`Removed the run period ${name}.`]);
      }),
    );
}

function withRunPeriodOptions(command: Command): Command {
  return command
    .option("-d, --description <text>", "what it is")
    .option("--start <date>", "its first day: 2025-01-10")
    .option("--end <date>", "its last day");
}

function listRunPeriods(options: CommonOptions, command: Command): Promise<void> {
  return withDatabase(command, async (client) => {
    const periods = unwrap(await client.listRunPeriods());
    const remarks = periods.length === 0 ? ["There are no run periods."] : [];
    await answer(options, periods, runPeriodLines, remarks);
  });
}

/** Run periods as a table. */
export function runPeriodLines(periods: readonly RunPeriod[]): string[] {
  return tableLines(
    [
      ["name", "left", Infinity],
      ["runs", "left"],
      ["from", "left"],
      ["to", "left"],
      ["description", "left"],
    ],
    periods.map(({ name, runMin, runMax, startDate, endDate, description }) => [
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
