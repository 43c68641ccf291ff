/** Selecting runs by an expression, and the values of theirs, part by part. */
import type { readerCalls } from "../core/api/contract.ts";
import { RcdbError, unwrap } from "../core/api/failure.ts";
import { parseRunRanges, type RunBounds } from "../core/api/runRange.ts";
import type { Column, Rows } from "../core/api/search.ts";
import type { Methods } from "./calls.ts";
import { checkList, checkOptions } from "./given.ts";
import { byName, readValue, type Value } from "./values.ts";

type Calls = Methods<typeof readerCalls>;

export interface SelectOptions {
  /** First and last run, both included. */
  readonly runMin?: number;
  readonly runMax?: number;
  /** Only these runs: their numbers (none for an empty list), or a text as `1000-2000, 2005` or the name of a run period. */
  readonly runs?: readonly number[] | string;
  /** Whether the newest runs come first. */
  readonly descending?: boolean;
  readonly signal?: AbortSignal;
}

/** A name of a condition, or of started, finished and length; or a column that is computed by an expression. */
export type WantedColumn = string | { readonly name: string; readonly expression: string };

/** A row: the run number, then the values in the order of the names, null where there is none. */
export type Row = [run: number, ...values: Value[]];
/** A row by names; the run number is `run`. */
export type NamedRow = { readonly run: number } & Readonly<Record<string, Value>>;
/** All values of each name, in the order of the runs in `run`. */
export type NamedColumns = { readonly run: number[] } & Readonly<Record<string, Value[]>>;

/** What `selectValues` answers, by its option `as`. */
export interface Selected {
  readonly arrays: Row[];
  readonly objects: NamedRow[];
  readonly columns: NamedColumns;
}
/** What its stream gives one after the other. */
export type Streamed = { readonly arrays: Row; readonly objects: NamedRow };

/** Selects runs by an expression and reads values of theirs; `stream` gives the rows one after the other. */
export interface SelectValues {
  <As extends keyof Selected = "arrays">(
    names: readonly WantedColumn[],
    expression?: string,
    options?: SelectOptions & { readonly as?: As },
  ): Promise<Selected[As]>;
  /** Holds one part of the rows at a time, however many there are. */
  stream<As extends keyof Streamed = "arrays">(
    names: readonly WantedColumn[],
    expression?: string,
    options?: SelectOptions & { readonly as?: As },
  ): AsyncGenerator<Streamed[As], void, undefined>;
}

/** How many runs of the database are searched at once: where conditions have no index each search reads them all. */
const runsPerSearch = 50_000;
const rowsPerPart = 1000;

/** `newCalls` makes calls whose held results no others take the place of. */
export function selectValuesOf(newCalls: () => Calls): SelectValues {
  const stream = async function* (
    names: readonly WantedColumn[],
    expression = "",
    options: SelectOptions & { readonly as?: keyof Streamed } = {},
  ): AsyncGenerator<Row | NamedRow, void, undefined> {
    checkWanted(names, options, ["arrays", "objects"]);
    const toRows = options.as === "objects" ? namedRows : arrayRows;
    for await (const part of parts(newCalls(), names, expression, options)) yield* toRows(part);
  };
  const select = async (
    names: readonly WantedColumn[],
    expression = "",
    options: SelectOptions & { readonly as?: keyof Selected } = {},
  ): Promise<Selected[keyof Selected]> => {
    checkWanted(names, options, ["arrays", "objects", "columns"]);
    const all: Part[] = [];
    for await (const part of parts(newCalls(), names, expression, options)) all.push(part);
    if (options.as === "columns") return columnsOf(names.map(nameOf), all);
    return options.as === "objects" ? all.flatMap(namedRows) : all.flatMap(arrayRows);
  };
  return Object.assign(select, { stream }) as SelectValues;
}

const selectOptions = ["runMin", "runMax", "runs", "descending", "signal"] as const;

/** Throws `bad_input` for names and options that are not right. */
function checkWanted(names: unknown, options: { readonly as?: string }, forms: readonly string[]): void {
  checkList(names, "the names of conditions", "[“beam_current”]");
  checkOptions(options, [...selectOptions, "as"]);
  if (options.as === undefined || forms.includes(options.as)) return;
  throw new RcdbError("bad_input", `Rows cannot be had as “${options.as}”. There are ${forms.join(", ")}.`);
}

/** The numbers of the runs that an expression selects. */
export async function selectRuns(
  calls: Calls,
  expression: string,
  options: SelectOptions,
): Promise<number[]> {
  checkOptions(options, selectOptions);
  const all: number[] = [];
  for await (const { rows } of parts(calls, [], expression, options)) all.push(...rows.runs);
  return all;
}

interface Part {
  readonly columns: readonly Column[];
  readonly rows: Rows;
}

const nameOf = (wanted: WantedColumn): string => (typeof wanted === "string" ? wanted : wanted.name);

async function* parts(
  calls: Calls,
  names: readonly WantedColumn[],
  expression: string,
  { signal, descending = false, ...bounds }: SelectOptions,
): AsyncGenerator<Part> {
  if (Array.isArray(bounds.runs) && bounds.runs.length === 0) return;
  const options = signal === undefined ? {} : { signal };
  const columns = [...new Set(names)];
  const order = { column: "run", descending };
  const searches = await searchBounds(calls, await boundsOf(calls, bounds), signal);
  for (const within of descending ? searches.toReversed() : searches) {
    const found = await calls.searchRuns({ expression, ...within, columns, order }, options);
    for (let from = 0; from < found.count; from += rowsPerPart) {
      const wanted = { result: found.result, from, count: rowsPerPart, texts: "whole" } as const;
      const rows = await calls.readRows(wanted, options);
      yield inOrderOf(names.map(nameOf), { columns: found.columns, rows });
    }
  }
}

/** The bounds that are meant by options. Throws `bad_input` and `no_such_period`. */
export async function boundsOf(
  calls: Calls,
  {
    runMin = null,
    runMax = null,
    runs,
  }: Partial<Record<"runMin" | "runMax", number | null>> & Pick<SelectOptions, "runs">,
): Promise<RunBounds> {
  if (runs === undefined) return { runMin, runMax, ranges: [] };
  if (typeof runs !== "string") {
    checkList(runs, "runs", "[1000, 1005]; or a text: “1000-2000”");
    // No ranges would be all runs.
    if (runs.length === 0) return { runMin: 1, runMax: 0, ranges: [] };
    return { runMin, runMax, ranges: runs.map((run) => ({ runMin: run, runMax: run })) };
  }
  const named = unwrap(parseRunRanges(runs, await calls.listRunPeriods()));
  const first = runMin === null ? named.runMin : Math.max(runMin, named.runMin ?? runMin);
  const last = runMax === null ? named.runMax : Math.min(runMax, named.runMax ?? runMax);
  return { runMin: first, runMax: last, ranges: named.ranges };
}

/** The bounds in parts, of which each has no more than `runsPerSearch` runs of the database. */
async function searchBounds(calls: Calls, bounds: RunBounds, signal?: AbortSignal): Promise<RunBounds[]> {
  const options = signal === undefined ? {} : { signal };
  const order = { column: "run", descending: false };
  const { result, count } = await calls.searchRuns(
    { expression: "", ...bounds, columns: [], order },
    options,
  );
  const searches: RunBounds[] = [];
  for (let from = 0; from < count || from === 0; from += runsPerSearch) {
    const ends = [from, from + runsPerSearch].map((place) =>
      calls.readRows({ result, from: place, count: 1 }, options),
    );
    const [first, next] = (await Promise.all(ends)).map(({ runs }) => runs[0]);
    searches.push({
      ...bounds,
      runMin: from === 0 || first === undefined ? bounds.runMin : first,
      runMax: next === undefined ? bounds.runMax : next - 1,
    });
  }
  return searches;
}

/** A name that is asked for twice is read once. */
function inOrderOf(names: readonly string[], { columns, rows }: Part): Part {
  if (names.length === columns.length) return { columns, rows };
  const places = names.map((name) => columns.findIndex((column) => column.name === name));
  return {
    columns: places.flatMap((place) => columns[place] ?? []),
    rows: { ...rows, values: places.flatMap((place) => [rows.values[place] ?? []]) },
  };
}

function arrayRows({ columns, rows }: Part): Row[] {
  return rows.runs.map((run, row) => [
    run,
    ...columns.map(({ type }, column) => readValue(type, rows.values[column]?.[row])),
  ]);
}

function namedRows(part: Part): NamedRow[] {
  const names = part.columns.map(({ name }) => name);
  return arrayRows(part).map(([run, ...values]) =>
    byName<Value>([...names.map((name, at) => [name, values[at] ?? null] as const), ["run", run]]),
  ) as NamedRow[];
}

function columnsOf(names: readonly string[], parts: readonly Part[]): NamedColumns {
  const all = byName<Value[]>(names.map((name) => [name, []]));
  const runs: number[] = [];
  for (const { columns, rows } of parts) {
    runs.push(...rows.runs);
    columns.forEach(({ name, type }, column) => {
      // One that was asked for twice.
      if (columns.findIndex((other) => other.name === name) !== column) return;
      for (const cell of rows.values[column] ?? []) all[name]?.push(readValue(type, cell));
    });
  }
  return Object.assign(all, { run: runs }) as NamedColumns;
}
