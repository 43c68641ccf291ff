import { RcdbError } from "../api/failure.ts";
import type { ConditionType } from "../api/catalogue.ts";
import type { StorageLimits } from "../db/database.ts";
import { quoted } from "../text/quoted.ts";
import { createConditionType, readTypesByName, unknownCondition } from "../writing/conditionTypes.ts";
import { addConditions } from "../writing/conditions.ts";
import { addFile } from "../writing/configurationFiles.ts";
import { lockRun, setRunTimes } from "../writing/runs.ts";
import { encodeTimeText, encodeValue, timeForm } from "../writing/values.ts";
import type { Writing } from "../writing/writing.ts";
import { growingAmong } from "./growingConditions.ts";
import type { UpdateContext, UpdateValues } from "./plugin.ts";

/** What came of the values of one source. */
export interface StoredCounts {
  readonly types: number;
  /** Values of conditions. */
  readonly added: number;
  readonly replaced: number;
  readonly unchanged: number;
  /** Files that the run did not have so, and whether its times changed. */
  readonly files: number;
  readonly times: boolean;
}

export const nothingStored: StoredCounts = {
  types: 0,
  added: 0,
  replaced: 0,
  unchanged: 0,
  files: 0,
  times: false,
};

/**
 * Stores what a source gives for a run; the latest value wins. `warn` is told of each part that the database does not take,
 * and the others are stored all the same. Throws `no_such_run`.
 */
export async function storeValues(
  writing: Writing,
  { run, reason }: Pick<UpdateContext, "run" | "reason">,
  values: UpdateValues,
  warn: (message: string) => void,
): Promise<StoredCounts> {
  const { types = [], conditions = [], files = [] } = values;
  if (types.length > 0 || files.length > 0) await writing.transaction.lockCatalogue();
  await lockRun(writing, run);
  const created = await createMissingTypes(writing, types, warn);
  const times = await storeTimes(writing, run, values, warn);
  const fitting = fittingValues(await readTypesByName(writing), conditions, writing.limits, warn);
  const growing = growingAmong(fitting, values.growing);
  const series = reason && { run, stage: reason, growing };
  const written = await addConditions(writing, { run, values: fitting, replace: true, series });
  let stored = 0;
  for (const file of files) {
    const outcome = await unlessRefused(async () => (await addFile(writing, { ...file, run })).outcome, warn);
    if (outcome !== null && outcome !== "unchanged") stored += 1;
  }
  const { added, replaced, unchanged } = written;
  return { types: created, added, replaced, unchanged, files: stored, times };
}

async function createMissingTypes(
  writing: Writing,
  given: NonNullable<UpdateValues["types"]>,
  warn: (message: string) => void,
): Promise<number> {
  const known = await readTypesByName(writing);
  let created = 0;
  for (const type of given.filter(({ name }) => !known.has(name))) {
    if (await unlessRefused(() => createConditionType(writing, type), warn)) created += 1;
  }
  return created;
}

/** Sets the run's times where they differ from the stored ones; answers whether one did. */
async function storeTimes(
  writing: Writing,
  run: number,
  { started, finished }: UpdateValues,
  warn: (message: string) => void,
): Promise<boolean> {
  const stored = await writing.transaction.read
    .selectFrom("runs")
    .select(["started", "finished"])
    .where("number", "=", run)
    .executeTakeFirstOrThrow();
  const times = {
    started: changedTime("start", started, stored.started, writing.limits, warn),
    finished: changedTime("end", finished, stored.finished, writing.limits, warn),
  };
  const isChanged = times.started !== undefined || times.finished !== undefined;
  if (isChanged) await setRunTimes(writing, { run, ...times });
  return isChanged;
}

/** The time as it is to be stored; undefined where none is given, it is none, or it is there already. */
export function changedTime(
  what: string,
  given: string | undefined,
  stored: string | null,
  limits: StorageLimits,
  warn: (message: string) => void,
): string | undefined {
  if (given === undefined) return undefined;
  const time = encodeTimeText(given, limits);
  if (time === null) warn(`${quoted(given)} is not a time of the run's ${what}. Give ${timeForm}.`);
  const before = stored === null ? null : encodeTimeText(stored, limits);
  return time === null || time === before ? undefined : time;
}

type Values = NonNullable<UpdateValues["conditions"]>;

/** The values that the database takes; of several for one condition the last. */
export function fittingValues(
  types: ReadonlyMap<string, ConditionType>,
  given: Values,
  limits: StorageLimits,
  warn: (message: string) => void,
): Values[number][] {
  const fitting = new Map<string, Values[number]>();
  for (const value of given) {
    try {
      const type = types.get(value.name);
      if (!type) throw unknownCondition(value.name, types.keys());
      encodeValue(type, value.value, limits);
      fitting.set(value.name, value);
    } catch (thrown) {
      warn(leftOut(thrown));
    }
  }
  return [...fitting.values()];
}

const refusals: ReadonlySet<string> = new Set(["bad_value", "too_large", "no_such_condition"]);

/**
 * What `work` answers; null, with a warning, where it refuses a value or a file for what it is. Refusals come before
 * anything of it is stored.
 */
async function unlessRefused<T>(work: () => Promise<T>, warn: (message: string) => void): Promise<T | null> {
  try {
    return await work();
  } catch (thrown) {
    warn(leftOut(thrown));
    return null;
  }
}

/** The warning of what is refused for what it is; throws everything else. */
export function leftOut(thrown: unknown): string {
  if (!(thrown instanceof RcdbError) || !refusals.has(thrown.code)) throw thrown;
  return `${thrown.message} It is left out.`;
}
