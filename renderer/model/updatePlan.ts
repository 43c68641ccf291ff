/** When a copy updates itself: a setting for each copy, kept by the window. */
import type { CopyState } from "../../core/api/copies.ts";

const updatePlans = ["never", "opening", "hourly", "daily"] as const;
export type UpdatePlan = (typeof updatePlans)[number];

const hours: Readonly<Partial<Record<UpdatePlan, number>>> = { hourly: 1, daily: 24 };

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
  const every = hours[plan];
  if (every === undefined) return false;
  const last = Math.max(taken === null ? 0 : Date.parse(taken), tried ?? 0);
  return now - last >= every * 3_600_000;
}

/** Whether what was stored are the plans of copies, by their connection strings. */
export function isUpdatePlans(value: unknown): value is Record<string, UpdatePlan> {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((plan) => updatePlans.some((one) => one === plan))
  );
}
