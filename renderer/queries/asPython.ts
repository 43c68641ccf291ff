/** A query as a call of the RCDB client for Python. */
import { mergeRanges } from "../../core/api/runRange.ts";
import type { RunRange, Search } from "../../core/api/search.ts";
import { quoteText } from "../../core/query/index.ts";
import { pythonExpression, type Known } from "./pythonExpression.ts";
import type { Written } from "./queryAs.ts";

/** The most runs of a result that are written as a list. */
export const mostListed = 5000;

/** The call with its arguments; `runs` are those of the result where the client cannot find them itself. */
export function asPython(
  connection: string,
  search: Search,
  known: Known,
  runs: readonly number[] | null,
): Written {
  const types = new Set(known.conditions.map(({ name }) => name));
  // The client makes names of tables of these.
  const columns = search.columns.filter((name) => types.has(name) && /^[A-Za-z_]\w*$/.test(name));
  const expression = pythonExpression(search.expression, known);
  const isListed = !expression.isSame;
  const which = isListed ? listed(runs ?? []) : boundsOf(search);
  const text = isListed ? "" : expression.text;
  const order = search.order.descending ? ["sort_desc=True"] : [];
  const args = [`[${columns.map(quoteText).join(", ")}]`, quoteText(text), ...which, ...order];
  const lines = [
    "from rcdb import RCDBProvider",
    "",
    `db = RCDBProvider(${quoteText(connection)})`,
    "# Each row begins with the run number.",
    `rows = db.select_values(${args.join(", ")})`,
    "for row in rows:",
    "    print(row)",
  ];
  const reasons = expression.isSame ? [] : expression.reasons;
  // An empty list of runs would mean all of them.
  const isWritten = !isListed || (runs !== null && runs.length > 0);
  return {
    text: isWritten ? `${lines.join("\n")}\n` : "",
    remarks: remarksOn(search, columns, reasons, runs),
  };
}

/** Whether the runs of the result are needed to write the call. */
export function needsRuns(search: Search, known: Known): boolean {
  return !pythonExpression(search.expression, known).isSame;
}

function boundsOf({ runMin, runMax, ranges }: Search): string[] {
  const [first] = ranges;
  const isClosed = ranges.every((range) => range.runMin !== null && range.runMax !== null);
  if (first && isClosed) return listOf(ranges);
  return [
    ...(runMin === null ? [] : [`run_min=${runMin}`]),
    ...(runMax === null ? [] : [`run_max=${runMax}`]),
  ];
}

function listed(runs: readonly number[]): string[] {
  return listOf(mergeRanges(runs.map((run) => ({ runMin: run, runMax: run }))));
}

/** `runs=[10001, *range(10005, 10011)]`. */
function listOf(ranges: readonly RunRange[]): string[] {
  const items = ranges.map(({ runMin, runMax }) =>
    runMin === runMax ? String(runMin) : `*range(${runMin}, ${Number(runMax) + 1})`,
  );
  return [`runs=[${items.join(", ")}]`];
}

function remarksOn(
  search: Search,
  columns: readonly string[],
  reasons: readonly string[],
  runs: readonly number[] | null,
): string[] {
  const { ranges, order } = search;
  const left = search.columns.filter((name) => !columns.includes(name));
  const isOpen = ranges.some(({ runMin, runMax }) => runMin === null || runMax === null);
  return [
    ...(reasons.length === 0 ? [] : [`${refused(reasons)} ${remedy(runs)}`]),
    ...(left.length === 0 ? [] : [leftOut(left)]),
    ...(isOpen && reasons.length === 0
      ? ["Of the run ranges only the first and the last run are given."]
      : []),
    ...(order.column === "run" ? [] : [`The rows are not sorted by ${order.column}.`]),
  ];
}

function refused(reasons: readonly string[]): string {
  return `The Python client refuses, or answers otherwise: ${reasons.join(", ")}.`;
}

function remedy(runs: readonly number[] | null): string {
  if (runs === null) return `Narrow the query to ${mostListed} runs to have them listed.`;
  return runs.length === 0 ? "No run is selected." : "The runs of this result are listed instead.";
}

function leftOut(names: readonly string[]): string {
  const verb = names.length === 1 ? "is not a condition" : "are not conditions";
  return `In Python, ${names.join(", ")} ${verb} that can be asked for; use run.start_time and run.end_time for the times of a run.`;
}
