/** Runs that a commit creates: they are gone again when it is undone, where nothing else was added to them. */
import type { KeptRun } from "../api/changes.ts";
import { batches } from "../text/batches.ts";
import { logChanges, type LoggedChange } from "../writing/log.ts";
import type { Reading, Writing } from "../writing/writing.ts";
import { runRecord } from "./changeLog.ts";

const runsAtOnce = 5000;

/** Logs that a commit created runs, or removed them. */
export function logRuns(
  writing: Writing,
  runs: readonly number[],
  what: "Created" | "Removed",
  commit: number,
): Promise<void> {
  const records: readonly LoggedChange[] = runs.map((run) => runRecord(run, what, commit));
  return logChanges(writing, records);
}

/**
 * Removes those of the runs, which are locked, that have nothing: no time, no condition, no file. Answers them, and the others with
 * what they have.
 */
export async function removeEmptyRuns(
  { transaction }: Writing,
  runs: readonly number[],
): Promise<{ removed: readonly number[]; kept: readonly KeptRun[] }> {
  const removed: number[] = [];
  const kept: KeptRun[] = [];
  for (const some of batches(runs, runsAtOnce)) {
    const left = await readLeft({ transaction }, some);
    const empty = some.filter((run) => !left.has(run));
    for (const run of some) {
      const reason = left.get(run);
      if (reason !== undefined) kept.push({ run, reason });
    }
    if (empty.length > 0) {
      await transaction.write.deleteFrom("runs").where("number", "in", empty).execute();
    }
    removed.push(...empty);
  }
  return { removed, kept };
}

/** What runs have, in words, by their numbers. */
async function readLeft(
  { transaction: { read } }: Reading,
  runs: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const left = new Map<number, string[]>();
  const add = (run: number, words: string): void => {
    const others = left.get(run);
    if (others) others.push(words);
    else left.set(run, [words]);
  };
  const times = await read
    .selectFrom("runs")
    .select(["number", "started", "finished"])
    .where("number", "in", runs)
    .execute();
  for (const { number, started, finished } of times) {
    if (started !== null) add(number, "a start");
    if (finished !== null) add(number, "an end");
  }
  const values = await read
    .selectFrom("conditions")
    .select((of) => ["run_number", of.fn.countAll<number>().as("count")])
    .where("run_number", "in", runs)
    .groupBy("run_number")
    .execute();
  for (const { run_number: run, count } of values) {
    if (run !== null) add(run, counted(count, "value"));
  }
  const files = await read
    .selectFrom("files_have_runs")
    .select((of) => ["run_number", of.fn.countAll<number>().as("count")])
    .where("run_number", "in", runs)
    .groupBy("run_number")
    .execute();
  for (const { run_number: run, count } of files) {
    if (run !== null) add(run, counted(count, "file"));
  }
  return new Map([...left].map(([run, words]) => [run, words.join(", ")]));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
