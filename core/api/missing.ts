/** Failures of what is asked for and not there, each worded once. */
import { RcdbError } from "./failure.ts";

/** What is said of runs that are not in the database; `detail.run` is the first of them. */
export function noSuchRun(...runs: readonly number[]): RcdbError {
  const [run] = runs;
  const message =
    runs.length === 1
      ? `Run ${run} is not in this database. Check the number.`
      : `Runs ${runs.join(", ")} are not in this database. Check the numbers.`;
  return new RcdbError("no_such_run", message, { run, runs });
}
