/** What the commands have in common. */
import type { Command } from "commander";

/** The options of every command. */
export interface CommonOptions {
  readonly json?: boolean;
}

/** The words in which a command is offered: its name with its arguments, what it does, and examples. */
export interface CommandText {
  readonly usage: string;
  readonly description: string;
  /** Lines of examples, and what else is to be known. */
  readonly help: string;
}

/** Adds a command that needs no open database. */
export function addCommand(parent: Command, { usage, description, help }: CommandText): Command {
  return (
    parent
      .command(usage)
      .description(description)
      .option("--json", jsonHelp)
      // A group allows them, to say itself which command is unknown.
      .allowExcessArguments(false)
      .addHelpText("after", `\nExamples:\n${help}`)
  );
}

/** Adds a command that works on a database; `-c` may stand before or after its name. */
export function addDatabaseCommand(parent: Command, text: CommandText): Command {
  return addConnectionOptions(addCommand(parent, text));
}

export const jsonHelp = 'the answer as one JSON value, an error as {"error": …}';

/** Adds the options that say which database is meant, and how to log in to it. */
export function addConnectionOptions(command: Command, flags = "-c, --connection <database>"): Command {
  return command
    .option(flags, "SQLite file, connection string, or profile as @name (or in RCDB_CONNECTION)")
    .option("--password-file <file>", "has the password for the server (or in RCDB_PASSWORD)");
}
