/**
 * Selecting runs by an expression, and collecting the values to show.
 *
 * Two steps: the first selects run numbers with the conditions that the expression names; the second
 * reads the shown conditions of these runs in one pass and puts them in their places here. Joining a table
 * per shown condition would be slower, and there are limits to that (64 tables in SQLite). And the window
 * need not wait for the second one before it shows the first rows.
 */
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import type { ConditionType } from "../api/catalogue.ts";
import type { Progress } from "../api/call.ts";
import type { Selection, WantedSearch } from "../api/search.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import { TextColumn, type HeldColumn } from "../results/columns.ts";
import { Filling } from "../results/filling.ts";
import { HeldResult } from "../results/heldResult.ts";
import { NumberColumn } from "../results/numberColumn.ts";
import { NumberList } from "../results/numberList.ts";
import { TimeColumn } from "../results/timeColumn.ts";
import { selectionQuery, type CompiledSelection, type Wanted } from "../selection/selectionQuery.ts";
import { fillConditions, readTime, type ShownColumn } from "../results/shownConditions.ts";
import { fillTimes, valueOfRun } from "../results/shownTimes.ts";
import { findColumns, shownColumn } from "./columns.ts";
import { checkExpression } from "./checkExpression.ts";
import { listNumbers } from "./listRuns.ts";

export interface Found {
  readonly result: HeldResult;
  readonly selection: CompiledSelection;
}

/**
 * The runs a search selects with the values of its columns. Throws `expression`, `no_such_condition`, and
 * `cancelled` where the signal is aborted and the database can be told meanwhile. Relative times count from `now`, by
 * default what the clock on the wall shows.
 */
export async function searchRuns(
  database: Database,
  search: WantedSearch,
  signal: AbortSignal = new AbortController().signal,
  now?: string,
): Promise<Found> {
  const found = await select(database, search, signal, false, now);
  await found.result.filling.goOn({ signal, report: () => undefined });
  return sorted(found, search);
}

/** Milliseconds that the values of the first rows are waited for at most, where rows can be shown without them. */
const timeout = 100;
/** About as many as a window shows at once. */
const firstRows = 60;

/**
 * The same, but where values take longer they are still missing: the first rows to be shown get theirs first. What else will be asked
 * of the runs, the conditions `beside`, is read in the same pass.
 */
export async function searchRunsEarly(
  database: Database,
  search: WantedSearch,
  context: CallContext,
  beside: readonly string[] = [],
): Promise<Found> {
  const found = await select(database, search, context.signal, true, undefined, beside);
  const { result } = found;
  if (search.order.column === "run") {
    sorted(found, search);
    await result.filling.goOn(context, timeout, () => result.hasAllValues(firstRows));
    return found;
  }
  await result.filling.goOn(context);
  return sorted(found, search);
}

function sorted(found: Found, { order }: WantedSearch): Found {
  if (order.column !== "run" || order.descending) found.result.sort(order);
  return found;
}

/** Selects the runs; `isEarly` where their values are to come in the order in which they are shown. */
async function select(
  database: Database,
  search: WantedSearch,
  signal: AbortSignal,
  isEarly: boolean,
  now?: string,
  namesBeside: readonly string[] = [],
): Promise<Found> {
  const types = await listConditionTypes(database);
  const columns = await findColumns(database, search.columns, types, now);
  const names = columns.map(({ name }) => name);
  if (search.order.column !== "run" && !names.includes(search.order.column)) {
    throw new RcdbError(
      "bad_input",
      `The order names “${search.order.column}”, which is not among the columns.`,
    );
  }
  // A column that is asked for twice is filled once, for both.
  const byName = new Map(columns.map((column) => [column.name, emptyColumn(column)]));
  const held = columns.flatMap(({ name }) => byName.get(name) ?? []);
  const ofRuns = new Map(
    [...byName].filter(([name]) => columns.some((c) => c.name === name && c.id === null && !c.value)),
  );
  const computed = columns.flatMap((column) => (column.value ? [{ ...column, value: column.value }] : []));
  const calculated = computed.map(({ name, type }) => ({ held: byName.get(name), isTime: type === "time" }));
  // Runs one after the other are listed quickly; their times take longer than their numbers.
  const isList = search.expression.trim() === "" && search.ranges.length === 0 && computed.length === 0;
  const values = computed.map(({ value }) => value);
  const withTimes = (ofRuns.size > 0 && !isList) || values.length > 0;
  const selection = await compileSelection(database, search, types, { withTimes, values }, now);
  const runs = new NumberList();
  if (isList) {
    for await (const batch of listNumbers(database, search, signal)) runs.pushAll(batch);
  } else {
    const kinds = ["key", "time", "time", ...values.map(() => "raw" as const)] as const;
    for await (const batch of database.stream(selection.query, kinds, signal)) {
      for (const [run, started, finished, ...raw] of batch) {
        if (Number.isNaN(run)) continue;
        for (const [at, { held: column, isTime }] of calculated.entries()) {
          const value = raw[at] ?? null;
          column?.set(runs.length, isTime ? readTime(value) : value, 0);
        }
        for (const [name, column] of ofRuns) column.set(runs.length, valueOfRun(name, started, finished), 0);
        runs.push(run);
      }
    }
  }
  const backwards = isEarly && search.order.descending;
  const beside = besideColumns(types, namesBeside, byName, columns);
  const read = {
    runs,
    columns: [...columns, ...beside.map(({ type }) => type)],
    held: [...held, ...beside.map(({ column }) => column)],
  };
  const filling = new Filling(() => {
    const conditions = fillConditions(database, search, read, backwards);
    return isList ? together(conditions, fillTimes(database, runs, ofRuns, backwards)) : conditions;
  });
  const shown = columns.map(shownColumn);
  const unseen = new Map(beside.map(({ type, column }) => [type.name, column]));
  return { result: new HeldResult(runs, shown, held, filling, unseen), selection };
}

/** The conditions that are read beside the columns; none where the columns need no pass over the conditions. */
function besideColumns(
  types: readonly ConditionType[],
  names: readonly string[],
  shown: ReadonlyMap<string, HeldColumn>,
  columns: readonly ShownColumn[],
): { readonly type: ConditionType; readonly column: HeldColumn }[] {
  if (!columns.some(({ id }) => id !== null)) return [];
  const wanted = types.filter(({ name }) => names.includes(name));
  return wanted.map((type) => ({ type, column: shown.get(type.name) ?? emptyColumn(type) }));
}

/** A step of one and a step of the other, alternately. */
async function* together(
  first: AsyncGenerator<Progress>,
  second: AsyncGenerator<Progress>,
): AsyncGenerator<Progress> {
  for await (const progress of first) {
    await second.next();
    yield progress;
  }
  yield* second;
}

/** The statement that selects the runs of an expression within bounds, with what else is wanted of them. Throws `expression`. */
export async function compileSelection(
  database: Database,
  selection: Selection,
  types: readonly ConditionType[],
  wanted: Wanted = { withTimes: false },
  now?: string,
): Promise<CompiledSelection> {
  const checked = await checkExpression(database, selection.expression, types, now);
  return selectionQuery(database, checked, types, selection, wanted);
}

function emptyColumn({ type, value }: Pick<ShownColumn, "type" | "value">): HeldColumn {
  if (type === "int" || type === "float" || type === "bool") return new NumberColumn(type);
  return type === "time" ? new TimeColumn() : new TextColumn(value !== undefined);
}
