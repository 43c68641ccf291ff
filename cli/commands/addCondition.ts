import type { Command } from "commander";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withWritableDatabase, type WriteClient } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { parseRunNumber } from "../parseArguments.ts";
import { readText } from "../readInput.ts";
import { typedValue } from "../typedValue.ts";
import { writtenLine } from "../writtenLine.ts";

interface ConditionOptions extends CommonOptions {
  readonly replace?: boolean;
}

/** `rcdb add condition`: values of a run, all of them or none. */
export function addAddConditionCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "condition",
    description: "adds values of a run: all of them, or none where one does not fit",
    help: `  rcdb add condition 10340 beam_current 120.5
  rcdb add condition 10340 event_count 2478918 is_valid_run_end true run_type hd_all.tsg
  rcdb add condition 10340 run_start_time "2016-02-17 13:26:01"
  rcdb add condition 10340 beam_current 119.8 --replace     in place of another value; the log keeps both
  rcdb add condition 10340 rtvs @rtvs.json                  the value is in a file
  echo "beam lost" | rcdb add condition 10340 user_comment -

A value that begins with @ is written with two of them: @@home.`,
  })
    .argument("<run>", "the run's number", parseRunNumber)
    .argument("<name>", "a condition's name")
    .argument("<value>", "its value, as its type has it")
    .argument("[others...]", "further names and values")
    .option("--replace", "overwrite values that are there and differ")
    .action(
      (
        run: number,
        name: string,
        value: string,
        others: string[],
        options: ConditionOptions,
        command: Command,
      ) =>
        withWritableDatabase(command, (client) =>
          addConditions(client, run, [name, value, ...others], options),
        ),
    );
}

async function addConditions(
  client: WriteClient,
  run: number,
  given: readonly string[],
  { replace = false, json = false }: ConditionOptions,
): Promise<void> {
  const types = new Map(unwrap(await client.listConditionTypes()).map(({ name, type }) => [name, type]));
  const values = [];
  for (const [name, text] of pairsOf(given)) {
    values.push({ name, value: typedValue(await valueText(text), types.get(name)) });
  }
  const written = unwrap(await client.addConditions({ run, values, replace }));
  await answer({ json }, written, (counts) => [writtenLine(counts)]);
}

function pairsOf(given: readonly string[]): [name: string, value: string][] {
  return given.flatMap((name, index) => {
    if (index % 2 === 1) return [];
    const value = given[index + 1];
    if (value === undefined)
      throw badInput(`The condition “${name}” has no value. Names and values take turns.`);
    return [[name, value] as [string, string]];
  });
}

/** The text itself, or for `@FILE` and `-` that of a file or of standard input without its last line end. */
async function valueText(text: string): Promise<string> {
  if (text.startsWith("@@")) return text.slice(1);
  if (text !== "-" && !text.startsWith("@")) return text;
  const content = await readText(text === "-" ? text : text.slice(1));
  return content.replace(/\r?\n$/, "");
}
