import type { RunStates } from "../api/runs.ts";
import type { Database } from "../db/database.ts";
import { newestRun } from "../db/newest.ts";
import type { HeldResult } from "../results/heldResult.ts";
import { readEndings } from "./runEndings.ts";
import { runState } from "./runState.ts";
import { wallClockTime } from "../time/times.ts";

/** The states of the runs of rows `from` … `from + count - 1` of a result, as of now. */
export async function readStates(
  database: Database,
  result: HeldResult,
  from: number,
  count: number,
): Promise<RunStates> {
  const endings = await readEndings(database, result);
  const newest = await newestRun(database);
  const now = wallClockTime(new Date());
  const runs = result.runsShown(from, count);
  const states = runs.map((run) => {
    const isNewest = newest?.number === run;
    // The newest run's times may have moved on since the result was made.
    const isFinished = isNewest ? newest.finished !== null : endings.isFinished(run);
    const isValidEnd = endings.isValidEnd(run);
    return runState({ isValidEnd, isFinished, newest: isNewest ? newest : null }, now);
  });
  return { runs, states };
}
