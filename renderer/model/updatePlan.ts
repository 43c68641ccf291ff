/** When a copy updates itself: a setting for each copy, kept by the window. */
import type { CopyState } from "../../core/api/copies.ts";

/** Not at all, as it is opened, or every N hours. */
export type UpdatePlan = "never" | "opening" | number;

/** A year. */
export const mostHours = 8760;

/** Whether a number of hours is a plan. */
export function isHours(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostHours;
}

/**
 * Whether the copy is to update itself now. `tried` is when it was last to do so since it was opened; one that could not is not tried before
 * its time comes again. Times are in milliseconds.
 */
export function isUpdateDue(
  plan: UpdatePlan,
  { taken }: CopyState,
  tried: number | null,
  now: number,
): boolean {
  if (plan === "opening") return tried === null;
  if (plan === "never") return false;
  const last = Math.max(taken === null ? 0 : Date.parse(taken), tried ?? 0);
  return now - last >= plan * 3_600_000;
}

/** Plans as an earlier version named them, in hours. */
const earlierPlans: ReadonlyMap<unknown, UpdatePlan> = new Map([
  ["hourly", 1],
  ["daily", 24],
]);

/** The plans of copies by their connection strings, of what was stored: without those that cannot be read. */
export function updatePlansOf(stored: unknown): Readonly<Record<string, UpdatePlan>> {
  if (typeof stored !== "object" || stored === null || Array.isArray(stored)) return {};
  const plans = Object.entries(stored).flatMap(([connection, plan]: [string, unknown]) => {
    const read = planOf(plan);
    return read === null ? [] : [[connection, read] as const];
  });
  return Object.fromEntries(plans);
}

function planOf(stored: unknown): UpdatePlan | null {
  if (stored === "never" || stored === "opening" || isHours(stored)) return stored;
  return earlierPlans.get(stored) ?? null;
}
