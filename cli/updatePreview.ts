import type { Cell } from "../core/api/values.ts";
import type { PlannedValue, PluginPreview, UpdatePreview } from "../core/updates/previewUpdate.ts";
import { escapeControls } from "../core/text/escapeControls.ts";

/** What an update would store, for people: a line for each value and file that would change. */
export function previewLines({ run, reason, created, unknownRun, plugins }: UpdatePreview): string[] {
  if (unknownRun) {
    return [`Run ${run} is not in the database: its end would come without a start, and store nothing.`];
  }
  const why = reason === null ? "" : ` (${reason})`;
  return [
    `Dry run of an update of run ${run}${why}: nothing was stored.`,
    ...(created ? [`Run ${run} would be created.`] : []),
    ...plugins.flatMap(pluginLines).map((line) => escapeControls(line)),
  ];
}

function pluginLines(plugin: PluginPreview): string[] {
  const { name, failure, types, conditions, times, files, warnings } = plugin;
  if (failure !== null) return [`${name} failed: ${failure}`];
  const values = [...times, ...conditions];
  const changed = values.filter(({ state }) => state !== "unchanged");
  const newFiles = files.filter(({ state }) => state !== "unchanged");
  const unchanged = values.length + files.length - changed.length - newFiles.length;
  const lines = [
    ...(types.length > 0 ? [`new condition types: ${types.join(", ")}`] : []),
    ...changed.map(valueLine),
    ...newFiles.map(({ path, bytes, state }) => `file ${path}: ${bytes} bytes, ${state}`),
    ...(unchanged > 0 ? [`${unchanged} there already`] : []),
    ...warnings.map((warning) => `warning: ${warning}`),
  ];
  return [`${name}:${lines.length === 0 ? " nothing to store." : ""}`, ...lines.map((line) => `  ${line}`)];
}

function valueLine({ name, state, old, new: value }: PlannedValue): string {
  return `${name} = ${shown(value)}${state === "replaced" ? ` in place of ${shown(old)}` : ""}`;
}

const mostCharacters = 100;

function shown(value: Cell): string {
  const text = value === null ? "nothing" : String(value);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}
