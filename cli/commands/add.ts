import { Option, type Command } from "commander";
import { runColumns } from "../../core/api/search.ts";
import { valueTypes, type ValueType } from "../../core/query/types.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { addGroup } from "../addGroup.ts";
import { withWritableDatabase } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer, remark } from "../output.ts";
import { parseRunNumber } from "../parseArguments.ts";
import { addAddConditionCommand } from "./addCondition.ts";
import { addAddFileCommand } from "./addFile.ts";
import { addAddRunsCommand } from "./addRuns.ts";

/** `rcdb add`: runs, condition types, conditions and files. */
export function addAddCommands(program: Command): void {
  const group = addGroup(program, {
    usage: "add",
    description: "Add runs, condition types, conditions and configuration files",
    help: `  rcdb add run 10340 --started "2016-02-17 13:26:01"
  rcdb add type beam_current float --description "Beam current in nA"
  rcdb add condition 10340 beam_current 120.5
  rcdb add file 10340 trigger.conf
  rcdb add runs runs.ndjson

Whoever changes something is named in the log by RCDB_USER, or else by the name of the system's user.`,
  });
  addAddRunCommand(group);
  addAddTypeCommand(group);
  addAddConditionCommand(group);
  addAddFileCommand(group);
  addAddRunsCommand(group);
}

interface RunOptions extends CommonOptions {
  readonly started?: string;
  readonly finished?: string;
}

function addAddRunCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "run",
    description: "Add a run unless it exists, and set when it started and finished",
    help: `  rcdb add run 10340
  rcdb add run 10340 --started "2016-02-17 13:26:01" --finished "2016-02-17 14:20:00"`,
  })
    .argument("<number>", "the run's number", parseRunNumber)
    .option("--started <time>", "when it started, by the wall clock")
    .option("--finished <time>", "when it finished")
    .action((number: number, options: RunOptions, command: Command) =>
      withWritableDatabase(command, async (client) => {
        const { started, finished } = options;
        const times = {
          ...(started !== undefined && { started }),
          ...(finished !== undefined && { finished }),
        };
        const written = unwrap(await client.addRuns({ runs: [{ number, ...times }] }));
        await answer(options, { created: written.runs === 1 }, ({ created }) => [
          created ? `Added run ${number}.` : `Run ${number} was there already.`,
        ]);
      }),
    );
}

interface TypeOptions extends CommonOptions {
  readonly type?: ValueType;
  readonly description?: string;
}

function addAddTypeCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "type",
    description: "Add a condition type",
    help: `  rcdb add type beam_current float --description "Beam current in nA"
  rcdb add type is_valid_run_end bool
  rcdb add type beam_current --type float`,
  })
    .argument("<name>", "its name, as expressions use it")
    .addArgument(
      group.createArgument("[type]", "the type of its values; float without it").choices(valueTypes),
    )
    .addOption(new Option("-t, --type <type>", "the type of its values").choices(valueTypes))
    .addOption(new Option("-d, --description <text>", "what it is"))
    .action((name: string, given: ValueType | undefined, options: TypeOptions, command: Command) =>
      withWritableDatabase(command, async (client) => {
        const { description = null } = options;
        if (given !== undefined && options.type !== undefined && given !== options.type) {
          throw badInput(`“${given}” and “${options.type}” both say which type. Name one of them.`);
        }
        const type = given ?? options.type ?? "float";
        const stored = unwrap(await client.createConditionType({ name, type, description }));
        await answer(options, stored, ({ created }) => [
          created ? `Added the condition type ${name}.` : `The condition type ${name} was there already.`,
        ]);
        const own = runColumns.find((column) => column.name === name);
        if (own && stored.created) {
          remark(
            `Runs have a column ${name} of their own: the condition takes its place in queries and tables. “rcdb type change ${name} --name NAME” renames it.`,
          );
        }
      }),
    );
}
