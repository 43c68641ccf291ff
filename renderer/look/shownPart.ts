/** Which runs of the result a plot shows. */
import type { ColumnPlot } from "../../core/api/plots.ts";

/** All of them, those from one to another, none, or not known yet. */
export type ShownPart = "all" | "counting" | "none" | { readonly first: number; readonly last: number };

/** The part that is shown; `counts` are those of the part, null until they are here. */
export function shownPartOf(
  isWhole: boolean,
  counts: Pick<ColumnPlot, "firstRun" | "lastRun"> | null,
): ShownPart {
  if (isWhole) return "all";
  if (counts === null) return "counting";
  const { firstRun: first, lastRun: last } = counts;
  return first === null || last === null ? "none" : { first, last };
}
