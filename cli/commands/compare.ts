import type { Command } from "commander";
import type { Comparison } from "../../core/api/runs.ts";
import type { Cell } from "../../core/api/values.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase } from "../database.ts";
import { unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { parseRunNumbers } from "../parseArguments.ts";
import { tableLines } from "../table.ts";

interface CompareOptions extends CommonOptions {
  readonly all?: boolean;
}

/** `rcdb compare`: the conditions and files of runs side by side. */
export function addCompareCommand(program: Command): void {
  addDatabaseCommand(program, {
    usage: "compare",
    description: "Compare the conditions and configuration files of runs",
    help: `  rcdb compare 10340 10341
  rcdb compare 10340 10341 10342 --all      what is alike, too
  rcdb compare 10340 10341 --json

Files stand there as id:12, as “rcdb file diff” and “rcdb file cat” take them.`,
  })
    .argument("<runs...>", "two to twenty runs", parseRunNumbers)
    .option("-a, --all", "show what is alike, too")
    .action((runs: readonly number[], options: CompareOptions, command: Command) =>
      withDatabase(command, async (client) => {
        const differencesOnly = !(options.all ?? false);
        const comparison = unwrap(await client.compareRuns({ runs: [...runs], differencesOnly }));
        const areAlike = comparison.conditions.length === 0 && comparison.files.length === 0;
        const remarks = areAlike ? ["These runs have the same conditions and files."] : [];
        await answer(options, comparison, comparisonLines, remarks);
      }),
    );
}

function comparisonLines({ runs, conditions, files }: Comparison): string[] {
  const lines = (name: string, rows: Cell[][]): string[] =>
    tableLines([[name, "left", Infinity], ...runs.map((run) => [String(run), "left"] as const)], rows);
  const parts = [
    lines(
      "condition",
      conditions.map(({ name, values }) => [name, ...values]),
    ),
    lines(
      "file",
      files.map((row) => [row.path, ...row.files.map(identifiers)]),
    ),
  ].filter((part) => part.length > 0);
  return parts.flatMap((part, index) => (index === 0 ? part : ["", ...part]));
}

function identifiers(files: readonly { readonly id: number }[]): string {
  return files.map(({ id }) => `id:${id}`).join(" ");
}
