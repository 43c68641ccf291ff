/** What an update has done, as data and in words: printed and logged. */
import type { StoredCounts } from "./storeValues.ts";
import type { UpdateReason } from "./plugin.ts";

export interface PluginSummary extends StoredCounts {
  readonly name: string;
  /** Why it failed; null where it has not. */
  readonly failure: string | null;
  /** Whether that is because of its time limit: it may still be at work. */
  readonly isLate: boolean;
  /** What was left out. */
  readonly warnings: readonly string[];
}

export interface UpdateSummary {
  readonly run: number;
  readonly reason: UpdateReason | null;
  /** Whether the run is new. */
  readonly created: boolean;
  /** The end of a run that is not in the database: nothing was stored. */
  readonly unknownRun: boolean;
  readonly plugins: readonly PluginSummary[];
}

/** Whether something of the database is another than before. */
export function isChanged({ created, plugins }: UpdateSummary): boolean {
  return (
    created ||
    plugins.some(({ types, added, replaced, files, times }) => types + added + replaced + files > 0 || times)
  );
}

/** The plug-ins that failed or left something out. */
export function pluginsWithProblems({ plugins }: UpdateSummary): PluginSummary[] {
  return plugins.filter(({ failure, warnings }) => failure !== null || warnings.length > 0);
}

export function failedPlugins<T extends Pick<PluginSummary, "failure">>({
  plugins,
}: {
  readonly plugins: readonly T[];
}): T[] {
  return plugins.filter(({ failure }) => failure !== null);
}

/** One line: which run, and why. */
export function summaryHeading({ run, reason, created, unknownRun }: UpdateSummary): string {
  if (unknownRun) {
    return `Run ${run} is not in the database: its end came without a start, and nothing was stored.`;
  }
  const why = { start: ", at its start", update: ", while it goes on", end: ", at its end" };
  return `Update of run ${run}${reason ? why[reason] : ""}${created ? " (new)" : ""}:`;
}

/** One line: what came of a plug-in. */
export function pluginLine(plugin: PluginSummary): string {
  if (plugin.failure !== null) return `${plugin.name} failed: ${plugin.failure}`;
  return `${plugin.name}: ${countsText(plugin)}${plugin.warnings.map((warning) => ` ${warning}`).join("")}`;
}

function countsText({ types, added, replaced, unchanged, files, times }: StoredCounts): string {
  const parts = [
    ...(types > 0 ? [`${types} condition ${types === 1 ? "type" : "types"} created`] : []),
    ...(added > 0 ? [`${added} ${added === 1 ? "value" : "values"} added`] : []),
    ...(replaced > 0 ? [`${replaced} replaced`] : []),
    ...(unchanged > 0 ? [`${unchanged} there already`] : []),
    ...(files > 0 ? [`${files} ${files === 1 ? "file" : "files"} stored`] : []),
    ...(times ? ["times of the run set"] : []),
  ];
  return parts.length > 0 ? `${parts.join(", ")}.` : "nothing to store.";
}
