/** Runs as ticks of a strip. */
import type { BriefRun } from "../../core/api/runs.ts";
import { formatDuration } from "../lib/format.ts";
import { formatTimes } from "../common/runTimes.ts";

const LEAST_HEIGHT = 4;
const MOST_HEIGHT = 22;

/** Above the ticks of runs that are not simply finished. */
export const stateGlyphs: Readonly<Record<BriefRun["state"], string>> = {
  finished: "",
  crashed: "×",
  running: "▸",
  stale: "?",
};

/** By the square root of the length: an hour stands out, and a minute can still be seen. */
export function tickHeight(seconds: number | null, longest: number): number {
  if (seconds === null || seconds <= 0 || longest <= 0) return LEAST_HEIGHT;
  return Math.round(LEAST_HEIGHT + Math.sqrt(Math.min(1, seconds / longest)) * (MOST_HEIGHT - LEAST_HEIGHT));
}

/** A run in a line: its number, its state, when it was and how long. */
export function describeTick(run: number, brief: BriefRun | null): string {
  if (brief === null) return `Run ${run}`;
  const { state, started, finished, length } = brief;
  const lasted = length === null ? "" : `, ${formatDuration(length)}`;
  return `Run ${run}, ${state}, ${formatTimes(started, finished)}${lasted}`;
}
