/** The commands, their options and their help. What a command does is loaded when it is called. */
import { Command, InvalidArgumentError, Option } from "commander";
import packageFile from "../package.json" with { type: "json" };
import { CommandError } from "./commandError.ts";
import type { ListOptions } from "./commands/list.ts";
import type { RunOptions } from "./commands/run.ts";
import type { SelectOptions } from "./commands/select.ts";
import type { ServeOptions } from "./commands/serve.ts";
import { escapeControls } from "./escapeControls.ts";
import { help } from "./help.ts";

interface ConnectionOption {
  readonly connection?: string;
}

/** The command line of `rcdb`. */
export function createProgram(): Command {
  const program = new Command("rcdb")
    .description("Look into a Run Conditions Database (RCDB).")
    .version(packageFile.version, "-V, --version", "print the version")
    .option("-c, --connection <database>", help.connection)
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    // Without it `-c` after `run` would always be the program's.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(commanderError(text)) })
    .addHelpText("after", help.program);

  /** The database named before or after the command, or by RCDB_CONNECTION. */
  const connectionOf = ({ connection }: ConnectionOption): string => {
    const named = connection ?? program.opts<ConnectionOption>().connection ?? process.env.RCDB_CONNECTION;
    if (named) return named;
    throw new CommandError(
      "No database is named. Put -c and its path before the command, or set RCDB_CONNECTION.",
    );
  };

  program
    .command("info")
    .description("what the database is: file, runs, run periods")
    .option("-c, --connection <database>", help.connection)
    .action(async (options: ConnectionOption) => {
      const { info } = await import("./commands/info.ts");
      await info(connectionOf(options));
    });

  program
    .command("ls")
    .description("names of condition types")
    .argument("[search]", "only those that contain this text, in upper or lower case")
    .option("-l, --long", "with type and description")
    .option("-c, --connection <database>", help.connection)
    .addHelpText("after", help.ls)
    .action(async (search: string | undefined, options: ListOptions & ConnectionOption) => {
      const { list } = await import("./commands/list.ts");
      await list(connectionOf(options), search ?? "", options);
    });

  program
    .command("select")
    .description("runs that fulfil a condition expression, and their values")
    .argument("[expression]", "which runs; all without it")
    .argument("[conditions...]", "what to show of them, separated by blanks or commas")
    .addOption(
      new Option("-r, --runs <range>", "only runs of a range: 1000-2000, 1000-, -2000").conflicts("period"),
    )
    .option("-p, --period <name>", "only runs of a run period")
    .option("-d, --desc", "the newest runs first")
    .addOption(formatOption())
    .option("-c, --connection <database>", help.connection)
    .addHelpText("after", help.select)
    .action(
      async (
        expression: string | undefined,
        conditions: string[],
        options: SelectOptions & ConnectionOption,
      ) => {
        const { select } = await import("./commands/select.ts");
        await select(connectionOf(options), expression ?? "", conditionNames(conditions), options);
      },
    );

  program
    .command("run")
    .description("all there is about a run")
    .argument("<number>", "the run's number", parseRunNumber)
    .option("-c, --conditions", "only its conditions")
    .option("-f, --files", "only its files")
    .option("--connection <database>", help.connection)
    .addHelpText("after", help.run)
    .action(async (number: number, options: RunOptions & ConnectionOption) => {
      const { run } = await import("./commands/run.ts");
      await run(connectionOf(options), number, options);
    });

  program
    .command("serve")
    .description("the same interface as the desktop application, for a browser")
    .option("--port <port>", "8087, or the next that is free", parsePort)
    .option("--host <address>", "where to listen; only this computer can reach the default", "127.0.0.1")
    .option("-c, --connection <database>", help.connection)
    .addHelpText("after", help.serve)
    .action(async (options: ServeOptions & ConnectionOption) => {
      const { serve } = await import("./commands/serve.ts");
      await serve(connectionOf(options), options);
    });

  return program;
}

function formatOption(): Option {
  return new Option("--format <format>", "how to write the rows")
    .choices(["table", "csv", "tsv", "json"] satisfies SelectOptions["format"][])
    .default("table");
}

/** Commander's message as one line in our form. */
function commanderError(text: string): string {
  const message = text.trim().replace(/^error: /, "");
  return `rcdb: ${escapeControls(message.replace(/\n+/g, " "))}\n`;
}

/** As the Python tool has it, several conditions may come in one argument. Each is shown once. */
function conditionNames(given: readonly string[]): string[] {
  return [...new Set(given.flatMap((argument) => argument.split(/[\s,]+/)))].filter((name) => name !== "");
}

function parseRunNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) {
    throw new InvalidArgumentError("A run number is an integer.");
  }
  return number;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) {
    throw new InvalidArgumentError("A port is a number from 0 (any free one) to 65535.");
  }
  return port;
}
