import { RcdbError } from "../api/failure.ts";
import type { ConditionType } from "../api/catalogue.ts";
import type { GivenConditions, GivenRun, Written } from "../api/conditions.ts";
import type { StoredValue } from "../db/database.ts";
import { insertValues, updateValues } from "./conditionRows.ts";
import { readTypesByName, unknownCondition } from "./conditionTypes.ts";
import { checkPresent, createMissingRuns, lockRun } from "./runs.ts";
import { newestByKey } from "../conditions/newest.ts";
import { readStored, storedValue, type StoredCondition } from "./storedValues.ts";
import { quoted } from "../text/quoted.ts";
import { logSeries, type UpdateSeries } from "./updateSeries.ts";
import { logValueChanges, type Addition, type Replacement } from "./valueChanges.ts";
import { encodeValue, isSame, toCell } from "./values.ts";
import { batches } from "../text/batches.ts";
import { now, type Writing } from "./writing.ts";

/**
 * Adds conditions to a run; `replace` overwrites other values, which are logged, those that grow in a `series` of
 * updates once for all of it. Throws `no_such_run`,
 * `no_such_condition`, `bad_value`, `too_large`, and `conflict` where a stored value differs and is not to be replaced,
 * or one condition is given two values.
 */
export async function addConditions(
  writing: Writing,
  {
    run,
    values,
    replace,
    series = null,
  }: {
    readonly run: number;
    readonly values: GivenConditions;
    readonly replace: boolean;
    readonly series?: UpdateSeries | null;
  },
): Promise<Written> {
  await lockRun(writing, run);
  return storeConditions(writing, [{ number: run, conditions: values }], new Set(), replace, series);
}

/**
 * Sets given times of runs, and adds conditions to all of them; with `create` runs that are not there are created.
 * Throws as `addConditions`.
 */
export async function addRuns(
  writing: Writing,
  {
    runs,
    replace,
    create = true,
  }: { readonly runs: readonly GivenRun[]; readonly replace: boolean; readonly create?: boolean },
): Promise<Written> {
  checkGivenOnce(runs);
  if (!create) await checkPresent(writing, runs);
  const newRuns = await createMissingRuns(writing, runs);
  return storeConditions(writing, runs, newRuns, replace, null);
}

function checkGivenOnce(runs: readonly GivenRun[]): void {
  const numbers = new Set<number>();
  for (const { number } of runs) {
    if (numbers.has(number)) throw new RcdbError("bad_input", `Run ${number} is given twice. Give it once.`);
    numbers.add(number);
  }
}

const runsAtOnce = 1000;

/** `newRuns` were created in this transaction: they need not be asked for values that they cannot have. */
async function storeConditions(
  writing: Writing,
  runs: readonly Pick<GivenRun, "number" | "conditions">[],
  newRuns: ReadonlySet<number>,
  replace: boolean,
  series: UpdateSeries | null,
): Promise<Written> {
  const types = await readTypesByName(writing);
  const created = now();
  const written = { runs: newRuns.size, added: 0, replaced: 0, unchanged: 0 };
  for (const batch of batches(runs, runsAtOnce)) {
    const encoded = batch.map(({ number, conditions }) => ({
      run: number,
      values: encodeConditions(writing, number, conditions, types),
    }));
    const stored = await newestRows(
      writing,
      encoded.filter(({ run }) => !newRuns.has(run)),
    );
    const { additions, replacements, unchanged } = compare(encoded, stored);
    if (!replace) refuseReplacements(writing, replacements);
    await insertValues(writing, additions, created);
    await updateValues(writing, replacements, created);
    await logReplacements(writing, replacements, series);
    written.added += additions.length;
    written.replaced += replacements.length;
    written.unchanged += unchanged;
  }
  return written;
}

type EncodedConditions = ReadonlyMap<ConditionType, StoredValue>;
interface EncodedRun {
  readonly run: number;
  readonly values: EncodedConditions;
}
/** Rows by run and condition type. */
type StoredRows = ReadonlyMap<number, ReadonlyMap<number, StoredCondition>>;

function encodeConditions(
  { limits }: Writing,
  run: number,
  conditions: GivenConditions,
  types: ReadonlyMap<string, ConditionType>,
): EncodedConditions {
  const encoded = new Map<ConditionType, StoredValue>();
  for (const { name, value } of conditions) {
    const type = types.get(name);
    if (!type) throw unknownCondition(name, types.keys());
    const next = encodeValue(type, value, limits);
    const before = encoded.get(type);
    if (before !== undefined && !isSame(type, before, next)) {
      throw new RcdbError(
        "conflict",
        `The condition ${quoted(name)} of run ${run} is given twice, with different values. Give it once.`,
        { run, condition: name },
      );
    }
    encoded.set(type, next);
  }
  return encoded;
}

/** The rows that count, by run and type. */
async function newestRows({ transaction }: Writing, runs: readonly EncodedRun[]): Promise<StoredRows> {
  const typeIds = new Set(runs.flatMap(({ values }) => [...values.keys()].map(({ id }) => id)));
  const newest = new Map(runs.map(({ run }) => [run, new Map<number, StoredCondition>()]));
  if (typeIds.size === 0) return newest;
  const stored = await readStored(transaction.read, [...newest.keys()], [...typeIds]);
  const ofKey = newestByKey(stored, (row) => `${row.run_number} ${row.condition_type_id}`);
  for (const row of ofKey.values()) newest.get(row.run_number)?.set(row.condition_type_id, row);
  return newest;
}

/** What is to be done: the rows to add, and the values that differ from stored ones. */
function compare(
  runs: readonly EncodedRun[],
  stored: StoredRows,
): { additions: Addition[]; replacements: Replacement[]; unchanged: number } {
  const additions: Addition[] = [];
  const replacements: Replacement[] = [];
  let unchanged = 0;
  for (const { run, values } of runs) {
    const rows = stored.get(run);
    for (const [type, value] of values) {
      const row = rows?.get(type.id);
      const old = row && storedValue(type, row);
      if (!row || old === undefined) additions.push({ run, type, new: value });
      else if (isSame(type, old, value)) unchanged++;
      else replacements.push({ id: row.id, run, type, old, new: value });
    }
  }
  return { additions, replacements, unchanged };
}

function refuseReplacements({ limits }: Writing, replacements: readonly Replacement[]): void {
  const [first] = replacements;
  if (!first) return;
  const { run, type } = first;
  const stored = String(toCell(type, first.old, limits));
  const given = String(toCell(type, first.new, limits));
  throw new RcdbError(
    "conflict",
    `The condition ${quoted(type.name)} of run ${run} has the value ${quoted(stored)}, not ${quoted(given)}. ` +
      "Nothing was stored. Replace stored values, if you mean to.",
    { run, condition: type.name, stored, given, count: replacements.length },
  );
}

async function logReplacements(
  writing: Writing,
  replacements: readonly Replacement[],
  series: UpdateSeries | null,
): Promise<void> {
  const isOfSeries = ({ type }: Replacement): boolean => series?.growing.has(type.name) ?? false;
  await logValueChanges(
    writing,
    replacements.filter((change) => !isOfSeries(change)),
  );
  if (series) await logSeries(writing, series, replacements.filter(isOfSeries));
}
