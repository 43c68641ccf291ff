/**
 * How the rows of `conditions` are read: decided by the indexes that a database has, and by what is asked of it. No
 * statement stands here: what has to be counted is asked of `Facts`, where it decides. docs/decisions/0006 says why so.
 */
import type { TableIndex } from "../db/database.ts";
import { ownIndexIn, ownIndexName } from "../db/ownIndex.ts";
import type { TestedCondition } from "./testedCondition.ts";

/** All of the table is read: once, or part by part in the order of its rows. */
interface Scan {
  readonly kind: "scan";
}

/** The conditions of each of few runs are found by an index. */
interface ByRun {
  readonly kind: "runs";
  readonly index: TableIndex;
}

/** How the runs of an expression are selected. */
export type SelectionPlan =
  | Scan
  | ByRun
  /** The rows of one condition that pass its test tell of which runs the others are looked at. */
  | {
      readonly kind: "driven";
      readonly by: TestedCondition;
      readonly typeIndex: TableIndex;
      readonly runIndex: TableIndex;
    }
  /** Each condition of a run is looked up in our own index; `tested` has the most selective one first. */
  | {
      readonly kind: "own";
      readonly tested: readonly TestedCondition[];
      /** Whether an index keeps a run from having a condition twice, so that none is newer than another. */
      readonly isUnique: boolean;
    };

/** How the values of some conditions are read for many runs; in our own index each type lies in the order of runs. */
export type ValuesPlan = Scan | ByRun | { readonly kind: "own"; readonly isFew: boolean };

/** How the whole rows of a few runs are read. */
export type RowsPlan = Scan | ByRun;

/** What a plan may have to know of what is stored. */
export interface Facts {
  /** How many runs there are. */
  countRuns(): Promise<number>;
  /** How many rows each condition type has, by its id. */
  countTypes(): Promise<ReadonlyMap<number, number>>;
  /** About which part of its condition's rows passes each test, from 0 to 1, by a sample that the index gives. */
  sampleTests(index: TableIndex, tested: readonly TestedCondition[]): Promise<readonly number[]>;
}

/** The number of rows read in passing that cost as much as one that an index finds somewhere in the table. */
const costOfLookUp = 5;

/** The way that is expected to read the least; `countWanted` counts the runs within the bounds, null where there are none. */
export async function planSelection(
  indexes: readonly TableIndex[],
  tested: readonly TestedCondition[],
  countWanted: (() => Promise<number>) | null,
  facts: Facts,
): Promise<SelectionPlan> {
  const ownIndex = ownIndexIn(indexes);
  if (ownIndex) {
    const ordered = await bySelectivity(ownIndex, tested, facts);
    return { kind: "own", tested: ordered, isUnique: indexes.some(isOfPairs) };
  }
  const runIndex = runIndexIn(indexes);
  if (!runIndex) return { kind: "scan" };
  if (countWanted && (await isFew(await countWanted(), facts))) return { kind: "runs", index: runIndex };
  const typeIndex = indexes.find(({ columns }) => columns[0] === "condition_type_id");
  const driver = typeIndex && (await driverOf(typeIndex, tested, facts));
  return driver ? { kind: "driven", by: driver, typeIndex, runIndex } : { kind: "scan" };
}

/** For the values of some conditions of a number of runs. */
export async function planValues(
  indexes: readonly TableIndex[],
  runs: number,
  facts: Pick<Facts, "countRuns">,
): Promise<ValuesPlan> {
  const ownIndex = ownIndexIn(indexes);
  const index = runIndexIn(indexes);
  if (!ownIndex && !index) return { kind: "scan" };
  const isOfFew = await isFew(runs, facts);
  if (ownIndex) return { kind: "own", isFew: isOfFew };
  return index && isOfFew ? { kind: "runs", index } : { kind: "scan" };
}

/** For the whole rows of a few runs: with all types named an index that begins with the type finds them as well. */
export function planRows(indexes: readonly TableIndex[]): RowsPlan {
  const index = runIndexIn(indexes) ?? ownIndexIn(indexes);
  return index ? { kind: "runs", index } : { kind: "scan" };
}

/** A plan in words, for people. */
export function planInWords(plan: SelectionPlan): string {
  switch (plan.kind) {
    case "scan":
      return "one scan of conditions";
    case "runs":
      return `index “${plan.index.name}” of conditions`;
    case "driven":
      return `index “${plan.typeIndex.name}” for ${plan.by.type.name}, index “${plan.runIndex.name}” for the rest`;
    case "own":
      return `index “${ownIndexName}” of conditions`;
  }
}

/** An index that finds the conditions of a run. */
function runIndexIn(indexes: readonly TableIndex[]): TableIndex | undefined {
  return indexes.find(({ columns }) => columns[0] === "run_number");
}

/** Whether an index has each pair of a run and a condition type once. */
function isOfPairs({ isUnique, columns }: TableIndex): boolean {
  return isUnique && columns.toSorted().join() === "condition_type_id,run_number";
}

/** Whether an index is the quicker way to all conditions of a number of runs. */
async function isFew(runs: number, facts: Pick<Facts, "countRuns">): Promise<boolean> {
  return runs * costOfLookUp * 2 <= (await facts.countRuns());
}

/** The tests that runs without the condition fail, the one first that fewest rows pass; then the others. */
async function bySelectivity(
  index: TableIndex,
  tested: readonly TestedCondition[],
  facts: Facts,
): Promise<TestedCondition[]> {
  if (tested.length === 0) return [];
  const counts = await facts.countTypes();
  const parts = await facts.sampleTests(index, tested);
  const expected = new Map(
    tested.map((test, at) => [test, (parts[at] ?? 1) * (counts.get(test.type.id) ?? 0)]),
  );
  return tested.toSorted(
    (a, b) =>
      Number(a.passesIfMissing) - Number(b.passesIfMissing) ||
      (expected.get(a) ?? 0) - (expected.get(b) ?? 0),
  );
}

/** The test to begin with, where that is expected to cost less than a scan. */
async function driverOf(
  index: TableIndex,
  tested: readonly TestedCondition[],
  facts: Facts,
): Promise<TestedCondition | null> {
  const required = tested.filter(({ passesIfMissing }) => !passesIfMissing);
  if (required.length === 0) return null;
  const counts = await facts.countTypes();
  const all = [...counts.values()].reduce((sum, rows) => sum + rows, 0);
  const parts = await facts.sampleTests(index, required);
  const rowsOfRun = all / Math.max(1, await facts.countRuns());
  const costs = required.map((test, at) => {
    const rows = counts.get(test.type.id) ?? 0;
    return costOfLookUp * rows * (1 + (parts[at] ?? 1) * rowsOfRun);
  });
  const least = Math.min(...costs);
  return least < all ? (required[costs.indexOf(least)] ?? null) : null;
}
