/** How changes stand to what is stored: which values are there now, and whether the new ones can be written. */
import type { ConditionType } from "../api/catalogue.ts";
import { changeKey, type Change, type ChangeState } from "../api/changes.ts";
import { RcdbError } from "../api/failure.ts";
import { noRunToChange, noSuchCondition } from "../api/missing.ts";
import type { Cell } from "../api/values.ts";
import type { StorageLimits, StoredValue } from "../db/database.ts";
import { valueColumn } from "../catalogue/conditionTypes.ts";
import { fitsType } from "../query/fitsType.ts";
import { normalizeTime } from "../query/time.ts";
import { batches } from "../text/batches.ts";
import { quoted } from "../text/quoted.ts";
import { readTypesByName } from "../writing/conditionTypes.ts";
import {
  ownForm,
  ownFormOf,
  readStored,
  storedValue,
  type StoredCondition,
} from "../writing/storedValues.ts";
import { encodeValue, isSame, storedAgain, toCell } from "../writing/values.ts";
import { fileStandingOf, readFilesOf, type FileWork } from "./files.ts";
import type { Reading } from "../writing/writing.ts";

/** A change, what it meets in the database, and what is to be done. */
export interface Standing {
  readonly change: Change;
  /** Of a time of the run a type of its name; null where there is no condition type of the name. */
  readonly type: ConditionType | null;
  /** All rows of the condition and run, the oldest first: the newest counts. */
  readonly rows: readonly StoredCondition[];
  /** The value that is stored; null where there is none. */
  readonly stored: StoredValue;
  /** The text of a stored time in a form of its own, as `2018-01-03 10:00`; null for all else. */
  readonly ownForm: string | null;
  /** The new value as it will be stored; null where there is to be none. */
  readonly next: StoredValue;
  readonly state: ChangeState;
  /** What is wrong, of all states but `ready` and `done`. */
  readonly problem: RcdbError | null;
  /** What is to be done of a file; null for all else, and where nothing is. */
  readonly file: FileWork | null;
}

export type ReadingWithin = Reading & { readonly limits: StorageLimits };

/** The number of runs for which a database without an index of runs is read once. */
const runsAtOnce = 10_000;

/** How changes are looked at. */
export interface Allowed {
  /** Whether a run that is missing is to be created: one without values. */
  readonly mayCreate: (run: number) => boolean;
  /**
   * Where the new values were stored before, the texts of times that had a form of their own, by `changeKey`; null where they were not. They are put
   * back as they were, also where they fit no type, such as Python's `NaN` in JSON. Of a run that is gone there is nothing to remove.
   */
  readonly ownForms: ReadonlyMap<string, string> | null;
}

/** How each change stands, in their order. Throws `bad_input` where two changes are of the same value. */
export async function standingsOf(
  reading: ReadingWithin,
  changes: readonly Change[],
  { mayCreate, ownForms }: Allowed,
): Promise<Standing[]> {
  checkDistinct(changes);
  const stored = await readStoredOf(reading, changes);
  const files = await readFilesOf(reading, changes);
  const missingType = missingTypes(stored.types);
  return changes.map((change) => {
    if (!stored.runs.has(change.run) && ownForms !== null && change.new === null)
      return { ...unwritten(change), state: "done" };
    if (!stored.runs.has(change.run) && !mayCreate(change.run))
      return { ...unwritten(change), state: "no_run", problem: noRunToChange(change.run) };
    if (change.kind === "file")
      return { ...unwritten(change), ...fileStandingOf(change, files, reading.limits) };
    const encode = ownForms === null ? encoded : encodedIn(ownForms.get(changeKey(change)));
    return standingOf(change, stored, reading.limits, missingType, encode);
  });
}

function checkDistinct(changes: readonly Change[]): void {
  const keys = new Set<string>();
  for (const change of changes) {
    const key = changeKey(change);
    if (keys.has(key)) {
      throw new RcdbError(
        "bad_input",
        `${quoted(change.name)} of run ${change.run} is changed twice. Give one change of it.`,
        { run: change.run, name: change.name },
      );
    }
    keys.add(key);
  }
}

/** The times of a run as they are stored. */
interface RunTimes {
  readonly started: string | null;
  readonly finished: string | null;
}

/** What is stored of all that some changes name. */
export interface StoredOfRuns {
  readonly types: ReadonlyMap<string, ConditionType>;
  readonly runs: ReadonlyMap<number, RunTimes>;
  readonly rows: ReadonlyMap<string, readonly StoredCondition[]>;
}

/** Reads the values that some changes name. */
export async function readStoredOf(
  { transaction }: Reading,
  changes: readonly Pick<Change, "run" | "kind" | "name">[],
  step: (done: number) => void = () => undefined,
): Promise<StoredOfRuns> {
  const types = await readTypesByName({ transaction });
  const wanted = new Set(changes.flatMap(({ kind, name }) => (kind === "condition" ? [name] : [])));
  const ids = [...wanted].flatMap((name) => types.get(name)?.id ?? []);
  const numbers = [...new Set(changes.map(({ run }) => run))].sort((a, b) => a - b);
  const runs = new Map<number, RunTimes>();
  const rows = new Map<string, StoredCondition[]>();
  let done = 0;
  for (const some of batches(numbers, runsAtOnce)) {
    for (const { number, ...times } of await readRuns(transaction.read, some)) runs.set(number, times);
    const present = some.filter((run) => runs.has(run));
    const found =
      ids.length > 0 && present.length > 0 ? await readStored(transaction.read, present, ids) : [];
    for (const row of found) {
      const key = rowKey(row.run_number, row.condition_type_id);
      const others = rows.get(key);
      if (others) others.push(row);
      else rows.set(key, [row]);
    }
    step((done += some.length));
  }
  return { types, runs, rows };
}

function readRuns(read: Reading["transaction"]["read"], numbers: readonly number[]) {
  return read
    .selectFrom("runs")
    .select(["number", "started", "finished"])
    .where("number", "in", numbers)
    .execute();
}

function rowKey(run: number, typeId: number): string {
  return `${run} ${typeId}`;
}

/** A run's own times are values of type time. */
const timeType: ConditionType = { id: 0, name: "", type: "time", description: null, created: null };
export const timeNames: readonly string[] = ["started", "finished"];

/** What is stored of a value: its type, its rows, and the value that counts, null for none. */
export function storedOf(
  { run, kind, name }: Pick<Change, "run" | "kind" | "name">,
  { types, runs, rows }: StoredOfRuns,
): Pick<Standing, "type" | "rows" | "stored" | "ownForm"> {
  if (kind === "time") {
    const type = timeNames.includes(name) ? { ...timeType, name } : null;
    const time = name === "started" ? runs.get(run)?.started : runs.get(run)?.finished;
    if (!type || !time) return { type, rows: [], stored: null, ownForm: null };
    return { type, rows: [], stored: normalizeTime(time) ?? time, ownForm: ownForm(time) };
  }
  const type = types.get(name) ?? null;
  const found = type ? (rows.get(rowKey(run, type.id)) ?? []) : [];
  const newest = found.at(-1);
  if (!type || !newest) return { type, rows: found, stored: null, ownForm: null };
  return { type, rows: found, stored: storedValue(type, newest), ownForm: ownFormOf(type, newest) };
}

function unwritten(change: Change): Omit<Standing, "state"> {
  return { change, type: null, rows: [], stored: null, ownForm: null, next: null, problem: null, file: null };
}

function standingOf(
  change: Change,
  all: StoredOfRuns,
  limits: StorageLimits,
  missingType: (change: Change) => RcdbError,
  encode: typeof encoded,
): Standing {
  const found = storedOf(change, all);
  const { type, rows, stored } = found;
  const standing = { ...unwritten(change), ...found };
  if (type === null) return { ...standing, state: "no_condition", problem: missingType(change) };
  const next = encode(type, change.new, limits);
  if (isLost(type, stored, limits)) return { ...standing, state: "unfit", problem: storedAsBytes(change) };
  if (isShownAs(type, stored, change.new, limits)) return { ...standing, next: stored, state: "done" };
  if (next instanceof RcdbError) return { ...standing, state: "unfit", problem: next };
  // A row without a value is none, and is removed where no value is to be.
  if (next === null ? stored === null && rows.length === 0 : stored !== null && isSame(type, stored, next)) {
    return { ...standing, next, state: "done" };
  }
  if (!isOld(type, stored, change.old, limits)) {
    return { ...standing, next, state: "conflict", problem: differs(change, type, stored, limits) };
  }
  return { ...standing, next, state: "ready" };
}

/** The most names that are not there for which others are looked for that may be meant: a file may have as many of them as changes. */
const mostGuessed = 100;

/** What is said of a change of what has no condition type. */
function missingTypes(types: ReadonlyMap<string, ConditionType>): (change: Change) => RcdbError {
  const known = [...types.keys()];
  const said = new Map<string, RcdbError>();
  return ({ kind, name }) => {
    if (kind === "time") {
      return new RcdbError("bad_input", `A run has no time ${quoted(name)}: it has started and finished.`);
    }
    const names = said.size < mostGuessed ? known : [];
    const found = said.get(name) ?? noSuchCondition(name, names, "Create its condition type first.");
    if (said.size < mostGuessed) said.set(name, found);
    return found;
  };
}

function encoded(type: ConditionType, value: Cell, limits: StorageLimits): StoredValue | RcdbError {
  if (value === null) return null;
  try {
    return encodeValue(type, value, limits);
  } catch (thrown) {
    if (thrown instanceof RcdbError) return thrown;
    throw thrown;
  }
}

/** A value that was stored before is put back, whatever its type: as the log has it, a time in the usual form. */
function encodedAgain(type: ConditionType, value: Cell, limits: StorageLimits): StoredValue | RcdbError {
  if (typeof value === "string" && valueColumn(type.type) === "text_value") return value;
  const usual = encoded(type, value, limits);
  return usual instanceof RcdbError ? storedAgain(value) : usual;
}

/** The same of a time in the form that it had: the log, which others may write, is believed where that is the time which it says. */
function encodedIn(form: string | undefined): typeof encoded {
  if (form === undefined) return encodedAgain;
  return (type, value, limits) =>
    type.type === "time" && toCell(type, form, limits) === value ? form : encodedAgain(type, value, limits);
}

/** Whether what is stored could not be put back from the log, which has it as it is shown: bytes that are no text, of which only the first are. */
function isLost(type: ConditionType, stored: StoredValue, limits: StorageLimits): boolean {
  if (typeof stored !== "string" || (fitsType(type.type, stored) && fitsType("string", stored))) return false;
  if (!fitsType("string", stored)) return true;
  const again = encodedAgain(type, toCell(type, stored, limits), limits);
  return again instanceof RcdbError || toCell(type, again, limits) !== toCell(type, stored, limits);
}

function storedAsBytes({ run, name }: Change): RcdbError {
  return new RcdbError(
    "bad_value",
    `${quoted(name)} of run ${run} is stored as bytes, which the log cannot hold: what was there could not be put back. “rcdb add condition --replace” changes it all the same.`,
    { run, condition: name },
  );
}

/** Whether a stored value is shown so: of values that do not fit their type the only way to name them. */
function isShownAs(type: ConditionType, stored: StoredValue, cell: Cell, limits: StorageLimits): boolean {
  return cell !== null && stored !== null && toCell(type, stored, limits) === cell;
}

/** The digits of a single-precision float in a server's text. */
const shownDigits = 6;

function isOld(type: ConditionType, stored: StoredValue, old: Cell, limits: StorageLimits): boolean {
  if (stored === null || old === null) return stored === null && old === null;
  if (isShownAs(type, stored, old, limits)) return true;
  if (limits.singlePrecision && type.type === "float" && typeof stored === "number") {
    if (Number(stored.toPrecision(shownDigits)) === Number(old)) return true;
  }
  const value = encoded(type, old, limits);
  return !(value instanceof RcdbError) && isSame(type, stored, value);
}

function differs(change: Change, type: ConditionType, stored: StoredValue, limits: StorageLimits): RcdbError {
  const { run, name, old } = change;
  const now = stored === null ? null : toCell(type, stored, limits);
  const message = `${quoted(name)} of run ${run} was ${inWords(old)} and is ${inWords(now)} now.`;
  return new RcdbError("conflict", message, { run, condition: name, stored: now, given: change.new });
}

function inWords(value: Cell): string {
  return value === null ? "missing" : quoted(String(value));
}

/** The value that is stored, as it is shown; of a file its hash. */
export function nowOf({ type, stored }: Pick<Standing, "type" | "stored">, limits: StorageLimits): Cell {
  if (type === null) return typeof stored === "string" ? stored : null;
  return stored === null ? null : toCell(type, stored, limits);
}
