/** The state of a run as people read it, on Live and in reports. */
import type { RunState } from "./runs.ts";
import { secondsBetween } from "../time/wallClock.ts";

/** Seconds of silence after which a run without an end is taken for one that nobody ended. */
const leftOpenAfter = 2 * 86_400;

/** Whether a run was left open: it has no end, and nothing was heard of it for days. Its length is known to nobody then. */
export function isLeftOpen(state: RunState, silence: number | null): boolean {
  return state === "stale" && silence !== null && silence >= leftOpenAfter;
}

interface StateAndTimes {
  readonly state: RunState;
  readonly started: string | null;
  readonly finished: string | null;
}

/** The state of a run when the clock on the wall shows `now`. */
export function stateInWords({ state, started, finished }: StateAndTimes, now: string): string {
  if (state !== "stale") return state;
  return isLeftOpen(state, secondsBetween(finished ?? started, now)) ? "left open" : "no update";
}
