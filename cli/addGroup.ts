import type { Command } from "commander";
import { nearest } from "../core/query/nearest.ts";
import { either } from "../core/query/problems.ts";
import { addConnectionOptions, jsonHelp, type CommandText, type CommonOptions } from "./addCommand.ts";
import { badInput } from "./failures.ts";

/** Adds a name under which there are further commands. */
export function addGroup(parent: Command, { usage, description, help }: CommandText): Command {
  return parent.command(usage).description(description).addHelpText("after", `\nExamples:\n${help}`);
}

/** Adds a name under which there are further commands, and that does something when it stands alone. */
export function addGroupWithDefault(
  parent: Command,
  text: CommandText,
  whenAlone: (options: CommonOptions, command: Command) => Promise<void>,
): Command {
  return addConnectionOptions(addGroup(parent, text).option("--json", jsonHelp))
    .allowExcessArguments()
    .action((options: CommonOptions, group: Command) => {
      const [unknown] = group.args;
      if (unknown === undefined) return whenAlone(options, group);
      const near = nearest(
        unknown,
        group.commands.map((command) => command.name()),
      );
      const fix =
        near.length > 0 ? ` Did you mean ${either(near)}?` : ` “rcdb ${group.name()} --help” lists them.`;
      throw badInput(`There is no command “${group.name()} ${unknown}”.${fix}`);
    });
}
