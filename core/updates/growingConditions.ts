import type { UpdateValues } from "./plugin.ts";

/** The conditions of every RCDB whose values grow or change with each update of a run; docs/writing.md lists them. */
const growingConditions: ReadonlySet<string> = new Set([
  "event_rate",
  "event_count",
  "component_stats",
  "run_length",
  "run_end_time",
  "evio_last_file",
  "evio_files_count",
]);

/** The names among those of given values whose values grow: the usual ones, and those that their source names. */
export function growingAmong(
  given: NonNullable<UpdateValues["conditions"]>,
  named: readonly string[] = [],
): ReadonlySet<string> {
  const names = given.map(({ name }) => name);
  return new Set(names.filter((name) => growingConditions.has(name) || named.includes(name)));
}
