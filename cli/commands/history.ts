import type { Command } from "commander";
import type { HistoryEntry } from "../../core/api/log.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase } from "../database.ts";
import { unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { parseRunNumber } from "../parseArguments.ts";
import { tableLines } from "../table.ts";

/** `rcdb history`: which values of a run were replaced and deleted, when and by whom. */
export function addHistoryCommand(program: Command): void {
  addDatabaseCommand(program, {
    usage: "history",
    description: "Show the values of a run that were replaced or deleted: old, new, when, who",
    help: `  rcdb history 10340
  rcdb history 10340 beam_current
  rcdb history 10340 beam_current --json      with the values in full`,
  })
    .argument("<run>", "the run's number", parseRunNumber)
    .argument("[condition]", "only of this condition")
    .action((run: number, condition: string | undefined, options: CommonOptions, command: Command) =>
      withDatabase(command, async (client) => {
        const entries = unwrap(await client.readHistory({ run, condition: condition ?? null }));
        const whose = condition === undefined ? `run ${run}` : `“${condition}” of run ${run}`;
        const remarks = entries.length === 0 ? [`No value of ${whose} was replaced or deleted.`] : [];
        await answer(options, entries, historyLines, remarks);
      }),
    );
}

function historyLines(entries: readonly HistoryEntry[]): string[] {
  return tableLines(
    [
      ["when", "left"],
      ["who", "left"],
      ["condition", "left", Infinity],
      ["change", "left"],
      ["old", "left"],
      ["new", "left"],
    ],
    entries.map((entry) => [entry.created, entry.user, entry.condition, entry.change, entry.old, entry.new]),
  );
}
