/** What some tests are for all runs of some bounds: read from a database, and kept for what is asked next. */
import type { ConditionType } from "../api/catalogue.ts";
import type { CallContext } from "../api/dispatch.ts";
import type { RunBounds } from "../api/runRange.ts";
import { factsOf, countWithin } from "../conditions/facts.ts";
import { planSelection } from "../conditions/plan.ts";
import type { Database } from "../db/database.ts";
import { columnsOf, type Kind } from "../db/stored/kinds.ts";
import { Yielding } from "../db/yielding.ts";
import type { CheckedExpression } from "../query/check.ts";
import type { Expression } from "../query/tree.ts";
import { NumberList } from "../results/numberList.ts";
import { listNumbers, listRuns } from "../search/listRuns.ts";
import { layeredAmong } from "../selection/layeredParts.ts";
import { selectionQuery } from "../selection/selectionQuery.ts";
import { tooLarge } from "../selection/tooLarge.ts";
import { secondsBetween } from "../time/wallClock.ts";
import { checkInTime } from "./inTime.ts";
import type { Leaf } from "./leaves.ts";
import { truths } from "./truths.ts";
import { truthSteps, type Asked, type TruthColumn, type TruthStep } from "./truthQuery.ts";

/** The runs of some bounds, ascending, and a value for each of them, at the same place. */
export class RunTruths {
  readonly runs = new NumberList();
  /** What leaves are for each run, by their keys. */
  readonly #truths = new Map<string, Uint8Array>();
  /** Seconds from start to finish; NaN where they are not known. Null until they are asked for. */
  lengths: Float64Array | null = null;
  /** By the condition's id; NaN where a run has none. */
  readonly numbers = new Map<number, Float64Array>();

  /** What a leaf is for each run; undefined where that is not kept. */
  truthsOf({ key }: Leaf): Uint8Array | undefined {
    return key === null ? undefined : this.#truths.get(key);
  }

  set({ key }: Leaf, values: Uint8Array): void {
    if (key !== null) this.#truths.set(key, values);
  }

  /** Drops the oldest truths until no more bytes are kept than `most`. */
  keep(most: number): void {
    for (const key of this.#truths.keys()) {
      if (this.#truths.size * this.runs.length <= most) return;
      this.#truths.delete(key);
    }
  }
}

/** What is to be known of the runs. */
export interface Wanted {
  readonly leaves: readonly Leaf[];
  readonly numbers: readonly ConditionType[];
  readonly withLengths: boolean;
  /** How many rows of conditions may be read in one pass: `too_long` is thrown for more. */
  readonly mostRead: number;
}

/** Reads the runs within bounds, with their lengths where these are wanted. Throws `cancelled`. */
export async function readRuns(
  database: Database,
  bounds: RunBounds,
  withLengths: boolean,
  { signal, report }: CallContext,
): Promise<RunTruths> {
  const known = new RunTruths();
  if (!withLengths) {
    for await (const batch of listNumbers(database, bounds, signal)) known.runs.pushAll(batch);
    return known;
  }
  const lengths: number[] = [];
  for await (const batch of listRuns(database, bounds, signal)) {
    for (const [run, started, finished] of batch) {
      if (Number.isNaN(run)) continue;
      known.runs.push(run);
      lengths.push(secondsBetween(started, finished) ?? NaN);
    }
    report({ done: known.runs.length, total: null, label: "Listing runs" });
  }
  known.lengths = Float64Array.from(lengths);
  return known;
}

/** MySQL joins at most 61 tables, SQLite 64; a few are taken. */
const mostJoined = 50;
/** Tests in one statement. */
const mostLeaves = 100;

/**
 * What each of the wanted leaves is for each run: what is not known yet is read, and kept. Throws `expression` for a test that
 * is too large, `too_long`, and `cancelled`.
 */
export async function readTruths(
  database: Database,
  known: RunTruths,
  wanted: Wanted,
  checked: CheckedExpression,
  types: readonly ConditionType[],
  bounds: RunBounds,
  context: CallContext,
): Promise<ReadonlyMap<Leaf, Uint8Array>> {
  const found = new Map<Leaf, Uint8Array>();
  for (const leaf of wanted.leaves) {
    const values = known.truthsOf(leaf);
    if (values) found.set(leaf, values);
  }
  const leaves = wanted.leaves.filter((leaf) => !found.has(leaf));
  const numbers = wanted.numbers.filter(({ id }) => !known.numbers.has(id));
  if (leaves.length === 0 && numbers.length === 0) return found;
  const isLarge = ({ node }: Leaf): boolean =>
    layeredAmong([node], database, { ...checked, tree: node }, types).size > 0;
  const large = new Set(leaves.filter(isLarge));
  const plan = await planSelection(
    await database.conditionIndexes(),
    [],
    countWithin(database, bounds),
    factsOf(database),
  );
  await checkInTime(database, plan, wanted.mostRead);
  const chunks = chunksOf(
    leaves.filter((leaf) => !large.has(leaf)),
    numbers,
  );
  for (const chunk of chunks) {
    const asked: Asked = { ...chunk, dates: checked.dates };
    for (const step of truthSteps(database, plan, asked))
      await readStep(database, known, found, step, bounds, context);
  }
  for (const leaf of large) {
    const values = await readLarge(database, known, leaf, checked, types, bounds, context.signal);
    found.set(leaf, values);
    known.set(leaf, values);
  }
  return found;
}

/** The tests in groups that fit into one statement, the numbers beside the first. */
function chunksOf(
  leaves: readonly Leaf[],
  numbers: readonly ConditionType[],
): Pick<Asked, "leaves" | "numbers">[] {
  const chunks: { leaves: Leaf[]; numbers: readonly ConditionType[] }[] = [];
  let joined = new Set<ConditionType>();
  for (const leaf of leaves) {
    if (leaf.types.length > mostJoined) {
      throw tooLarge(
        `one part combines ${leaf.types.length} conditions, at most ${mostJoined} can be`,
        leaf.node,
      );
    }
    const last = chunks.at(-1);
    const next = leaf.ofMissing === null ? new Set([...joined, ...leaf.types]) : joined;
    if (last && last.leaves.length < mostLeaves && next.size <= mostJoined) {
      last.leaves.push(leaf);
      joined = next;
    } else {
      joined = new Set([...(chunks.length === 0 ? numbers : []), ...leaf.types]);
      chunks.push({ leaves: [leaf], numbers: chunks.length === 0 ? numbers : [] });
    }
  }
  return chunks.length === 0 && numbers.length > 0 ? [{ leaves: [], numbers }] : chunks;
}

type Value = number | string | null | undefined;
/** Takes the values of one column, each with the place of its run, or -1. */
type Take = (places: Int32Array, values: readonly Value[]) => void;

async function readStep(
  database: Database,
  known: RunTruths,
  found: Map<Leaf, Uint8Array>,
  step: TruthStep,
  bounds: RunBounds,
  { signal, report }: CallContext,
): Promise<void> {
  const { columns } = step;
  const { done, takes } = takesOf(known, found, columns);
  const kinds: readonly Kind[] = ["key", ...columns.map(kindOf)];
  const total = known.runs.length;
  let read = 0;
  // All rows of conditions are read before a database gives the first run.
  if (!step.isByRun) report({ done: 0, total: null, label: "Reading all conditions" });
  for await (const [runs, ...values] of columnsOfStep(database, known, step, bounds, kinds, signal)) {
    const places = placesOf(known, (runs ?? []) as readonly number[]);
    takes.forEach((take, at) => take(places, values[at] ?? []));
    read += places.length;
    report({ done: Math.min(read, total), total, label: step.label });
  }
  for (const keep of done) keep();
}

/** Millions of them are read: here and in what takes them stand plain loops. A run that was added meanwhile has no place: -1. */
function placesOf({ runs }: RunTruths, read: readonly number[]): Int32Array {
  const places = new Int32Array(read.length);
  for (let row = 0; row < read.length; row++) places[row] = runs.find(read[row] ?? NaN);
  return places;
}

/** Runs whose rows one statement looks up. */
const runsAtOnce = 20_000;

/** What an index gives comes in parts, between which others have their turn; a whole pass as the database finds its rows. */
async function* columnsOfStep(
  database: Database,
  { runs }: RunTruths,
  { queryOf, isByRun }: TruthStep,
  bounds: RunBounds,
  kinds: readonly Kind[],
  signal: AbortSignal,
): AsyncGenerator<readonly (readonly Value[])[]> {
  if (!isByRun) {
    for await (const batch of database.stream(queryOf(bounds), kinds, signal)) {
      yield columnsOf(batch, kinds) as readonly (readonly Value[])[];
    }
    return;
  }
  const yielding = new Yielding(signal, "Counting was cancelled.");
  for (let from = 0; from < runs.length; from += runsAtOnce) {
    await yielding.pause();
    const last = Math.min(from + runsAtOnce, runs.length) - 1;
    const part = { runMin: runs.get(from), runMax: runs.get(last), ranges: [] };
    yield (await database.columns(queryOf(part), kinds)) as readonly (readonly Value[])[];
  }
}

function kindOf(column: TruthColumn): Kind {
  return column.kind === "number" && column.type.type === "float" ? "float" : "integer";
}

/** What takes the values of the columns, and what keeps them once all are there. */
function takesOf(
  known: RunTruths,
  found: Map<Leaf, Uint8Array>,
  columns: readonly TruthColumn[],
): { readonly takes: readonly Take[]; readonly done: readonly (() => void)[] } {
  const { length } = known.runs;
  const done: (() => void)[] = [];
  const takes = columns.map((column): Take => {
    if (column.kind === "number") {
      const numbers = new Float64Array(length).fill(NaN);
      done.push(() => known.numbers.set(column.type.id, numbers));
      return (places, values) => {
        for (let row = 0; row < places.length; row++) {
          const place = places[row] ?? -1;
          if (place >= 0) numbers[place] = numberOf(values[row]);
        }
      };
    }
    const leaves = column.kind === "truth" ? [column.leaf] : column.leaves;
    const arrays = leaves.map((leaf) => {
      const values = new Uint8Array(length).fill(leaf.ofMissing ?? truths.fails);
      done.push(() => {
        found.set(leaf, values);
        // What is cancelled later has not been read in vain.
        known.set(leaf, values);
      });
      return values;
    });
    return (places, codes) => {
      arrays.forEach((values, at) => takeBits(values, places, codes, 2 * at));
    };
  });
  return { takes, done };
}

/** Two bits of the code of each row; runs without the condition have none. */
function takeBits(taken: Uint8Array, places: Int32Array, codes: readonly Value[], bits: number): void {
  for (let row = 0; row < places.length; row++) {
    const place = places[row] ?? -1;
    const code = codes[row];
    if (place >= 0 && typeof code === "number") taken[place] = (code >> bits) & 3;
  }
}

/** A test whose SQL is too long beside others is asked by itself: where it is true, and where not. It fails for the other runs. */
async function readLarge(
  database: Database,
  known: RunTruths,
  { node, types: named }: Leaf,
  checked: CheckedExpression,
  types: readonly ConditionType[],
  bounds: RunBounds,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const values = new Uint8Array(known.runs.length).fill(truths.fails);
  const contrary: Expression = { kind: "not", operand: node, from: node.from, to: node.to };
  for (const [tree, truth] of [
    [node, truths.true],
    [contrary, truths.false],
  ] as const) {
    const part = { ...checked, tree, conditions: named.map(({ name }) => name) };
    const { query } = await selectionQuery(
      database,
      part,
      types,
      { expression: "", ...bounds },
      { withTimes: false },
    );
    for await (const batch of database.stream(query, ["key"], signal)) {
      for (const [run] of batch) {
        const place = known.runs.find(run);
        if (place >= 0) values[place] = truth;
      }
    }
  }
  return values;
}

/** Integers beyond 2^53, and fractions in a column of integers, arrive as texts of digits. */
function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : NaN;
}
