/** Runs that a commit creates: they are gone again when it is undone, where nothing else was added to them. */
import type { KeptRun } from "../api/changes.ts";
import { batches } from "../text/batches.ts";
import { logChanges, type LoggedChange } from "../writing/log.ts";
import type { Reading, Writing } from "../writing/writing.ts";
import { runRecord } from "./changeLog.ts";
import type { Standing } from "./standing.ts";
import { counted } from "../text/counted.ts";

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

/** Removes runs, which are locked and have nothing. */
export async function removeRuns({ transaction }: Writing, runs: readonly number[]): Promise<void> {
  for (const some of batches(runs, runsAtOnce)) {
    await transaction.write.deleteFrom("runs").where("number", "in", some).execute();
  }
}

/**
 * Those of the runs that have nothing (no time, no condition, no file) once `ready` changes are written, which are not yet; and the others
 * with what they have then.
 */
export async function sortEmptyRuns(
  { transaction }: Reading,
  runs: readonly number[],
  ready: readonly Standing[] = [],
): Promise<{ empty: readonly number[]; kept: readonly KeptRun[] }> {
  const empty: number[] = [];
  const kept: KeptRun[] = [];
  const gains = gainsOf(ready);
  for (const some of batches(runs, runsAtOnce)) {
    const left = await readLeft({ transaction }, some);
    for (const run of some) {
      const reason = inWords(left.get(run) ?? nothing, gains.get(run) ?? nothing);
      if (reason === "") empty.push(run);
      else kept.push({ run, reason });
    }
  }
  return { empty, kept };
}

/** How many of each a run has, or, less than zero, loses. */
interface Contents {
  readonly started: number;
  readonly finished: number;
  readonly values: number;
  readonly files: number;
}

const nothing: Contents = { started: 0, finished: 0, values: 0, files: 0 };

function add(to: Map<number, Contents>, run: number, what: keyof Contents, count: number): void {
  const before = to.get(run) ?? nothing;
  to.set(run, { ...before, [what]: before[what] + count });
}

/** What changes bring to runs, by their numbers. */
function gainsOf(ready: readonly Standing[]): ReadonlyMap<number, Contents> {
  const gains = new Map<number, Contents>();
  for (const { change, rows, stored, next } of ready) {
    const one = Number(next !== null) - Number(stored !== null);
    if (change.kind === "file") add(gains, change.run, "files", one);
    else if (change.kind === "time")
      add(gains, change.run, change.name === "started" ? "started" : "finished", one);
    else add(gains, change.run, "values", next === null ? -rows.length : Number(rows.length === 0));
  }
  return gains;
}

/** What runs have, by their numbers. */
async function readLeft(
  { transaction: { read } }: Reading,
  runs: readonly number[],
): Promise<ReadonlyMap<number, Contents>> {
  const left = new Map<number, Contents>();
  const times = await read
    .selectFrom("runs")
    .select(["number", "started", "finished"])
    .where("number", "in", runs)
    .execute();
  for (const { number, started, finished } of times) {
    add(left, number, "started", Number(started !== null));
    add(left, number, "finished", Number(finished !== null));
  }
  const values = await read
    .selectFrom("conditions")
    .select((of) => ["run_number", of.fn.countAll<number>().as("count")])
    .where("run_number", "in", runs)
    .groupBy("run_number")
    .execute();
  for (const { run_number: run, count } of values) if (run !== null) add(left, run, "values", count);
  const files = await read
    .selectFrom("files_have_runs")
    .select((of) => ["run_number", of.fn.count<number>("files_id").distinct().as("count")])
    .where("run_number", "in", runs)
    .groupBy("run_number")
    .execute();
  for (const { run_number: run, count } of files) if (run !== null) add(left, run, "files", count);
  return left;
}

function inWords(has: Contents, gains: Contents): string {
  const values = has.values + gains.values;
  const files = has.files + gains.files;
  const parts = [
    ...(has.started + gains.started > 0 ? ["a start"] : []),
    ...(has.finished + gains.finished > 0 ? ["an end"] : []),
    ...(values > 0 ? [counted(values, "value")] : []),
    ...(files > 0 ? [counted(files, "file")] : []),
  ];
  return parts.join(", ");
}
