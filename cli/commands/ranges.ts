import { Option, type Command } from "commander";
import { rangeText } from "../../core/api/runNotation.ts";
import type { SameValues } from "../../core/api/summary.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { searchOf, withRunOptions, type RunOptions } from "../search.ts";
import { tableLines } from "../table.ts";

interface RangesOptions extends CommonOptions, RunOptions {
  readonly query?: string;
}

/** `rcdb ranges`: the stretches of runs over which values stay the same. */
export function addRangesCommand(program: Command): void {
  const command = addDatabaseCommand(program, {
    usage: "ranges",
    description: "List the ranges of runs over which conditions stay the same",
    help: `  rcdb ranges target_type
  rcdb ranges polarization_angle target_type --query "@is_production"
  rcdb ranges "isOn=beam_current>5" --runs RunPeriod-2018-08 --json

A range goes on over runs that the query does not select, and ends where a value changes or is missing.`,
  })
    .argument("<conditions...>", "names of conditions, or computed columns")
    .addOption(new Option("-q, --query <expression>", "only runs of this expression"));
  withRunOptions(command).action((names: string[], options: RangesOptions, self: Command) =>
    withDatabase(self, async (client) => {
      const query = options.query ?? "";
      const search = await searchOf(client, query, names, options);
      if (search.columns.length === 0) throw badInput("Name at least one condition, such as target_type.");
      const { result, columns } = unwrap(await client.searchRuns(search), query);
      const shown = columns.map(({ name }) => name);
      const ranges = unwrap(await client.listStretches({ result, columns: shown }));
      await answer(
        options,
        { columns: shown, ranges },
        () => lines(shown, ranges),
        ranges.length === 0 ? ["No run is selected."] : [],
      );
    }),
  );
}

function lines(columns: readonly string[], ranges: readonly SameValues[]): string[] {
  return tableLines(
    [["range", "left"], ["runs", "right"], ...columns.map((name) => [name, "left"] as const)],
    ranges.map(({ first, last, runs, values }) => [rangeText(first, last), runs, ...values]),
  );
}
