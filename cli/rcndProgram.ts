/** The command line of `rcnd`, as the Python client's was: it reads, and says which command of `rcdb` writes. */
import { Command, Option } from "commander";
import packageFile from "../package.json" with { type: "json" };
import { inOneLine } from "../core/api/delimitedField.ts";
import type { ConditionType } from "../core/api/catalogue.ts";
import type { RunCondition } from "../core/api/runs.ts";
import { addConnectionOptions, jsonHelp, type CommonOptions } from "./addCommand.ts";
import { withDatabase, type DatabaseClient } from "./database.ts";
import { escapeControls } from "../core/text/escapeControls.ts";
import { badInput, unwrap } from "./failures.ts";
import { answer } from "./output.ts";
import { parseRunNumber } from "./parseArguments.ts";
import { messageOf } from "./program.ts";
import { pythonText } from "../core/formats/pythonText.ts";
import { writeValue } from "./writeValue.ts";

interface RcndOptions extends CommonOptions {
  readonly list?: boolean;
  readonly listNames?: boolean;
}

const help = `
Examples:
  rcnd                      how many runs, and the names of conditions
  rcnd --list               condition types with their descriptions
  rcnd 1000                 all values of a run
  rcnd 1000 event_count     the value alone; exit code 1 where there is none

The same, and writing: rcdb run, rcdb ls, rcdb add condition, rcdb add type, rcdb add run.`;

/** What wrote in the Python client's tool, and the command that does it. */
const writers = [
  ["--write <value>", "rcdb add condition RUN NAME VALUE"],
  ["--create <name>", "rcdb add type NAME --type TYPE"],
  ["--new-run <number>", "rcdb add run NUMBER"],
] as const;

/** The command line of `rcnd`; `complain` is told what is wrong with its use. */
export function createRcnd(complain: (message: string) => void): Command {
  const program = new Command("rcnd")
    .description("Print the conditions of a run.")
    .version(packageFile.version, "-V, --version", "print the version")
    .argument("[run]", "the run's number", parseRunNumber)
    .argument("[name]", "print only the value of this condition");
  addConnectionOptions(program)
    .option("-l, --list", "condition types, with type and description")
    .option("--list-names", "names of condition types")
    .option("--json", jsonHelp)
    .addOption(new Option("-v, --verbose", "accepted, without effect").hideHelp())
    .helpOption("-h, --help", "print this help")
    .exitOverride()
    .configureOutput({ outputError: (text) => complain(messageOf(text)) })
    .addHelpText("after", help)
    .action((run: number | undefined, name: string | undefined, options: RcndOptions, command: Command) =>
      withDatabase(command, (client) => show(client, run, name, options)),
    );
  for (const [flags, instead] of writers) {
    const refuse = (): never => {
      throw badInput(`rcnd only reads. To write use: ${instead}`);
    };
    program.addOption(new Option(flags, "refused").argParser(refuse).hideHelp());
  }
  return program;
}

async function show(
  client: DatabaseClient,
  run: number | undefined,
  name: string | undefined,
  options: RcndOptions,
): Promise<void> {
  const { list = false, listNames = false } = options;
  if (list || listNames) {
    const types = unwrap(await client.listConditionTypes());
    return answer(options, types, () =>
      types.map(listNames ? ({ name: own }) => escapeControls(own) : typeLine),
    );
  }
  if (run === undefined) return showCounts(client, options);
  if (name !== undefined) return writeValue(client, run, name, options);
  const { conditions } = unwrap(await client.readRun({ run }));
  await answer(options, conditions, () => conditions.map(conditionLine));
}

async function showCounts(client: DatabaseClient, options: RcndOptions): Promise<void> {
  const { runs, lastRun } = unwrap(await client.describeDatabase());
  const names = unwrap(await client.listConditionTypes()).map((type) => type.name);
  await answer(options, { runs, lastRun, conditions: names }, () => [
    `Runs total: ${runs}`,
    ...(lastRun === null ? [] : [`Last run  : ${lastRun}`]),
    `Condition types total: ${names.length}`,
    "Conditions:",
    "",
    ...names.map((known) => `  ${escapeControls(known)}`),
  ]);
}

function typeLine({ name, type, description }: ConditionType): string {
  return escapeControls(`${name} (${type})${description ? ` - ${description}` : ""}`);
}

/** How much of a JSON text, a time or a blob is shown. */
const shownCharacters = 50;

function conditionLine({ name, type, value }: RunCondition): string {
  const text = pythonText(value, type);
  if (type === "string") return escapeControls(`${name} = '${text}'`);
  if (type === "int" || type === "float" || type === "bool") return escapeControls(`${name} = ${text}`);
  const begun = Array.from(inOneLine(text)).slice(0, shownCharacters).join("");
  return escapeControls(`${name} = (${type})${begun}...`);
}
