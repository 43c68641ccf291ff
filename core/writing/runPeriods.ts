import { noSuchRunPeriod } from "../api/missing.ts";
import { RcdbError } from "../api/failure.ts";
import type { RunPeriod, ChangedRunPeriod, GivenRunPeriod, NamedRow, Stored } from "../api/catalogue.ts";
import { nearest } from "../query/nearest.ts";
import { normalizeTime } from "../query/time.ts";
import { listRunPeriods } from "../catalogue/runPeriods.ts";
import { deleteNamed, findNamed, logNamed, type RowKind } from "./namedRow.ts";
import { checkNumber } from "./runs.ts";
import { checkDescription, checkName } from "./texts.ts";
import { quoted } from "../text/quoted.ts";
import { newId, type Writing } from "./writing.ts";

const periodKind: RowKind<RunPeriod> = {
  table: "run_periods",
  noun: "run period",
  written: (name) => name,
  describe: ({ runMin, runMax, description }) =>
    `runs ${runMin}-${runMax}${description ? `, ${description}` : ""}`,
  read: ({ transaction }) => listRunPeriods(transaction),
  missing: async (writing, which) => {
    const names = (await periodKind.read(writing)).map((period) => period.name);
    return noSuchRunPeriod(which, which.id === undefined ? nearest(which.name ?? "", names) : []);
  },
  kept: withoutId,
};

/**
 * Creates a run period, unless the very same one is there. Periods may overlap. Throws `conflict` where one of that name
 * differs, `bad_value` and `too_large` for what cannot be stored.
 */
export async function createRunPeriod(writing: Writing, given: GivenRunPeriod): Promise<Stored> {
  checkPeriod(writing, given);
  await writing.transaction.lockCatalogue();
  const found = (await periodsOfName(writing, given.name))[0];
  if (found) {
    checkSame(found, given);
    return { id: found.id, created: false };
  }
  const result = await writing.transaction.write
    .insertInto("run_periods")
    .values(toRow(given))
    .executeTakeFirstOrThrow();
  const id = newId(result);
  await logNamed(writing, periodKind, "Created", { id, name: given.name }, { new: given });
  return { id, created: true };
}

/**
 * Changes what is given of a run period. Throws `no_such_period`, `ambiguous`, `already_exists` where another one has the new name,
 * `bad_value` and `too_large` for what cannot be stored.
 */
export async function updateRunPeriod(
  writing: Writing,
  { name: given, id: givenId, newName, ...changes }: ChangedRunPeriod,
): Promise<RunPeriod> {
  await writing.transaction.lockCatalogue();
  const found = await findNamed(writing, periodKind, { name: given, id: givenId });
  const { id } = found;
  const old = withoutId(found);
  const { name } = old;
  const { description = old.description, runMin = old.runMin, runMax = old.runMax } = changes;
  const { startDate = old.startDate, endDate = old.endDate } = changes;
  const changed = { name: newName ?? name, description, runMin, runMax, startDate, endDate };
  checkPeriod(writing, changed);
  if (newName !== undefined && newName !== name && (await periodsOfName(writing, newName)).length > 0) {
    throw new RcdbError(
      "already_exists",
      `There is a run period ${quoted(newName)} already. Choose another name.`,
      { name: newName },
    );
  }
  if (differences(old, changed).length > 0) {
    await writing.transaction.write
      .updateTable("run_periods")
      .set(toRow(changed))
      .where("id", "=", id)
      .execute();
    await logNamed(writing, periodKind, "Changed", { id, name }, { old, new: changed });
  }
  return { id, ...changed };
}

/** Removes a run period; its runs stay. Throws `no_such_period` and `ambiguous`. */
export function deleteRunPeriod(writing: Writing, which: NamedRow): Promise<Record<string, never>> {
  return deleteNamed(writing, periodKind, which);
}

function withoutId({ id: _id, ...rest }: RunPeriod): GivenRunPeriod {
  return rest;
}

async function periodsOfName({ transaction }: Writing, name: string): Promise<RunPeriod[]> {
  const periods = await listRunPeriods(transaction);
  return periods.filter((period) => period.name === name).sort((a, b) => a.id - b.id);
}

function checkPeriod(writing: Writing, { name, description, runMin, runMax, ...days }: GivenRunPeriod): void {
  const { characters } = writing.limits;
  checkName("The name of the run period", name, characters.get("run_periods.name"));
  checkDescription(description, characters.get("run_periods.description"));
  checkNumber(writing, runMin);
  checkNumber(writing, runMax);
  if (runMin > runMax) {
    throw new RcdbError(
      "bad_value",
      `The run period ${quoted(name)} would end with run ${runMax}, before it begins with run ${runMin}. Swap them.`,
    );
  }
  checkDay(days.startDate);
  checkDay(days.endDate);
  if (days.startDate !== null && days.endDate !== null && days.startDate > days.endDate) {
    throw new RcdbError(
      "bad_value",
      `The run period ${quoted(name)} would end on ${days.endDate}, before it starts on ${days.startDate}. Swap them.`,
    );
  }
}

function checkDay(day: string | null): void {
  if (day === null || (/^\d{4}-\d\d-\d\d$/.test(day) && normalizeTime(day) !== null)) return;
  throw new RcdbError("bad_value", `${quoted(day)} is not a day. Give a real one as YYYY-MM-DD.`);
}

function checkSame(stored: RunPeriod, given: GivenRunPeriod): void {
  const different = differences(stored, given);
  if (different.length === 0) return;
  const told = different.map(
    (property) => `${propertyWords[property]} is ${String(stored[property])}, not ${String(given[property])}`,
  );
  throw new RcdbError(
    "conflict",
    `The run period ${quoted(given.name)} exists already: ${told.join(", ")}. Change it, or choose another name.`,
    { name: given.name, different },
  );
}

const propertyWords = {
  name: "its name",
  description: "its description",
  runMin: "its first run",
  runMax: "its last run",
  startDate: "its start",
  endDate: "its end",
} as const satisfies Record<keyof GivenRunPeriod, string>;
const properties = Object.keys(propertyWords) as (keyof GivenRunPeriod)[];

function differences(stored: GivenRunPeriod, given: GivenRunPeriod): (keyof GivenRunPeriod)[] {
  // Some clients store no description as an empty one.
  return properties.filter((property) => (stored[property] ?? "") !== (given[property] ?? ""));
}

interface RunPeriodRow {
  name: string;
  description: string | null;
  run_min: number;
  run_max: number;
  start_date: string | null;
  end_date: string | null;
}

function toRow({ name, description, ...bounds }: GivenRunPeriod): RunPeriodRow {
  return {
    name,
    description,
    run_min: bounds.runMin,
    run_max: bounds.runMax,
    start_date: bounds.startDate,
    end_date: bounds.endDate,
  };
}
