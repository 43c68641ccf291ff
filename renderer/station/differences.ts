/** What of a comparison is the configuration of a run, and not what each run has of its own. */
import type { Comparison } from "../../core/api/findSchemas.ts";
import type { RecentValues } from "../../core/api/runSchemas.ts";
import { runColumns } from "../../core/api/schemas.ts";

export type DifferentCondition = Comparison["conditions"][number];

/** How a run went, and not how it was set up. */
const course: ReadonlySet<string> = new Set([
  ...runColumns.map(({ name }) => name),
  ...["is_valid_run_end", "run_length", "event_count", "event_rate", "component_stats"],
  ...["evio_files_count", "evio_last_file", "user_comment", "offline_comment"],
]);
/** From so many runs on it can be told what changes always. */
const fewestRuns = 4;

/**
 * The conditions that differ and stay the same from run to run mostly. Left out are times, how the run went, and what
 * changed with at least half of the last runs: measured values.
 */
export function configurationOf(
  { conditions }: Pick<Comparison, "conditions">,
  recent: RecentValues | null,
): DifferentCondition[] {
  const busy = new Set(
    recent?.conditions.filter(({ values }) => changesOften(values)).map(({ name }) => name),
  );
  return conditions.filter(
    ({ name, type, different }) => different && type !== "time" && !course.has(name) && !busy.has(name),
  );
}

function changesOften(values: readonly unknown[]): boolean {
  const known = values.filter((value) => value !== null);
  if (known.length < fewestRuns) return false;
  const changes = known.filter((value, at) => at > 0 && value !== known[at - 1]).length;
  return changes * 2 >= known.length - 1;
}
