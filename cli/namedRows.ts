import type { Command } from "commander";
import type { NamedRow } from "../core/api/catalogue.ts";
import type { Outcome } from "../core/api/failure.ts";
import { addDatabaseCommand, type CommandText, type CommonOptions } from "./addCommand.ts";
import { addGroupWithDefault } from "./addGroup.ts";
import { namedRow, withRowMeant } from "./askWhich.ts";
import { withDatabase, withWritableDatabase, type DatabaseClient, type WriteClient } from "./database.ts";
import { unwrap } from "./failures.ts";
import { answer } from "./output.ts";

/** Rows that people name, such as run periods and aliases, and what commands about them need. */
export interface NamedRows<Row> {
  /** `run period`, `alias`. */
  readonly noun: string;
  readonly list: (client: DatabaseClient) => Promise<Outcome<readonly Row[]>>;
  readonly lines: (rows: readonly Row[]) => string[];
  /** What is said where there are none. */
  readonly empty: string;
  readonly remove: (client: WriteClient, which: NamedRow) => Promise<Outcome<Record<string, never>>>;
  /** The name that is meant by what was typed. */
  readonly nameIn: (typed: string) => string;
  /** Those that a number on the command line may be the name of; else it is an id. */
  readonly namesakes: (
    client: WriteClient,
  ) => Promise<readonly { readonly id: number; readonly name: string }[]>;
}

/** Adds the group of commands about such rows, which lists them when it stands alone or with `list`. */
export function addNamedRows<Row>(
  program: Command,
  rows: NamedRows<Row>,
  { group: text, list }: { readonly group: CommandText; readonly list: CommandText },
): Command {
  const listRows = (options: CommonOptions, command: Command): Promise<void> =>
    withDatabase(command, async (client) => {
      const found = unwrap(await rows.list(client));
      await answer(options, found, rows.lines, found.length === 0 ? [rows.empty] : []);
    });
  const group = addGroupWithDefault(program, text, listRows);
  addDatabaseCommand(group, list).action(listRows);
  return group;
}

/** Adds the command that removes one of them, by its name or its id; where several have the name it asks which. */
export function addRemoval<Row>(group: Command, rows: NamedRows<Row>, text: CommandText): Command {
  const help = `${text.help}

Where several have the name it asks which; where nobody can be asked the error names their ids.`;
  return addDatabaseCommand(group, { ...text, help })
    .argument("<name>", "its name, or its id")
    .action((name: string, options: CommonOptions, command: Command) =>
      withWritableDatabase(command, async (client) => {
        const known = await rows.namesakes(client);
        const which = namedRow(rows.nameIn(name), known);
        const removed = unwrap(await withRowMeant(which, (row) => rows.remove(client, row)));
        const row = known.find(({ id }) => id === which.id);
        await answer(options, removed, () => [`Removed the ${rows.noun} ${row?.name ?? name}.`]);
      }),
    );
}
