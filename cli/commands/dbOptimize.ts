import type { Command } from "commander";
import type { Optimization, OwnIndex } from "../../core/api/maintenance.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase, withWritableDatabase } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer, remark } from "../output.ts";
import { formatBytes } from "../../core/text/formatBytes.ts";

interface OptimizeOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly undo?: boolean;
}

/** `rcdb db optimize`: our own index, which makes queries several times faster. */
export function addOptimizeCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "optimize",
    description: "Add an index to the database that makes queries several times faster",
    help: `  rcdb -c copy.sqlite db optimize --dry-run   how large it is, and its SQL
  rcdb -c copy.sqlite db optimize
  rcdb -c copy.sqlite db optimize --undo      removes it

Other programs need not know of it. While it is made they wait for a file, not for a server. With it
writing conditions takes about a third longer, on a server two thirds.`,
  })
    .option("-n, --dry-run", "only tell what would be done")
    .option("--undo", "remove the index")
    .action(({ dryRun = false, undo = false, json = false }: OptimizeOptions, command: Command) => {
      if (dryRun && undo) throw badInput("Give --dry-run or --undo, not both.");
      return dryRun ? tell({ json }, command) : change({ json, undo }, command);
    });
}

function tell(options: CommonOptions, command: Command): Promise<void> {
  return withDatabase(command, async (client) => {
    await answer(options, unwrap(await client.describeOwnIndex()), (index) => [
      `${ownIndexLine(index)} ${index.exists ? "It is removed by:" : "It is made by:"}`,
      ...index.statements.map((statement) => `    ${statement};`),
    ]);
  });
}

function change({ json, undo }: { json: boolean; undo: boolean }, command: Command): Promise<void> {
  return withWritableDatabase(command, async (client) => {
    if (!json && !undo) {
      const index = unwrap(await client.describeOwnIndex());
      if (!index.exists) remark(`Making the index: ${costOf(index)}.`);
    }
    const done = unwrap(await client.optimizeDatabase({ undo }));
    await answer({ json }, done, (optimization) => [outcome(optimization)]);
  });
}

/** Whether the index exists, and what it costs. */
export function ownIndexLine(index: OwnIndex): string {
  return index.exists
    ? `The index ${index.name} exists and takes about ${formatBytes(index.bytes)}.`
    : `The index ${index.name} is missing: ${costOf(index)}.`;
}

function costOf({ bytes, seconds }: OwnIndex): string {
  return `it takes about ${formatBytes(bytes)}, and about ${seconds} s to make`;
}

function outcome({ changed, exists, bytes }: Optimization): string {
  if (!exists) {
    return changed
      ? "Removed the index. A file keeps its size; rows to come fill it."
      : "The index is missing.";
  }
  return changed ? `Made the index. It takes about ${formatBytes(bytes)}.` : "The index exists already.";
}
