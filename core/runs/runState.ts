import { mostSilence, type RunState } from "../api/runs.ts";
import type { Cell } from "../api/values.ts";
import { secondsBetween } from "../time/wallClock.ts";

/** What the state of a run follows from. */
export interface RunSigns {
  /** Its condition `is_valid_run_end`; null where it has none. */
  readonly isValidEnd: boolean | null;
  /** Whether it has a finish time. */
  readonly isFinished: boolean;
  /** Its times as they are stored where its number is the greatest of the database; null for other runs. */
  readonly newest: { readonly started: string | null; readonly finished: string | null } | null;
}

/** A run's row. */
export interface StoredRun {
  readonly number: number;
  readonly started: string | null;
  readonly finished: string | null;
}

/** The signs of a run: `endValue` is what its condition `is_valid_run_end` has, `newest` the newest run of the database. */
export function signsOf(run: StoredRun, endValue: Cell, newest: StoredRun | undefined): RunSigns {
  return {
    isValidEnd: typeof endValue === "boolean" ? endValue : null,
    isFinished: run.finished !== null,
    newest: newest?.number === run.number ? newest : null,
  };
}

/**
 * The state of a run when the clock on the wall shows `now`. Only the newest run can still be running; updates move
 * its finish time on while it does.
 */
export function runState({ isValidEnd, isFinished, newest }: RunSigns, now: string): RunState {
  if (isValidEnd ?? isFinished) return "finished";
  if (newest === null) return "crashed";
  const silence = secondsBetween(newest.finished ?? newest.started, now);
  return silence !== null && silence <= mostSilence ? "running" : "stale";
}
