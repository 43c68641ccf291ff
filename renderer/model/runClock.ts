/** How long a run goes on, and its state: by a clock that does not jump when those on the wall are changed. */
import { mostSilence, type RunState } from "../../core/api/runs.ts";
import type { StationRun } from "../../core/api/station.ts";
import { secondsBetween } from "../../core/time/wallClock.ts";

/**
 * The run as it was told now, with the moments of its times as they were taken when they were first seen: in the hour that
 * comes twice in autumn a stored time may be taken for another moment later on.
 */
export function keepMoments(before: StationRun | null, run: StationRun): StationRun {
  if (before?.run !== run.run) return run;
  return {
    ...run,
    startedAt: before.started === run.started ? before.startedAt : run.startedAt,
    finishedAt: before.finished === run.finished ? before.finishedAt : run.finishedAt,
  };
}

/** Seconds since anything was heard of a run; null where it has no times. */
export function silenceOf({ startedAt, finishedAt }: StationRun, moment: number): number | null {
  const heardAt = finishedAt ?? startedAt;
  return heardAt === null ? null : Math.max(0, (moment - heardAt) / 1000);
}

/** Seconds that a run has taken until now, while it goes on; of one that has ended its length, as everywhere. */
export function lengthOf(
  { started, finished, startedAt, isEnded }: StationRun,
  moment: number,
): number | null {
  if (isEnded) return secondsBetween(started, finished);
  return startedAt === null ? null : Math.max(0, (moment - startedAt) / 1000);
}

/** As `runState` of the core has it for the newest run. */
export function stateOf(run: StationRun, moment: number): RunState {
  if (run.isEnded) return "finished";
  const silence = silenceOf(run, moment);
  return silence !== null && silence <= mostSilence ? "running" : "stale";
}
