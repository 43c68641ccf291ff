/** The dry run of many changes, in words. */
import type { ChangePlan } from "../../core/api/changes.ts";
import { formatCount, formatInteger } from "../lib/format.ts";

/** Of each kind. */
const MOST_EXAMPLES = 6;

/** What there is of each kind, in words, and whether it is left out of the commit. Unknown runs are not where they are created. */
export function countsInWords({ counts: of }: ChangePlan, isCreating: boolean) {
  const rows: readonly (readonly [count: number, words: string, isLeftOut: boolean])[] = [
    [of.added, `${formatCount(of.added, "value")} added`, false],
    [of.replaced, `${formatCount(of.replaced, "value")} replaced`, false],
    [of.removed, `${formatCount(of.removed, "value")} removed`, false],
    [of.unchanged, `${formatInteger(of.unchanged)} the same already`, false],
    [of.kept, `${formatInteger(of.kept)} kept, as only missing ones are added`, false],
    [
      of.unknownRuns,
      isCreating
        ? `${formatCount(of.unknownRuns, "run")} to create`
        : formatCount(of.unknownRuns, "unknown run"),
      !isCreating,
    ],
    [of.unfit, `${formatCount(of.unfit, "value")} of another type`, true],
    [of.unread, `${formatCount(of.unread, "line")} not read`, true],
  ];
  return rows.filter(([count]) => count > 0);
}

/** What is left out, for example. */
export function leftOut({ unfit, unknownRuns, unread }: ChangePlan, isCreating: boolean): readonly string[] {
  const place = (line: number | null) => (line === null ? "" : `line ${line}: `);
  return [
    ...unfit
      .slice(0, MOST_EXAMPLES)
      .map(({ line, run, message }) => `${place(line) || `run ${run}: `}${message}`),
    ...(isCreating ? [] : unknownRuns)
      .slice(0, MOST_EXAMPLES)
      .map(({ run, line }) => `${place(line)}no run ${run}`),
    ...unread.slice(0, MOST_EXAMPLES).map(({ line, message }) => `${place(line)}${message}`),
  ];
}
