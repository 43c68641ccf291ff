import { Option, type Command } from "commander";
import { columnName, type WantedColumn } from "../../core/api/search.ts";
import {
  calendars,
  groupingOf,
  type Grouping,
  type Total,
  type Totals,
  type TotalsGroup,
} from "../../core/api/totals.ts";
import type { Cell } from "../../core/api/values.ts";
import { checkDistinct } from "../../core/api/checkDistinct.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabase } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { hiddenNames } from "../hiddenNames.ts";
import { answer, remark } from "../output.ts";
import { collected, columnsOf, selectionOf, withRunOptions, type RunOptions } from "../search.ts";
import { figureText, infinite, sumText } from "../sumText.ts";
import { tableLines } from "../table.ts";

/** What is told of a measure, in the order in which it is shown. */
const figures = ["sum", "mean", "sigma", "least", "greatest", "missing"] as const;
type Figure = (typeof figures)[number];

interface TotalsOptions extends CommonOptions, RunOptions, Partial<Record<Figure, readonly string[]>> {
  readonly by?: readonly string[];
  readonly weight?: string;
}

const helpOf: Readonly<Record<Figure, string>> = {
  sum: "the sums of these conditions, or computed columns",
  mean: "their means",
  sigma: "their σ: the root of the mean squared deviation",
  least: "their least values",
  greatest: "their greatest values",
  missing: "how many runs lack them",
};

/** `rcdb totals`: sums and means of the runs of an expression, by group. */
export function addTotalsCommand(program: Command): void {
  const command = addDatabaseCommand(program, {
    usage: "totals",
    description: "Sum up the runs of an expression by group: counts, sums, means, σ and extremes",
    help: `  rcdb totals "@is_production" --by target_type,polarization_angle --sum event_count
  rcdb totals "@is_production" --by period --sum event_count --sum "charge=beam_current*run_length/1e6"
  rcdb totals "" --by week --mean beam_current --sigma beam_current --weight run_length
  rcdb totals "beam_current>5" --by target_type --least beam_current --greatest beam_current --json

Groups are values of conditions or of computed columns (each of these an option of its own), and of when a run started: ${calendars.join(", ")}
(run.day and so on where a condition has that name; a run period is by the run's number; shifts are 0-8, 8-16 and 16-24 h). Up to three of them. Runs without a value are a group.
With --weight means and σ are weighted with a condition or a computed column. “≈” stands before a sum beyond 2^53,
where the last digits may be rounded; of fractions 12 digits are shown. What is infinite, or beyond the greatest float,
is “infinite”, in JSON null. --json has all figures of each measure, and the query of each group where one says it.`,
  })
    .argument("[expression]", "which runs; all without it")
    .option("--by <names>", `what to group by: conditions, ${calendars.join(", ")}`, collected);
  for (const figure of figures) command.option(`--${figure} <names>`, helpOf[figure], collected);
  command.addOption(
    new Option("--weight <name>", "a condition, or a computed column, that means and σ are weighted with"),
  );
  withRunOptions(command).action((expression: string | undefined, options: TotalsOptions, self: Command) =>
    withDatabase(self, async (client) => {
      const selection = await selectionOf(client, expression ?? "", options);
      const columns = async (texts: readonly string[] = []): Promise<WantedColumn[]> =>
        columnsOf(client, texts);
      const known = new Set(unwrap(await client.listConditionTypes()).map(({ name }) => name));
      const by = (await columns(options.by)).map((column) => groupingOf(column, known));
      checkDistinct(by.map(groupingName));
      if (by.length > 3) throw badInput("Group by at most three conditions.");
      const measured = await Promise.all(
        figures.map(async (figure) => (await columns(options[figure])).map((column) => ({ figure, column }))),
      );
      const asked = measured
        .flat()
        .map(({ figure, column }) => ({ figure, column, name: columnName(column) }));
      for (const figure of figures) {
        checkDistinct(asked.flatMap((one) => (one.figure === figure ? [one.name] : [])));
      }
      const measures = onceEach(asked.map(({ column }) => column));
      const [named = null] = await columns(options.weight === undefined ? [] : [options.weight]);
      const weight = measures.find((measure) => named !== null && columnName(measure) === named) ?? named;
      const wanted = { ...selection, by, measures, weight };
      const totals = unwrap(await client.readTotals(wanted), expression);
      const measuredNames = measures.map(columnName);
      const remarks = hidden(
        by,
        weight === null ? measuredNames : [...measuredNames, columnName(weight)],
        known,
      );
      await answer(options, totals, () => lines(totals, asked, weight !== null), remarks);
      if (!options.json && process.stdout.isTTY)
        remark(`${totals.groups.length} groups in ${totals.milliseconds.toFixed(0)} ms`);
    }),
  );
}

function groupingName(by: Grouping): string {
  return typeof by === "object" && "calendar" in by ? `run.${by.calendar}` : columnName(by);
}

/** Remarks on conditions that are taken where a calendar, or a value of the run itself, could be meant. */
function hidden(
  by: readonly Grouping[],
  measured: readonly string[],
  conditions: ReadonlySet<string>,
): string[] {
  const grouped = calendars.filter((calendar) => by.includes(calendar));
  const names = [...by.filter((one) => typeof one === "string"), ...measured];
  return [
    ...grouped.map(
      (name) => `“${name}” is the condition of that name. For the ${name} of a run: --by run.${name}`,
    ),
    ...hiddenNames(names, conditions),
  ];
}

/**
 * Each measure once, whatever is asked of it; a name is the computed column of that name where there is one. Two of these that differ stay, and are
 * refused.
 */
function onceEach(columns: readonly WantedColumn[]): WantedColumn[] {
  const computed = new Set(columns.flatMap((column) => (typeof column === "string" ? [] : [column.name])));
  const named = columns.filter((column) => typeof column !== "string" || !computed.has(column));
  return [...new Map(named.map((column) => [JSON.stringify(column), column])).values()];
}

interface Asked {
  readonly figure: Figure;
  readonly name: string;
}

function lines(
  { by, measures, groups, whole }: Totals,
  asked: readonly Asked[],
  isWeighted: boolean,
): string[] {
  const places = asked.map(({ name, figure }) => ({
    figure,
    at: measures.findIndex((measure) => measure.name === name),
  }));
  const row = (group: TotalsGroup, keys: readonly Cell[]): Cell[] => [
    ...keys,
    group.runs,
    ...places.map(({ at, figure }) => shownFigure(group.totals[at], figure, isWeighted)),
  ];
  const last = by.map((_, at) => (at === 0 ? "all" : null));
  return tableLines(
    [
      ...by.map(({ name }) => [name, "left", Infinity] as const),
      ["runs", "right"] as const,
      ...asked.map(({ figure, name }) => [`${figure} ${name}`, "right"] as const),
    ],
    [
      ...(by.length === 0
        ? []
        : groups.map((group) =>
            row(
              group,
              group.keys.map((key) => key ?? "none"),
            ),
          )),
      row(whole, last),
    ],
  );
}

/** Least and greatest are stored values and keep all their digits. */
function shownFigure(total: Total | undefined, figure: Figure, isWeighted: boolean): Cell {
  const value = total?.[figure] ?? null;
  if (value === null) {
    // Weights may leave no mean.
    const isBlank = isWeighted && (figure === "mean" || figure === "sigma");
    return isBlank || (total?.runs ?? 0) === 0 ? null : infinite;
  }
  if (figure === "sum") return sumText(Number(value));
  return typeof value === "number" && (figure === "mean" || figure === "sigma") ? figureText(value) : value;
}
