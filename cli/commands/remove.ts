import type { Command } from "commander";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { addGroup } from "../addGroup.ts";
import { namedRow } from "../askWhich.ts";
import { withWritableDatabase } from "../database.ts";
import { unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { parseRunNumber } from "../parseArguments.ts";

/** `rcdb rm`: removes values of runs. */
export function addRemoveCommands(program: Command): void {
  const group = addGroup(program, {
    usage: "rm",
    description: "Remove values of a run; the log keeps them",
    help: "  rcdb rm condition 10340 beam_current",
  });
  addDatabaseCommand(group, {
    usage: "condition",
    description: "Remove values of a run; the log keeps them",
    help: `  rcdb rm condition 10340 beam_current
  rcdb rm condition 10340 beam_current event_count
  rcdb rm condition 10340 id:7                        where several condition types have one name
  rcdb history 10340                                  what was removed`,
  })
    .argument("<run>", "the run's number", parseRunNumber)
    .argument("<names...>", "the conditions' names, or the ids of their types")
    .action((run: number, names: string[], options: CommonOptions, command: Command) =>
      withWritableDatabase(command, async (client) => {
        const known = unwrap(await client.listConditionTypes());
        const rows = names.map((name) => namedRow(name, known));
        const types = {
          names: rows.flatMap(({ name }) => name ?? []),
          ids: rows.flatMap(({ id }) => id ?? []),
        };
        const removed = unwrap(await client.deleteConditions({ run, ...types }));
        await answer(options, removed, ({ deleted }) => [
          `${deleted} ${deleted === 1 ? "value" : "values"} of run ${run} removed.`,
        ]);
      }),
    );
}
