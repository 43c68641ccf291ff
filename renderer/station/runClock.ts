/** How long a run goes on, and how it is with it: by a clock that does not jump when those on the wall are changed. */
import { mostSilence, type RunState } from "../../core/api/liveSchemas.ts";
import type { StationRun } from "../../core/api/stationSchemas.ts";

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

/** Seconds from its start until now, or until its end. */
export function lengthOf({ startedAt, finishedAt, isEnded }: StationRun, moment: number): number | null {
  const end = isEnded ? finishedAt : moment;
  return startedAt === null || end === null ? null : Math.max(0, (end - startedAt) / 1000);
}

/** As `runState` of the core has it for the newest run. */
export function stateOf(run: StationRun, moment: number): RunState {
  if (run.isEnded) return "finished";
  const silence = silenceOf(run, moment);
  return silence !== null && silence <= mostSilence ? "running" : "stale";
}
