/** In what the configuration of a run differs from that of another one, and how much of the two was compared at all. */
import type { Comparison, RecentValues } from "../../core/api/runs.ts";
import { runColumns } from "../../core/api/search.ts";
import { formatCount, formatInteger } from "../lib/format.ts";

export type DifferentCondition = Comparison["conditions"][number];
export type DifferentFile = Comparison["files"][number];

/** How a run went, and not how it was set up. */
const course: ReadonlySet<string> = new Set([
  ...runColumns.map(({ name }) => name),
  ...["is_valid_run_end", "run_length", "event_count", "event_rate", "component_stats"],
  ...["evio_files_count", "evio_last_file", "user_comment", "offline_comment"],
]);
/** The number of runs from which on it is known what changes always. */
const fewestRuns = 4;

export interface RunDifferences {
  /** Settings that differ, and stay the same from run to run mostly. */
  readonly settings: readonly DifferentCondition[];
  /** Settings that differ, and changed with at least half of the last runs: measured values, and what is scanned. */
  readonly often: readonly DifferentCondition[];
  readonly files: readonly DifferentFile[];
  /** How many settings and files only the other run has: while the run goes on they may come. */
  readonly missing: number;
  /** How many were compared. */
  readonly compared: { readonly settings: number; readonly files: number };
}

/**
 * What differs between the other run, which comes first, and this one. Left out are times and how the run went; a comparison
 * with all rows tells also how many are alike. A file of one run, with its number in the name, is another one for each: `run_070206.log`.
 */
export function differencesOf(
  { conditions, files: all, runs = [] }: Pick<Comparison, "conditions" | "files"> & Partial<Comparison>,
  recent: RecentValues | null,
  isEnded: boolean,
): RunDifferences {
  const files = all.filter(({ path }) => !runs.some((run) => isFileOf(run, path)));
  const busy = new Set(
    recent?.conditions.filter(({ values }) => changesOften(values)).map(({ name }) => name),
  );
  const settings = conditions.filter(({ name, type }) => type !== "time" && !course.has(name));
  const differing = settings.filter(({ different }) => different);
  const here = differing.filter(({ values }) => isEnded || (values[1] ?? null) !== null);
  const differentFiles = files.filter(({ different }) => different);
  const filesHere = differentFiles.filter(({ files: versions }) => isEnded || versions[1]?.length !== 0);
  return {
    settings: here.filter(({ name }) => !busy.has(name)),
    often: here.filter(({ name }) => busy.has(name)).sort((a, b) => rankOf(a) - rankOf(b)),
    files: filesHere,
    missing: differing.length - here.length + differentFiles.length - filesHere.length,
    compared: { settings: settings.length, files: files.length },
  };
}

/** Whether a file is named after a run. */
function isFileOf(run: number, path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return new RegExp(`(?<!\\d)0*${run}(?!\\d)`).test(name);
}

function changesOften(values: readonly unknown[]): boolean {
  const known = values.filter((value) => value !== null);
  if (known.length < fewestRuns) return false;
  const changes = known.filter((value, at) => at > 0 && value !== known[at - 1]).length;
  return changes * 2 >= known.length - 1;
}

/** What somebody set comes before what was measured. */
function rankOf({ type }: DifferentCondition): number {
  return type === "float" ? 2 : type === "int" ? 1 : 0;
}

/** What is to be said of all that is not listed: nothing is called alike that was not compared. */
export function restInWords({ settings, often, files, missing, compared }: RunDifferences): string {
  if (compared.settings + compared.files === 0) return "Neither run has settings or files to compare.";
  const areListed = settings.length + files.length > 0;
  if (often.length > 0) {
    const none = areListed ? "No other setting differs" : "No other setting and no file differs";
    const verb =
      often.length === 1
        ? "1 that changes often does"
        : `${formatInteger(often.length)} that change often do`;
    return `${compared.files === 0 ? "No other setting differs" : none}; ${verb}:`;
  }
  const counts = [
    ...(compared.settings === 0 ? [] : [formatCount(compared.settings, "setting")]),
    ...(compared.files === 0 ? [] : [formatCount(compared.files, "file")]),
  ].join(" and ");
  if (areListed || missing > 0)
    return `Compared: ${counts}. No other differs${missing > 0 ? " so far" : ""}.`;
  return `Compared: ${counts}. None differs; times, counts and comments are not compared.`;
}
