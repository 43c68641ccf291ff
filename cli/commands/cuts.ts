import type { Command } from "commander";
import { cutTallies, type Cut, type CutCounts, type Tally } from "../../core/api/cuts.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase } from "../database.ts";
import { unwrap } from "../failures.ts";
import { hiddenNames } from "../hiddenNames.ts";
import { answer } from "../output.ts";
import { columnsOf, withRunOptions, selectionOf, type RunOptions } from "../search.ts";
import { sumText } from "../sumText.ts";
import { tableLines, type TableColumn } from "../table.ts";

interface CutsOptions extends CommonOptions, RunOptions {
  readonly sum?: readonly string[];
  readonly unfold?: boolean;
}

/** `rcdb cuts`: what each part of an expression leaves and removes. */
export function addCutsCommand(program: Command): void {
  const command = addDatabaseCommand(program, {
    usage: "cuts",
    description: "Show how many runs each part of an expression leaves and removes",
    help: `  rcdb cuts "@is_production and 80 < beam_current < 120 and 'BCAL' in run_config"
  rcdb cuts "@is_production and beam_current > 100" --unfold        the parts of the alias
  rcdb cuts "@is_production and beam_current > 100" --sum event_count hours
  rcdb cuts "@is_production and beam_current > 100" --sum "charge=beam_current*run_length/1e6"
  rcdb cuts "event_count > 0 and beam_current > 2" --runs RunPeriod-2018-08 --json

The parts are those between the outermost “and”s. Of each stand there:
  left      the runs that this part and all before it leave
  removed   the runs that the parts before it leave, and it does not
  alone     the runs that it lets pass by itself
  only      the runs that it removes and no other part does
  missing   the runs for which its evaluation fails, mostly for a missing value

--sum adds the sums of numeric conditions and computed columns over the same runs; hours and length (in seconds) are
those of the runs from start to finish. A run without a value adds nothing to a sum. “≈” stands before what is
beyond 2^53, where the last digits may be rounded; of fractions 12 digits are shown. What is beyond the greatest float
is “infinite”, in JSON null.`,
  })
    .argument("<expression>", "the expression")
    .option(
      "-s, --sum <names...>",
      "sum up these numeric conditions, computed columns, hours or length; after the expression",
    )
    .option("-u, --unfold", "the parts of aliases in place of the aliases");
  withRunOptions(command).action((expression: string, options: CutsOptions, own: Command) =>
    withDatabase(own, async (client) => {
      const selection = await selectionOf(client, expression, options);
      const sums = await columnsOf(client, options.sum ?? []);
      const unfold = options.unfold ?? false;
      const counted = unwrap(await client.countCuts({ ...selection, sums, unfold }), expression);
      const known = new Set(unwrap(await client.listConditionTypes()).map(({ name }) => name));
      const remarks = [
        ...counted.dates.map(({ text, meant }) => `'${text}' was ${meant}`),
        ...hiddenNames(counted.sums, known),
      ];
      await answer(options, counted, cutLines, remarks);
    }),
  );
}

function cutLines({ all, selected, sums, parts }: CutCounts): string[] {
  const tables = [
    lines("runs", parts, all, selected, ({ runs }) => String(runs)),
    ...sums.map((name, at) => lines(name, parts, all, selected, (tally) => sumText(tally.sums[at] ?? null))),
  ];
  return tables.flatMap((table, at) => (at === 0 ? table : ["", ...table]));
}

function lines(
  name: string,
  parts: readonly Cut[],
  all: Tally,
  selected: Tally,
  shown: (tally: Tally) => string,
): string[] {
  const header: TableColumn[] = [[name, "left"], ...cutTallies.map((tally): TableColumn => [tally, "right"])];
  return tableLines(header, [
    ["all", shown(all), ...cutTallies.slice(1).map(() => null)],
    ...parts.map((part) => [partText(part), ...cutTallies.map((tally) => shown(part[tally]))]),
    ["selected", shown(selected), ...cutTallies.slice(1).map(() => null)],
  ]);
}

/** A part, behind the aliases that it comes from. */
function partText({ text, aliases }: Cut): string {
  return [...aliases.map((alias) => `@${alias}:`), text].join(" ");
}
