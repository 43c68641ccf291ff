import type { Command } from "commander";
import type { RunDetail } from "../../core/api/schemas.ts";
import { addCommand, connectionHelp, type CommonOptions } from "../addCommand.ts";
import { withDatabase } from "../database.ts";
import { unwrap } from "../failures.ts";
import { answer, heading } from "../output.ts";
import { parseRunNumber } from "../parseArguments.ts";
import { factLines, Table } from "../table.ts";

interface RunOptions extends CommonOptions {
  readonly conditions?: boolean;
  readonly files?: boolean;
}

/** `rcdb run`: a run's own data, conditions and files, or only what the options name. */
export function addRunCommand(program: Command): void {
  addCommand(program, {
    usage: "run",
    description: "all there is about a run",
    help: `  rcdb run 10340
  rcdb run 10340 -c       only the conditions
  rcdb run 10340 -f       only the configuration files
  rcdb run 10340 --json   all of it, with the log`,
  })
    .argument("<number>", "the run's number", parseRunNumber)
    .option("-c, --conditions", "only its conditions")
    .option("-f, --files", "only its files")
    .option("--connection <database>", connectionHelp)
    .action((run: number, options: RunOptions, command: Command) =>
      withDatabase(command, async (client) => {
        const detail = unwrap(await client.readRun({ run }));
        const { conditions = false, files = false } = options;
        const asked = {
          run,
          ...(conditions && { conditions: detail.conditions }),
          ...(files && { files: detail.files }),
        };
        await answer(options, conditions || files ? asked : detail, () => runLines(detail, options));
      }),
    );
}

function runLines(detail: RunDetail, { conditions = false, files = false }: RunOptions): string[] {
  if (conditions || files) {
    return [...(conditions ? conditionLines(detail) : []), ...(files ? fileLines(detail) : [])];
  }
  return [
    ...ownLines(detail),
    "",
    heading("Conditions"),
    ...orNone(conditionLines(detail)),
    "",
    heading("Files"),
    ...orNone(fileLines(detail)),
  ];
}

function ownLines({ run, started, finished, period, previous, next }: RunDetail): string[] {
  return factLines([
    ["Run", run],
    ["Started", started],
    ["Finished", finished],
    ["Run period", period?.name ?? null],
    ["Previous run", previous],
    ["Next run", next],
  ]);
}

function conditionLines({ conditions }: RunDetail): string[] {
  return factLines(conditions.map(({ name, value }) => [name, value]));
}

function fileLines({ files }: RunDetail): string[] {
  const rows = files.map(({ path, bytes, importance, description }) => [
    path,
    `${bytes} bytes`,
    importance,
    description ?? "",
  ]);
  return new Table(["left", "right", "left", "left"]).lines(rows);
}

function orNone(lines: string[]): string[] {
  return lines.length === 0 ? ["none"] : lines;
}
