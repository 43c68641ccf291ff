/** What changed in the configuration from one run to another, in words. */
import type { Comparison } from "../api/runs.ts";
import { runColumns } from "../api/search.ts";
import type { Cell } from "../api/values.ts";
import { shortened } from "./texts.ts";

type ComparedCondition = Comparison["conditions"][number];
type ComparedPath = Comparison["files"][number];

/** How a run went, and not how it was set up. */
const course: ReadonlySet<string> = new Set([
  ...runColumns.map(({ name }) => name),
  ...["is_valid_run_end", "run_length", "event_count", "event_rate", "component_stats"],
  ...["evio_files_count", "evio_last_file", "user_comment", "offline_comment", "status"],
]);
/** The number of runs from which on it is known what changes always. */
const fewestRuns = 4;
/** The most names in a change of JSON. */
const mostNames = 5;

/**
 * Of runs side by side, the changes from that at `at - 1` to that at `at`: settings that mostly stay the same from run to run, and files. Measured
 * numbers, times, and what is in `besides` are left out.
 */
export function changesInWords(
  { conditions, files }: Pick<Comparison, "conditions" | "files">,
  at: number,
  besides: readonly string[],
): string[] {
  const settings = conditions.filter(
    ({ name, type, values }) =>
      type !== "time" &&
      type !== "float" &&
      !course.has(name) &&
      !besides.includes(name) &&
      !changesOften(values),
  );
  return [
    ...settings.flatMap((condition) => conditionChange(condition, at) ?? []),
    ...files.flatMap((file) => fileChange(file, at) ?? []),
  ];
}

function changesOften(values: readonly Cell[]): boolean {
  const known = values.filter((value) => value !== null);
  if (known.length < fewestRuns) return false;
  const changes = known.filter((value, at) => at > 0 && value !== known[at - 1]).length;
  return changes * 2 >= known.length - 1;
}

function conditionChange({ name, type, values }: ComparedCondition, at: number): string | null {
  const [old = null, now = null] = [values[at - 1], values[at]];
  if (old === now) return null;
  if (type === "json" && old !== null && now !== null) return jsonChange(name, String(old), String(now));
  if (old === null) return `${name} is new: ${inWords(now)}`;
  if (now === null) return `${name} is missing; it was ${inWords(old)}`;
  return `${name} changed from ${inWords(old)} to ${inWords(now)}`;
}

function inWords(value: Cell): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value === null || value === "") return "empty";
  return shortened(String(value));
}

/** The names within an object that differ; null where only the writing does. */
function jsonChange(name: string, old: string, now: string): string | null {
  const [before, after] = [entriesOf(old), entriesOf(now)];
  if (before === null || after === null) return `${name} changed`;
  const names = [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => before.get(key) !== after.get(key),
  );
  if (names.length === 0) return null;
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  return `${name} changed in ${names.slice(0, mostNames).map(shortened).join(", ")}${more}`;
}

function entriesOf(json: string): Map<string, string> | null {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== "object" || value === null) return null;
    return new Map(Object.entries(value).map(([key, part]) => [key, JSON.stringify(part)]));
  } catch {
    // A stored text of type JSON may be none.
    return null;
  }
}

function fileChange({ path, files }: ComparedPath, at: number): string | null {
  const [old, now] = [files[at - 1]?.at(-1), files[at]?.at(-1)];
  if (old?.sha256 === now?.sha256) return null;
  if (!old) return `${path} is new`;
  if (!now) return `${path} is missing`;
  return `${path} changed from version ${old.sha256.slice(0, 8)} to ${now.sha256.slice(0, 8)}`;
}
