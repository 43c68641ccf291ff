/** How many runs each part of an expression leaves, removes and lets pass by itself. */
import { ownSums, type Cut, type CutCounts, type CutRuns, type CutTally, type Tally } from "../api/cuts.ts";
import type { ConditionType } from "../api/catalogue.ts";
import type { CallContext } from "../api/dispatch.ts";
import { checkDistinct } from "../api/checkDistinct.ts";
import { RcdbError } from "../api/failure.ts";
import { noSuchCondition } from "../api/missing.ts";
import { columnName, type Selection, type WantedColumn } from "../api/search.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import { Yielding } from "../db/yielding.ts";
import type { CheckedExpression } from "../query/check.ts";
import { format } from "../query/format.ts";
import { partsOf } from "../query/parts.ts";
import type { Expression } from "../query/tree.ts";
import { checkExpression } from "../search/checkExpression.ts";
import { relativeDates } from "../selection/selectionQuery.ts";
import { tooLarge } from "../selection/tooLarge.ts";
import { checkComputedSums, noNumber, readComputedSums } from "./computedSums.ts";
import { recentTruths } from "./recentTruths.ts";
import { leavesOf, type Leaf, type Leaves } from "./leaves.ts";
import type { RunTruths } from "./runTruths.ts";
import { combinedAll, truths } from "./truths.ts";

/** Which parts of which expression, over which runs. */
export interface CutSelection extends Selection {
  readonly unfold: boolean;
  /** Whether what was read lately may be used. */
  readonly recent: boolean;
  /** How many rows of conditions one pass may read, as far as they are not known: any number where it is not given. */
  readonly mostRead?: number;
}

/** The parts of an expression, and the truth of each for each run. */
interface Parts {
  readonly known: RunTruths;
  readonly parts: readonly Expression[];
  readonly truthsOfParts: readonly Uint8Array[];
  readonly checked: CheckedExpression;
}

/** For who neither waits nor cancels. */
const unwatched: CallContext = { signal: new AbortController().signal, report: () => undefined };

/** The most parts that are told apart. */
const mostParts = 200;

/**
 * Counts the runs that each part leaves and removes, with sums of numeric conditions and computed columns. Throws `expression`, `bad_input` and
 * `no_such_condition` for what cannot be summed up, `too_long`, and `cancelled`. Relative times count from `now`, by default what the clock on the wall
 * shows.
 */
export async function countCuts(
  database: Database,
  selection: CutSelection,
  sums: readonly WantedColumn[],
  context: CallContext = unwatched,
  now?: string,
): Promise<Omit<CutCounts, "milliseconds">> {
  checkDistinct(sums.map(columnName));
  const types = await listConditionTypes(database);
  const summed = sums.map((sum) => (typeof sum === "string" ? findSum(sum, types) : sum));
  const computed = summed.filter((sum) => "expression" in sum);
  await checkComputedSums(database, computed, types, now);
  const stored = summed.filter((sum) => "factor" in sum);
  const all = await readParts(database, selection, types, stored, context, now);
  const calculated = await readComputedSums(
    database,
    computed,
    selection,
    all.known.runs,
    context.signal,
    now,
  );
  const values = summed.map((sum) =>
    "factor" in sum
      ? valuesOf(all.known, sum)
      : withoutMissing(calculated.get(sum.name), 1, all.known.runs.length),
  );
  const counted = await count(all, values, context);
  for (const tally of [
    counted.all,
    counted.selected,
    ...counted.parts.flatMap((part) => Object.values(part)),
  ])
    tally.sums = tally.sums.map((sum) => (Number.isFinite(sum) ? sum : null));
  return {
    ...counted,
    parts: all.parts.map((part, at) => ({
      ...describePart(part, selection.unfold),
      ...tallied(counted.parts[at]),
    })),
    sums: sums.map(columnName),
    dates: [...relativeDates(all.checked)],
  };
}

/** The most runs that are listed, and ranges. */
const mostRuns = 1000;
const mostRanges = 1000;

/** The runs of a tally of a part. Throws `bad_input` where there is no such part, `expression` and `cancelled`. */
export async function listCutRuns(
  database: Database,
  selection: CutSelection,
  part: number,
  tally: CutTally,
  context: CallContext = unwatched,
  now?: string,
): Promise<CutRuns> {
  const types = await listConditionTypes(database);
  const { known, truthsOfParts } = await readParts(database, selection, types, [], context, now);
  if (part >= truthsOfParts.length) {
    throw new RcdbError(
      "bad_input",
      `The expression has ${truthsOfParts.length} parts; there is no part ${part + 1}.`,
    );
  }
  const found: CutRuns = { count: 0, runs: [], ranges: [] };
  let ranges: { runMin: number; runMax: number }[] | null = [];
  let before = -2;
  const belongs = memberOf(truthsOfParts, part, tally);
  const yielding = new Yielding(context.signal, "Listing the runs was cancelled.");
  for (let place = 0; place < known.runs.length; place++) {
    if (place % 4096 === 0) await yielding.pause();
    if (!belongs(place)) continue;
    const run = known.runs.get(place);
    found.count += 1;
    if (found.runs.length < mostRuns) found.runs.push(run);
    const last = ranges?.at(-1);
    if (last && before === place - 1) last.runMax = run;
    else ranges?.push({ runMin: run, runMax: run });
    if (ranges && ranges.length > mostRanges) ranges = null;
    before = place;
  }
  return { ...found, ranges };
}

/** Whether a run belongs to a tally of a part. */
function memberOf(all: readonly Uint8Array[], part: number, tally: CutTally): (place: number) => boolean {
  const isTrue = (at: number, place: number): boolean => all[at]?.[place] === truths.true;
  const others = all.flatMap((_, at) => (at === part ? [] : [at]));
  const before = others.filter((at) => at < part);
  switch (tally) {
    case "alone":
      return (place) => isTrue(part, place);
    case "missing":
      return (place) => all[part]?.[place] === truths.fails;
    case "left":
      return (place) => isTrue(part, place) && before.every((at) => isTrue(at, place));
    case "removed":
      return (place) => !isTrue(part, place) && before.every((at) => isTrue(at, place));
    case "only":
      return (place) => !isTrue(part, place) && others.every((at) => isTrue(at, place));
  }
}

async function readParts(
  database: Database,
  { expression, unfold, recent, mostRead = Infinity, ...bounds }: CutSelection,
  types: readonly ConditionType[],
  sums: readonly Sum[],
  context: CallContext,
  now: string | undefined,
): Promise<Parts> {
  const checked = await checkExpression(database, expression, types, now);
  const parts = checked.tree === null ? [] : partsOf(checked.tree, unfold);
  if (parts.length > mostParts) {
    throw tooLarge(`it has ${parts.length} parts, at most ${mostParts} can be told apart`);
  }
  const leaves = leavesOf(parts, checked, types, true);
  const wanted = {
    leaves: [...leaves.values()],
    numbers: sums.flatMap(({ type }) => type ?? []),
    withLengths: sums.some(({ type }) => type === null),
    mostRead,
  };
  const { known, found } = await recentTruths(database, recent, wanted, checked, types, bounds, context);
  return { known, parts, truthsOfParts: parts.map((part) => truthsOf(part, leaves, found)), checked };
}

function truthsOf(node: Expression, leaves: Leaves, found: ReadonlyMap<Leaf, Uint8Array>): Uint8Array {
  const leaf = leaves.get(node);
  const all = leaf ? found.get(leaf) : combinedAll(node, (operand) => truthsOf(operand, leaves, found));
  if (!all) throw new TypeError("a part was not read");
  return all;
}

/** What is summed up: a numeric condition, or the lengths of runs times `factor`. */
interface Sum {
  readonly type: ConditionType | null;
  readonly factor: number;
}

function findSum(name: string, types: readonly ConditionType[]): Sum {
  const type = types.find((candidate) => candidate.name === name);
  if (type && (type.type === "int" || type.type === "float")) return { type, factor: 1 };
  if (type) throw noNumber(name, type.type);
  if (Object.hasOwn(ownSums, name)) return { type: null, factor: ownSums[name as keyof typeof ownSums] };
  const numbers = types.filter((each) => each.type === "int" || each.type === "float");
  throw noSuchCondition(name, [...numbers.map((each) => each.name), ...Object.keys(ownSums)]);
}

/** Its value for each run, 0 where there is none. */
function valuesOf({ runs, lengths, numbers }: RunTruths, { type, factor }: Sum): Float64Array {
  return withoutMissing((type === null ? lengths : numbers.get(type.id)) ?? undefined, factor, runs.length);
}

function withoutMissing(values: Float64Array | undefined, factor: number, count: number): Float64Array {
  if (!values) return new Float64Array(count);
  return values.map((value) => (Number.isNaN(value) ? 0 : value * factor));
}

type Tallies = Record<CutTally, Tally>;

/** Goes through all runs once. Throws `cancelled`. */
async function count(
  { known, truthsOfParts }: Parts,
  values: readonly Float64Array[],
  { signal, report }: CallContext,
): Promise<{ all: Tally; selected: Tally; parts: Tallies[] }> {
  const empty = (): Tally => ({ runs: 0, sums: values.map(() => 0) });
  const all = empty();
  const selected = empty();
  const parts = truthsOfParts.map((): Tallies => ({
    left: empty(),
    removed: empty(),
    alone: empty(),
    only: empty(),
    missing: empty(),
  }));
  const add = (to: Tally | undefined, place: number): void => {
    if (to === undefined) return;
    to.runs += 1;
    for (let at = 0; at < values.length; at++) to.sums[at] = (to.sums[at] ?? 0) + (values[at]?.[place] ?? 0);
  };
  const total = known.runs.length;
  const yielding = new Yielding(signal, "Counting was cancelled.");
  for (let place = 0; place < total; place++) {
    if (place % 4096 === 0) {
      await yielding.pause();
      report({ done: place, total, label: "Counting runs" });
    }
    let first = -1;
    let failing = 0;
    for (let at = 0; at < parts.length; at++) {
      const truth = truthsOfParts[at]?.[place];
      if (truth === truths.true) {
        add(parts[at]?.alone, place);
        if (first < 0) add(parts[at]?.left, place);
        continue;
      }
      if (truth === truths.fails) add(parts[at]?.missing, place);
      if (first < 0) first = at;
      failing += 1;
    }
    add(all, place);
    if (first < 0) add(selected, place);
    else add(parts[first]?.removed, place);
    if (failing === 1) add(parts[first]?.only, place);
  }
  return { all, selected, parts };
}

function tallied(tallies: Tallies | undefined): Tallies {
  if (!tallies) throw new RangeError("a part was not counted");
  return tallies;
}

/** A part in words: its text, its place, and the aliases that it comes from where these are unfolded. */
function describePart(part: Expression, unfold: boolean): Pick<Cut, "text" | "from" | "to" | "aliases"> {
  const aliases: string[] = [];
  let node = part;
  while (unfold && node.kind === "alias" && node.body !== undefined) {
    aliases.push(node.name);
    node = node.body;
  }
  return { text: format(node), from: part.from, to: part.to, aliases };
}
