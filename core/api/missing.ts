/** Failures of what is asked for and not there, each worded once. */
import { failed, RcdbError, type Outcome } from "./failure.ts";

/** What is said of runs that are not in the database; `detail.run` is the first of them. */
export function noSuchRun(...runs: readonly number[]): RcdbError {
  const [run] = runs;
  const message =
    runs.length === 1
      ? `Run ${run} is not in this database. Check the number.`
      : `Runs ${runs.join(", ")} are not in this database. Check the numbers.`;
  return new RcdbError("no_such_run", message, { run, runs });
}

/** What is said of a held result that made room for others, or whose process has ended. */
export function resultGone(): RcdbError {
  return new RcdbError("result_gone", "The rows of this result are no longer held. Run the query again.");
}

export function noSuchCall(name: string): Outcome<never> {
  return failed("unknown_call", `There is no call “${name}”.`);
}
