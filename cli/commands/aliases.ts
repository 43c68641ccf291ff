import type { Command } from "commander";
import { usedAliases, type Alias } from "../../core/api/catalogue.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase, withWritableDatabase, type DatabaseClient } from "../database.ts";
import { unwrap } from "../failures.ts";
import { addNamedRows, addRemoval, type NamedRows } from "../namedRows.ts";
import { answer } from "../output.ts";
import { factLines, tableLines } from "../table.ts";

interface AddOptions extends CommonOptions {
  readonly description?: string;
  readonly replace?: boolean;
}

const aliases: NamedRows<Alias> = {
  noun: "alias",
  list: (client) => client.listAliases(),
  lines: aliasLines,
  empty: "There are no aliases.",
  remove: (client, which) => client.deleteAlias(which),
  nameIn: (typed) => typed.replace(/^@/, ""),
  // No expression could name one by a number.
  namesakes: () => Promise.resolve([]),
};

/** `rcdb alias`: names for expressions. */
export function addAliasCommands(program: Command): void {
  const group = addNamedRows(program, aliases, {
    group: {
      usage: "alias",
      description: "List, test, add and remove aliases, the names for expressions",
      help: `  rcdb alias                      lists them
  rcdb alias test is_production   how many runs it selects, and what it stands for
  rcdb alias add good "@is_production and beam_current > 100" --description "worth looking at"
  rcdb select "@good and event_count > 1000000"
  rcdb alias rm good`,
    },
    list: {
      usage: "list",
      description: "List all aliases: the built-in ones, and those of the database",
      help: `  rcdb alias list
  rcdb alias list --json`,
    },
  });
  addTestCommand(group);
  addAddCommand(group);
  addRemoval(group, aliases, {
    usage: "rm",
    description: "Remove an alias from the database",
    help: `  rcdb alias rm good
  rcdb alias rm id:3       the one with that id, as rcdb alias lists it`,
  });
}

function addTestCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "test",
    description: "Test an alias, or an expression that may become one: how many runs, and what it stands for",
    help: `  rcdb alias test is_production
  rcdb alias test "@is_production and beam_current > 100"`,
  })
    .argument("<expression>", "an alias' name, or an expression")
    .action((text: string, options: CommonOptions, command: Command) =>
      withDatabase(command, (client) => testAlias(client, text, options)),
    );
}

async function testAlias(client: DatabaseClient, text: string, options: CommonOptions): Promise<void> {
  const [{ expandedText }, aliases] = await Promise.all([import("../expandedText.ts"), client.listAliases()]);
  const known = usedAliases(unwrap(aliases));
  const expression = known.some(({ name }) => name === text) ? `@${text}` : text;
  const expanded = expandedText(
    expression,
    unwrap(await client.listConditionTypes()),
    known,
    unwrap(await client.listRunPeriods()),
  );
  const order = { column: "run", descending: false };
  const search = { expression, runMin: null, runMax: null, columns: [], order };
  const { count } = unwrap(await client.searchRuns(search), expression);
  await answer(options, { expression, expanded, runs: count }, () =>
    factLines([
      ["Expression", expression],
      ["Stands for", expanded],
      ["Runs", count],
    ]),
  );
}

function addAddCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "add",
    description: "Add an alias to the database, for everybody who uses it",
    help: `  rcdb alias add good "@is_production and beam_current > 100"
  rcdb alias add good "beam_current > 120" --replace --description "worth looking at"`,
  })
    .argument("<name>", "its name; it is used as @name")
    .argument("<expression>", "what it stands for")
    .option("-d, --description <text>", "what it is for")
    .option("--replace", "overwrite an alias of that name")
    .action((name: string, code: string, options: AddOptions, command: Command) =>
      withWritableDatabase(command, async (client) => {
        const { description = null, replace = false } = options;
        const stored = unwrap(await client.addAlias({ name, code, description, replace }), code);
        await answer(options, stored, ({ created }) => [
          created ? `Added the alias @${name}.` : `The alias @${name} is as you gave it.`,
        ]);
      }),
    );
}

function aliasLines(aliases: readonly Alias[]): string[] {
  return tableLines(
    [
      ["id", "right"],
      ["alias", "left"],
      ["from", "left"],
      ["expression", "left", Infinity],
      ["description", "left"],
    ],
    aliases.map(({ id, name, source, overriddenBy, code, description }) => [
      id ?? null,
      `@${name}`,
      overriddenBy === undefined ? source : `not used: ${overriddenBy} counts`,
      code,
      description,
    ]),
  );
}
