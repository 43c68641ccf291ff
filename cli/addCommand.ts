/** What the commands have in common. */
import type { Command } from "commander";
import { badInput } from "./failures.ts";

/** The options of every command. */
export interface CommonOptions {
  readonly json?: boolean;
}

interface ConnectionOption {
  readonly connection?: string;
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
  return addCommand(parent, text).option("-c, --connection <database>", connectionHelp);
}

export const jsonHelp = 'the answer as one JSON value, an error as {"error": …}';
export const connectionHelp = "SQLite file or connection string (or in RCDB_CONNECTION)";

/** The database named after the command, before it, or by RCDB_CONNECTION. Throws `bad_input` where there is none. */
export function connectionOf(command: Command): string {
  const named = namedConnectionOf(command);
  if (named !== null) return named;
  throw badInput(
    "No database is named. Put -c and its path before the command, or set RCDB_CONNECTION.",
  );
}

/** The same; null where there is none. */
export function namedConnectionOf(command: Command): string | null {
  return namedConnection(command) || process.env["RCDB_CONNECTION"] || null;
}

function namedConnection(command: Command): string | undefined {
  const { connection } = command.opts<ConnectionOption>();
  return connection ?? (command.parent ? namedConnection(command.parent) : undefined);
}
