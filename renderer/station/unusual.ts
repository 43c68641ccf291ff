/** The values of a run that are outside of what the last runs had. */
import type { RecentValues } from "../../core/api/runSchemas.ts";
import type { RunCondition } from "../../core/api/schemas.ts";
import { describeRecent, type Recent } from "../run/recent.ts";

export interface UnusualValue {
  readonly condition: RunCondition;
  readonly recent: Recent;
}

/** What grows while a run goes on is small before its end. */
const growing: readonly string[] = ["event_count", "run_length", "evio_files_count"];

/** Numbers above or below their usual range, by name. */
export function unusualValues(
  conditions: readonly RunCondition[],
  { runs, conditions: recent }: RecentValues,
  isEnded: boolean,
): UnusualValue[] {
  const recentOf = new Map(recent.map((one) => [one.name, one]));
  return conditions.flatMap((condition) => {
    const values = recentOf.get(condition.name);
    if (!values || (!isEnded && growing.includes(condition.name))) return [];
    const described = describeRecent(condition, values, runs);
    return described && ["high", "low"].includes(described.kind) ? [{ condition, recent: described }] : [];
  });
}
