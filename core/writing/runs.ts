import { noRunToChange } from "../api/missing.ts";
import { RcdbError } from "../api/failure.ts";
import type { StoredValue } from "../db/database.ts";
import type { GivenRun } from "../api/conditions.ts";
import { encodeTimeText, timeForm } from "./values.ts";
import { quoted } from "../text/quoted.ts";
import { batches } from "../text/batches.ts";
import type { Writing } from "./writing.ts";

/** What is given of a run itself. A time that is undefined stays as it is, null removes it. */
export type RunWithTimes = Pick<GivenRun, "number" | "started" | "finished">;

const runsAtOnce = 5000;

/** Creates a run, unless it is there. Throws `bad_value` for a number that the database cannot keep. */
export async function createRun(
  writing: Writing,
  { number }: { readonly number: number },
): Promise<{ created: boolean }> {
  const created = await createMissingRuns(writing, [{ number }]);
  return { created: created.has(number) };
}

/**
 * Creates the runs that are not there, sets the given times of all of them, and keeps other writers from them.
 * Answers the numbers of the new ones. Throws `bad_value`.
 */
export async function createMissingRuns(
  writing: Writing,
  runs: readonly RunWithTimes[],
): Promise<ReadonlySet<number>> {
  const sorted = [...runs].sort((a, b) => a.number - b.number);
  for (const { number } of sorted) checkNumber(writing, number);
  const present = await lockPresentRuns(
    writing,
    sorted.map(({ number }) => number),
  );
  const missing = sorted.filter(({ number }) => !present.has(number));
  const rows = missing.map(({ number, started, finished }) => [
    number,
    encodeRunTime(writing, started) ?? null,
    encodeRunTime(writing, finished) ?? null,
  ]);
  if (rows.length > 0) await writing.transaction.insertRows("runs", ["number", "started", "finished"], rows);
  for (const run of sorted) if (present.has(run.number)) await updateTimes(writing, run);
  return new Set(missing.map(({ number }) => number));
}

/** Sets the times of a run. Throws `no_such_run` and `bad_value`. */
export async function setRunTimes(
  writing: Writing,
  { run, ...times }: { readonly run: number } & Omit<RunWithTimes, "number">,
): Promise<Record<string, never>> {
  await lockRun(writing, run);
  await updateTimes(writing, { number: run, ...times });
  return {};
}

/** Keeps other writers from a run. Throws `no_such_run`. */
export async function lockRun(writing: Writing, run: number): Promise<void> {
  const present = await lockPresentRuns(writing, [run]);
  if (!present.has(run)) throw noRunToChange(run);
}

/** Keeps other writers from runs. Throws `no_such_run` for the first that is not there. */
export async function checkPresent(writing: Writing, runs: readonly RunWithTimes[]): Promise<void> {
  const numbers = runs.map(({ number }) => number);
  const present = await lockPresentRuns(writing, numbers);
  const missing = numbers.find((number) => !present.has(number));
  if (missing !== undefined) throw noRunToChange(missing);
}

/** Keeps other writers from those of the runs that are there, and answers which. One that another writer creates meanwhile is not among them. */
export async function lockPresentRuns(
  { transaction }: Writing,
  numbers: readonly number[],
): Promise<ReadonlySet<number>> {
  const present = new Set<number>();
  for (const batch of batches(numbers, runsAtOnce)) {
    const rows = await transaction.read
      .selectFrom("runs")
      .select("number")
      .where("number", "in", batch)
      .execute();
    const found = rows.map(({ number }) => number);
    // Locked after they were found: a run that appeared between the two would count as locked, and would not be.
    await transaction.lockRuns(found);
    for (const number of found) present.add(number);
  }
  return present;
}

/** Sets the given times of a run, which must be locked. Throws `bad_value`. */
async function updateTimes(writing: Writing, { number, ...times }: RunWithTimes): Promise<void> {
  const started = encodeRunTime(writing, times.started);
  const finished = encodeRunTime(writing, times.finished);
  if (started === undefined && finished === undefined) return;
  await writing.transaction.write
    .updateTable("runs")
    .set({ started, finished })
    .where("number", "=", number)
    .execute();
}

/** Sets a time of a run, which must be locked, to what is to be stored. */
export async function storeTime(
  { transaction }: Writing,
  run: number,
  name: "started" | "finished",
  value: StoredValue,
): Promise<void> {
  await transaction.write
    .updateTable("runs")
    .set({ [name]: value })
    .where("number", "=", run)
    .execute();
}

function encodeRunTime({ limits }: Writing, given: string | null | undefined): string | null | undefined {
  if (given === null || given === undefined) return given;
  const time = encodeTimeText(given, limits);
  if (time === null) throw new RcdbError("bad_value", `${quoted(given)} is not a time. Give ${timeForm}.`);
  return time;
}

/** Refuses a run number that the database's integers do not reach. */
export function checkNumber({ limits }: Pick<Writing, "limits">, number: number): void {
  const { smallestInteger, greatestInteger } = limits;
  if (BigInt(number) >= smallestInteger && BigInt(number) <= greatestInteger) return;
  throw new RcdbError(
    "bad_value",
    `${number} can be no run number here: they go from ${smallestInteger.toString()} to ${greatestInteger.toString()}.`,
    { run: number },
  );
}
