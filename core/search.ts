/**
 * Selecting runs by an expression, and collecting the values to show.
 *
 * Two statements: the first selects run numbers with the conditions that the expression names; the second
 * reads the shown conditions of these runs in one pass and puts them in their places here. Joining a table
 * per shown condition would be slower, and there are limits to that (64 tables in SQLite).
 */
import { RcdbError } from "./api/failure.ts";
import { runColumns, type Column, type ConditionType, type Search, type Selection } from "./api/schemas.ts";
import { listAliases } from "./aliases.ts";
import { listConditionTypes } from "./conditionTypes.ts";
import type { Database } from "./db/database.ts";
import { analyze } from "./query/analyze.ts";
import { nearest } from "./query/nearest.ts";
import { either } from "./query/problems.ts";
import { NumberColumn, TextColumn, type HeldColumn } from "./results/columns.ts";
import { HeldResult } from "./results/heldResult.ts";
import { TimeColumn } from "./results/timeColumn.ts";
import { selectionQuery, type CompiledSelection } from "./selection/selectionQuery.ts";
import { fillConditions, type ShownColumn } from "./shownConditions.ts";
import { secondsBetween, shownTime } from "./times.ts";

/**
 * The runs a search selects with the values of its columns. Throws `expression`, `no_such_condition`, and
 * `cancelled` where the signal is aborted and the database can be told meanwhile.
 */
export async function searchRuns(
  database: Database,
  search: Search,
  signal?: AbortSignal,
): Promise<{ result: HeldResult; selection: CompiledSelection }> {
  const types = await listConditionTypes(database);
  const columns = search.columns.map((name) => findColumn(name, types));
  if (search.order.column !== "run" && !search.columns.includes(search.order.column)) {
    throw new RcdbError(
      "bad_input",
      `The order names “${search.order.column}”, which is not among the columns.`,
    );
  }
  const showsTimes = columns.some(({ id }) => id === null);
  const selection = await compileSelection(database, search, types, showsTimes);
  const runs: number[] = [];
  const started: (string | null)[] = [];
  const finished: (string | null)[] = [];
  for await (const batch of database.stream(selection.query, signal)) {
    for (const [run, start, finish] of batch as [number, string | null, string | null][]) {
      runs.push(run);
      if (!showsTimes) continue;
      started.push(start);
      finished.push(finish);
    }
  }
  // A column that is asked for twice is filled once, for both.
  const byName = new Map(columns.map((column) => [column.name, emptyColumn(column, runs.length)]));
  const held = columns.flatMap(({ name }) => byName.get(name) ?? []);
  columns.forEach((column, index) => {
    if (column.id === null) fillRunColumn(column.name, held[index], started, finished);
  });
  await fillConditions(database, search, { runs, columns, held }, signal);
  const shown = columns.map(({ name, type, description }) => ({ name, type, description }));
  const result = new HeldResult(new Float64Array(runs), shown, held);
  if (search.order.column !== "run" || search.order.descending) result.sort(search.order);
  return { result, selection };
}

function findColumn(name: string, types: readonly ConditionType[]): ShownColumn {
  const type = types.find((candidate) => candidate.name === name);
  if (type) return type;
  const own = runColumns.find((candidate) => candidate.name === name);
  if (own) return { id: null, ...own };
  const suggestions = nearest(
    name,
    types.map((candidate) => candidate.name),
  );
  const mend = suggestions.length > 0 ? ` Did you mean ${either(suggestions)}?` : "";
  throw new RcdbError("no_such_condition", `There is no condition “${name}”.${mend}`, { name, suggestions });
}

/** The statement that selects the runs of an expression within bounds, with their times or without. Throws `expression`. */
export async function compileSelection(
  database: Database,
  selection: Selection,
  types: readonly ConditionType[],
  withTimes = false,
): Promise<CompiledSelection> {
  const aliases = await listAliases(database);
  const analyzed = analyze(selection.expression, { conditions: types, aliases });
  if (!analyzed.ok) {
    const [first] = analyzed.problems;
    throw new RcdbError("expression", first?.message ?? "The expression has an error.", {
      problems: analyzed.problems,
    });
  }
  return selectionQuery(database, analyzed.value, types, selection, withTimes);
}

function emptyColumn({ type }: Column, rows: number): HeldColumn {
  const isNumber = type === "int" || type === "float" || type === "bool";
  if (isNumber) return new NumberColumn(rows, type === "bool");
  return type === "time" ? new TimeColumn(rows) : new TextColumn(rows);
}

function fillRunColumn(
  name: string,
  held: HeldColumn | undefined,
  started: readonly (string | null)[],
  finished: readonly (string | null)[],
): void {
  started.forEach((start, row) => {
    const finish = finished[row] ?? null;
    const time = name === "started" ? start : finish;
    const value = name === "length" ? secondsBetween(start, finish) : time === null ? null : shownTime(time);
    held?.set(row, value, 0);
  });
}
