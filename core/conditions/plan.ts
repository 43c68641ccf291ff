/** How the rows of `conditions` are come by: chosen by the indexes that a database has, and by what is in it. */
import { sql } from "kysely";
import type { Database, TableIndex } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { ownIndexIn, ownIndexName } from "../db/ownIndex.ts";
import { tableSource } from "../db/tableSource.ts";
import { withinBounds } from "./runBounds.ts";
import type { RunBounds } from "../api/runRange.ts";
import { allOf } from "../db/sqlParts.ts";
import type { TestedCondition } from "./testedCondition.ts";
import { countTypes, sampleTests } from "./statistics.ts";

export type Access =
  /** All of the table is read, once. */
  | { readonly kind: "scan" }
  /** The conditions of each of few runs are found by an index. */
  | { readonly kind: "runs"; readonly index: TableIndex }
  /** The rows of one condition that pass its test tell of which runs the others are looked at. */
  | {
      readonly kind: "driven";
      readonly by: TestedCondition;
      readonly typeIndex: TableIndex;
      readonly runIndex: TableIndex;
    }
  /** Each condition of a run is looked up in our own index; `tested` has the most selective one first. */
  | { readonly kind: "own"; readonly tested: readonly TestedCondition[] };

/** A row that an index finds, somewhere in the table, costs about as much as so many rows in passing. */
const costOfLookUp = 5;

/** Chooses the way that is expected to read the least. */
export async function chooseAccess(
  database: Database,
  tested: readonly TestedCondition[],
  bounds: RunBounds,
): Promise<Access> {
  const indexes = await database.conditionIndexes();
  const ownIndex = ownIndexIn(indexes);
  if (ownIndex) return { kind: "own", tested: await bySelectivity(database, ownIndex, tested) };
  const runIndex = runIndexIn(indexes);
  if (!runIndex) return { kind: "scan" };
  const wanted = withinBounds("number", bounds);
  if (wanted.length > 0 && (await hasFewRuns(database, await countRuns(database, wanted)))) {
    return { kind: "runs", index: runIndex };
  }
  const typeIndex = indexes.find(({ columns }) => columns[0] === "condition_type_id");
  const driver = typeIndex && (await driverOf(database, typeIndex, tested));
  return driver ? { kind: "driven", by: driver, typeIndex, runIndex } : { kind: "scan" };
}

/** An index that finds the conditions of a run. */
export function runIndexIn(indexes: readonly TableIndex[]): TableIndex | undefined {
  return indexes.find(({ columns }) => columns[0] === "run_number");
}

/** A way to the conditions in words, for people. */
export function accessInWords(access: Access): string {
  switch (access.kind) {
    case "scan":
      return "one scan of conditions";
    case "runs":
      return `index “${access.index.name}” of conditions`;
    case "driven":
      return `index “${access.typeIndex.name}” for ${access.by.type.name}, index “${access.runIndex.name}” for the rest`;
    case "own":
      return `index “${ownIndexName}” of conditions`;
  }
}

/** Whether an index is the quicker way to all conditions of so many runs. */
export async function hasFewRuns(database: Database, runs: number): Promise<boolean> {
  return runs * costOfLookUp * 2 <= (await countRuns(database, []));
}

async function countRuns(database: Database, wanted: readonly Sql[]): Promise<number> {
  const condition = wanted.length === 0 ? sql`` : sql` WHERE ${allOf(wanted)}`;
  const { rows } = await sql<{
    runs: number;
  }>`SELECT count(*) AS runs FROM ${tableSource(database, "runs")}${condition}`.execute(database.read);
  return rows[0]?.runs ?? 0;
}

/** The tests that runs without the condition fail, the one first that fewest rows pass; then the others. */
async function bySelectivity(
  database: Database,
  index: TableIndex,
  tested: readonly TestedCondition[],
): Promise<TestedCondition[]> {
  if (tested.length === 0) return [];
  const counts = await countTypes(database);
  const parts = await sampleTests(database, index, tested);
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
  database: Database,
  index: TableIndex,
  tested: readonly TestedCondition[],
): Promise<TestedCondition | null> {
  const required = tested.filter(({ passesIfMissing }) => !passesIfMissing);
  if (required.length === 0) return null;
  const counts = await countTypes(database);
  const all = [...counts.values()].reduce((sum, rows) => sum + rows, 0);
  const parts = await sampleTests(database, index, required);
  const rowsOfRun = all / Math.max(1, await countRuns(database, []));
  const costs = required.map((test, at) => {
    const rows = counts.get(test.type.id) ?? 0;
    return costOfLookUp * rows * (1 + (parts[at] ?? 1) * rowsOfRun);
  });
  const least = Math.min(...costs);
  return least < all ? (required[costs.indexOf(least)] ?? null) : null;
}
