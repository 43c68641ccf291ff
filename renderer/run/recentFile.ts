/** How a file of a run is beside those of the runs before it, in words. */
import type { RecentFiles } from "../../core/api/runs.ts";
import { formatCount } from "../lib/format.ts";

export interface RecentFile {
  readonly kind: "same" | "changed" | "new";
  /** Short; empty where there is nothing to say. */
  readonly label: string;
  readonly words: string;
}

/** `runs` are those that were looked at, ascending. */
export function describeRecentFile(
  { same, before }: RecentFiles["files"][number],
  runs: readonly number[],
): RecentFile | null {
  if (runs.length === 0) return null;
  if (before === null)
    return { kind: "same", label: "", words: `As in the last ${formatCount(runs.length, "run")}` };
  const isNew = before.file === null;
  const what = isNew ? "had no such file" : "had another version";
  if (same === 0) {
    const label = isNew ? "new" : "changed";
    return { kind: label, label, words: `Run ${before.run} ${what}` };
  }
  return {
    kind: "same",
    label: `since ${runs[runs.indexOf(before.run) + 1] ?? ""}`,
    words: `As in the last ${formatCount(same, "run")}; run ${before.run} ${what}`,
  };
}
