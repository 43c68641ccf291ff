import type { RunBounds } from "../../core/api/runRange.ts";
import type { RunPeriod } from "../../core/api/catalogue.ts";
import type { ComputedColumn, Selection } from "../../core/api/search.ts";
import { boundsText } from "../lib/rangeText.ts";
import { formatCount } from "../lib/format.ts";
import type { AskedSearch } from "./computedColumn.ts";
import type { Navigation } from "./navigation.svelte.ts";
import type { RunSearch } from "./search.svelte.ts";

/** The runs that the window is about: those of the result that is shown, or of the query that is under way. */
export function currentRuns({ work, held }: RunSearch, { route }: Navigation): Selection {
  const { expression, runMin, runMax, ranges } = held && !work ? held.search : route.search;
  return { expression, runMin, runMax, ranges: [...ranges] };
}

/** How many these are, where the table knows it. */
export function currentCount({ work, held }: RunSearch): number | null {
  return held && !work ? held.result.count : null;
}

/** A search for these runs with columns of its own. */
export function searchWith(
  runs: Selection,
  columns: readonly string[],
  computed: readonly ComputedColumn[],
): AskedSearch {
  return { ...runs, columns: [...columns], order: { column: "run", descending: false }, computed };
}

/** Which runs it is about, in words: “3 000 runs · RunPeriod-2018-01 · @is_production”. */
export function wordsOfRuns(runs: Selection, count: number | null, periods: readonly RunPeriod[]): string {
  const { expression } = runs;
  const parts = [
    ...(count === null ? [] : [formatCount(count, "run")]),
    boundsText(runs, periods),
    ...(expression === "" ? [] : [expression]),
  ];
  return parts.join(" · ");
}

/** Those of some runs that lie from one to another, as bounds. */
export function boundsWithin({ runMin, runMax, ranges }: RunBounds, first: number, last: number): RunBounds {
  const from = Math.max(first, runMin ?? -Infinity);
  const to = Math.min(last, runMax ?? Infinity);
  const clipped = ranges
    .map((range) => ({
      runMin: Math.max(from, range.runMin ?? -Infinity),
      runMax: Math.min(to, range.runMax ?? Infinity),
    }))
    .filter((range) => range.runMin <= range.runMax);
  return {
    runMin: clipped[0]?.runMin ?? from,
    runMax: clipped.at(-1)?.runMax ?? to,
    ranges: clipped.length > 1 ? clipped : [],
  };
}
