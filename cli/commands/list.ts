import type { Command } from "commander";
import type { ConditionType } from "../../core/api/catalogue.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase } from "../database.ts";
import { unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { Table } from "../table.ts";

interface ListOptions extends CommonOptions {
  readonly long?: boolean;
}

/** `rcdb ls`: the condition types whose names contain the text searched for. */
export function addListCommand(program: Command): void {
  addDatabaseCommand(program, {
    usage: "ls",
    description: "List the condition types",
    help: `  rcdb ls                 all names
  rcdb ls beam            those that contain “beam”
  rcdb ls beam -l         with type and description`,
  })
    .argument("[search]", "only those that contain this text, in upper or lower case")
    .option("-l, --long", "with type and description")
    .action((search: string | undefined, options: ListOptions, command: Command) =>
      listConditionTypes(search ?? "", options, command),
    );
}

function listConditionTypes(search: string, options: ListOptions, command: Command): Promise<void> {
  return withDatabase(command, async (client) => {
    const types = unwrap(await client.listConditionTypes());
    const found = types.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
    const nothing = search === "" ? "There are no condition types." : `No name contains “${search}”.`;
    const row = ({ name, type, description }: ConditionType): string[] =>
      options.long ? [name, type, description ?? ""] : [name];
    await answer(
      options,
      found,
      () => new Table(["left", "left", "left"]).lines(found.map(row)),
      found.length === 0 ? [nothing] : [],
    );
  });
}
