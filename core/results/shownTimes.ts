/** Reads the times of a result's runs and puts what is shown of them in its place. */
import { sql } from "kysely";
import type { Progress } from "../api/call.ts";
import { bindAgain } from "../db/bindAgain.ts";
import type { Database } from "../db/database.ts";
import { tableSource } from "../db/tableSource.ts";
import type { HeldColumn } from "./columns.ts";
import type { NumberList } from "./numberList.ts";
import { secondsBetween } from "../time/wallClock.ts";
import { shownTime } from "../time/times.ts";

/** Runs read by one statement. */
const runsAtOnce = 1000;

/** The value of one of `runColumns`. */
export function valueOfRun(
  name: string,
  started: string | null,
  finished: string | null,
): string | number | null {
  if (name === "length") return secondsBetween(started, finished);
  const time = name === "started" ? started : finished;
  return time === null ? null : shownTime(time);
}

/**
 * Fills the run's own columns, given by their names, a statement at a step; `runs` ascend and are nearly all of those
 * that lie between them. `backwards` begins with the last ones.
 */
export async function* fillTimes(
  database: Database,
  runs: NumberList,
  held: ReadonlyMap<string, HeldColumn>,
  backwards: boolean,
): AsyncGenerator<Progress> {
  if (held.size === 0) return;
  const query = sql`SELECT number, started, finished FROM ${tableSource(database, "runs")}
WHERE number BETWEEN ${0} AND ${0} ORDER BY number`.compile(database.read);
  const steps = Math.ceil(runs.length / runsAtOnce);
  for (let done = 0; done < steps; done++) {
    const first = (backwards ? steps - 1 - done : done) * runsAtOnce;
    const last = Math.min(first + runsAtOnce, runs.length) - 1;
    const part = bindAgain(query, [runs.get(first), runs.get(last)]);
    for (const [run, started, finished] of await database.rows(part, ["key", "time", "time"])) {
      const row = runs.find(run);
      // A run that was added meanwhile is none of the result.
      if (row < 0) continue;
      for (const [name, column] of held) column.set(row, valueOfRun(name, started, finished), 0);
    }
    yield { done: done + 1, total: steps, label: "Reading times" };
  }
}
