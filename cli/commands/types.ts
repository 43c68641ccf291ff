import type { Command } from "commander";
import type { ConditionType, ConditionTypeUse } from "../../core/api/catalogue.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { counted } from "../../core/text/counted.ts";
import { addGroup } from "../addGroup.ts";
import { namedRow } from "../askWhich.ts";
import { withDatabase, withWritableDatabase, type DatabaseClient } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { parseCount } from "../parseArguments.ts";

/** `rcdb type`: condition types that are there. */
export function addTypeCommands(program: Command): void {
  const group = addGroup(program, {
    usage: "type",
    description: "Show, rename, describe and remove condition types; “rcdb add type” adds one",
    help: `  rcdb type show beam_current
  rcdb type change beam_current --description "Beam current in nA"
  rcdb type rm beam_current --values 120`,
  });
  addShow(group);
  addChange(group);
  addRemove(group);
}

const nameHelp = "the condition type's name, or id:7 where several have it";

function addShow(group: Command): void {
  addDatabaseCommand(group, {
    usage: "show",
    description: "Show a condition type, how many values it has, and the aliases that name it",
    help: "  rcdb type show beam_current",
  })
    .argument("<name>", nameHelp)
    .action((name: string, options: CommonOptions, command: Command) =>
      withDatabase(command, async (client) => {
        const which = await whichType(client, name);
        const use = unwrap(await client.readTypeUse(which));
        const types = unwrap(await client.listConditionTypes());
        const type = types.find(({ id, name: own }) =>
          which.id === undefined ? own === which.name : id === which.id,
        );
        await answer(options, { ...type, ...use }, () => (type ? typeLines(type, use) : []));
      }),
    );
}

function typeLines(
  { id, name, type, description }: ConditionType,
  { values, runs, aliases }: ConditionTypeUse,
): string[] {
  return [
    `${name}: ${type}, id ${id}${description === null || description === "" ? "" : `, ${description}`}`,
    `${counted(values, "value")} of ${counted(runs, "run")}`,
    ...(aliases.length === 0 ? [] : [`named by ${aliases.map((alias) => `@${alias}`).join(", ")}`]),
  ];
}

interface ChangeOptions extends CommonOptions {
  readonly name?: string;
  readonly description?: string;
}

function addChange(group: Command): void {
  addDatabaseCommand(group, {
    usage: "change",
    description: "Change the name or the description of a condition type; its values stay",
    help: `  rcdb type change beam_curent --name beam_current
  rcdb type change beam_current --description "Beam current in nA"`,
  })
    .argument("<name>", nameHelp)
    .option("--name <name>", "its new name")
    .option("--description <text>", "its new description")
    .action((name: string, { name: newName, description, ...options }: ChangeOptions, command: Command) =>
      withWritableDatabase(command, async (client) => {
        if (newName === undefined && description === undefined) {
          throw badInput("Nothing is to be changed. Give --name or --description.");
        }
        const which = await whichType(client, name);
        const { aliases } = unwrap(await client.readTypeUse(which));
        const type = unwrap(await client.updateConditionType({ ...which, newName, description }));
        const left = newName === undefined ? [] : aliases;
        await answer(options, type, (changed) => [`${changed.name} is changed.`], left.map(aliasRemark));
      }),
    );
}

function aliasRemark(alias: string): string {
  return `The alias @${alias} names it as it was called before. Change it: rcdb alias add ${alias} … --replace`;
}

interface RemoveOptions extends CommonOptions {
  readonly values?: number;
}

function addRemove(group: Command): void {
  addDatabaseCommand(group, {
    usage: "rm",
    description: "Remove a condition type; with its values where their number is given",
    help: `  rcdb type rm beam_current                 where it has no values
  rcdb type rm beam_current --values 120    with all 120 of them; the log keeps each`,
  })
    .argument("<name>", nameHelp)
    .option("--values <number>", "how many values are removed with it, as “rcdb type show” tells", parseCount)
    .action((name: string, { values = 0, ...options }: RemoveOptions, command: Command) =>
      withWritableDatabase(command, async (client) => {
        const removed = unwrap(
          await client.deleteConditionType({ ...(await whichType(client, name)), values }),
        );
        await answer(options, removed, () => [
          `${name} is removed, with ${counted(removed.values, "value")}.`,
        ]);
      }),
    );
}

async function whichType(client: DatabaseClient, name: string): Promise<ReturnType<typeof namedRow>> {
  return namedRow(name, unwrap(await client.listConditionTypes()));
}
