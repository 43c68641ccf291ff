import type { Command } from "commander";
import type { RunDetail } from "../../core/api/runs.ts";
import { addCommand, addConnectionOptions, type CommonOptions } from "../addCommand.ts";
import { withDatabase, type DatabaseClient } from "../database.ts";
import { unwrap } from "../failures.ts";
import { answer, heading } from "../output.ts";
import { parseRunNumber } from "../parseArguments.ts";
import { factLines, Table } from "../table.ts";
import { writeValue } from "../writeValue.ts";

interface RunOptions extends CommonOptions {
  readonly conditions?: boolean;
  readonly files?: boolean;
  readonly info?: boolean;
}

/** `rcdb run`: a run's own data, conditions and files, or only what the options name. */
export function addRunCommand(program: Command): void {
  const command = addCommand(program, {
    usage: "run",
    description: "Show a run: times, conditions and configuration files",
    help: `  rcdb run 10340
  rcdb run 10340 event_count   the value alone, for scripts
  rcdb run 10340 -c       only the conditions
  rcdb run 10340 -f       only the configuration files
  rcdb run 10340 -i       only its times, run period and neighbours
  rcdb run 10340 --json   all of it, with the log

The word run may be left out: “rcdb 10340”. With a name the value is printed and nothing else, as rcnd prints it: a text without quotes, all digits of a number,
True or False. Where there is none, standard output stays empty and the exit code is 1.`,
  });
  // Its -c is another.
  addConnectionOptions(command, "--connection <database>")
    .argument("<number>", "the run's number", parseRunNumber)
    .argument("[name]", "print only the value of this condition, or started, finished, length")
    .option("-c, --conditions", "only its conditions")
    .option("-f, --files", "only its files")
    .option("-i, --info", "only its times, run period and neighbours")
    .action((run: number, name: string | undefined, options: RunOptions, own: Command) =>
      withDatabase(own, (client) =>
        name === undefined ? showRun(client, run, options) : writeValue(client, run, name, options),
      ),
    );
}

async function showRun(client: DatabaseClient, run: number, options: RunOptions): Promise<void> {
  const detail = unwrap(await client.readRun({ run }));
  const { conditions = false, files = false, info = false } = options;
  const asked = {
    ...(info ? ownDataOf(detail) : { run }),
    ...(conditions && { conditions: detail.conditions }),
    ...(files && { files: detail.files }),
  };
  await answer(options, conditions || files || info ? asked : detail, () => runLines(detail, options));
}

function ownDataOf({ run, started, finished, length, period, previous, next }: RunDetail): object {
  return { run, started, finished, length, period, previous, next };
}

function runLines(detail: RunDetail, options: RunOptions): string[] {
  const { conditions = false, files = false, info = false } = options;
  if (conditions || files || info) {
    return [
      ...(info ? ownLines(detail) : []),
      ...(conditions ? conditionLines(detail) : []),
      ...(files ? fileLines(detail) : []),
    ];
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
    bytes === null ? "not in this copy" : `${bytes} bytes`,
    importance,
    description ?? "",
  ]);
  return new Table(["left", "right", "left", "left"]).lines(rows);
}

function orNone(lines: string[]): string[] {
  return lines.length === 0 ? ["none"] : lines;
}
