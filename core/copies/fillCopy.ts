import { setTimeout as wait } from "node:timers/promises";
import type { CopiedRows, CopyChoice, CopyState } from "../api/copies.ts";
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import { backendOf, copyBackend } from "../db/backends.ts";
import { copiedTables } from "../db/copiedTables.ts";
import { ReadMeanwhile, type CopiedTable, type CopySource, type CopyTarget } from "../db/copying.ts";
import type { Database } from "../db/database.ts";
import { bringTables, type Bringing } from "./bringing.ts";
import { chosenTables } from "./choice.ts";

export interface Filled {
  readonly copy: CopyState;
  readonly tables: CopiedRows[];
  readonly remarks: readonly string[];
}

/**
 * Brings a file that is not a whole copy yet, and may be empty, to the state of one moment of the database. What was brought
 * before an interruption stays in it.
 */
export async function fillCopy(
  database: Database,
  path: string,
  wanted: CopyState,
  context: CallContext,
): Promise<Filled> {
  const begun = { ...wanted, sourceChoices: choicesOf(database) };
  const cancelled = `Cancelled. What was copied is kept in “${path}”; the same command goes on with it.`;
  return withCopy(database, path, { isWhole: false, begun }, async (source, target, tables) => {
    const bringing: Bringing = { source, target, context, cancelled };
    target.setState(begun);
    target.unwatchWrites();
    target.makeTables(tables);
    // From now on the file says what it is to be.
    target.commit();
    target.begin();
    await source.begin();
    let taken = new Date().toISOString();
    const brought = await bringTables(bringing, tables, true);
    if (!source.isUnchanged()) {
      // Each of those transactions had another state of the source before it; this one has one for all tables.
      target.commit();
      target.begin();
      await source.begin();
      taken = new Date().toISOString();
      brought.push(...(await bringTables(bringing, tables, false)));
    }
    target.commit();
    target.begin();
    return {
      copy: finished(source, target, tables, { ...begun, taken }, context),
      tables: added(brought),
      remarks: source.remarks,
    };
  });
}

/** Brings a whole copy to the state of now, in one transaction: until it ends its readers have what was there before. */
export async function refillCopy(
  database: Database,
  path: string,
  before: CopyState,
  context: CallContext,
): Promise<Filled> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await refillOnce(database, path, before, context);
    } catch (thrown) {
      if (!(thrown instanceof ReadMeanwhile) || attempts === mostAttempts) throw thrown;
      if (!(await readersEnd(path, context))) throw thrown;
    }
  }
}

/** How often an update gives way to readers, and how long it waits for them then; in milliseconds. */
const mostAttempts = 3;
const longestWait = 20_000;
const pause = 250;

/** Waits until nobody reads a copy; false where that takes too long. Others may begin to read meanwhile. */
async function readersEnd(path: string, { signal, report }: CallContext): Promise<boolean> {
  const target = await copyBackend().files.open(path, true);
  const end = performance.now() + longestWait;
  try {
    while (target.isInUse()) {
      if (signal.aborted) throw new RcdbError("cancelled", updateCancelled);
      if (performance.now() > end) return false;
      report({ done: 0, total: null, label: "Waiting for those who read the copy" });
      await wait(pause);
    }
    return true;
  } finally {
    target.close();
  }
}

const updateCancelled = "Cancelled. The copy is as it was.";

async function refillOnce(
  database: Database,
  path: string,
  before: CopyState,
  context: CallContext,
): Promise<Filled> {
  const state = { ...before, sourceChoices: choicesOf(database) };
  const cancelled = updateCancelled;
  return withCopy(database, path, { isWhole: true, begun: state }, async (source, target, tables) => {
    const written = target.written();
    target.unwatchWrites();
    target.makeTables(tables);
    await source.begin();
    const taken = new Date().toISOString();
    const brought = await bringTables({ source, target, context, cancelled }, tables, false);
    return {
      copy: finished(source, target, tables, { ...state, taken }, context),
      tables: brought,
      remarks: [...source.remarks, ...undoneRemarks(written)],
    };
  });
}

/** What is said of changes by other programs, which an update has undone. */
function undoneRemarks(written: ReadonlyMap<string, number>): string[] {
  if (written.size === 0) return [];
  const tables = [...written].map(
    ([table, blocks]) => `${table.replaceAll("_", " ")} in ${blocks} ${blocks === 1 ? "place" : "places"}`,
  );
  return [
    `Other programs had changed this copy: ${tables.join(", ")}. That was undone, for it has what its source has. Write to the source, or collect changes in a file: rcdb changes add`,
  ];
}

/** What was chosen where a source was taken itself as a copy, the nearest first. */
function choicesOf({ copy }: Database): CopyChoice[] {
  return copy === null ? [] : [copy.choice, ...copy.sourceChoices];
}

/** Makes what a copy has beside its rows. */
function finished(
  source: CopySource,
  target: CopyTarget,
  tables: readonly CopiedTable[],
  state: CopyState,
  context: CallContext,
): CopyState {
  context.report({ done: 0, total: null, label: "Making the index" });
  const conditions = tables.find(({ name }) => name === "conditions");
  if (conditions) target.makeIndexes(conditions);
  target.watchWrites(tables);
  const whole = { ...state, whole: true };
  target.setState(whole);
  return whole;
}

interface Opened {
  readonly isWhole: boolean;
  readonly begun: CopyState;
}

/** Does work on an open source and copy, within a transaction of the copy; where it throws, nothing of the last one is done. */
async function withCopy<T>(
  database: Database,
  path: string,
  { isWhole, begun }: Opened,
  work: (source: CopySource, target: CopyTarget, tables: readonly CopiedTable[]) => Promise<T>,
): Promise<T> {
  const { copying } = backendOf(database.connection);
  const { backend, files } = copyBackend();
  const source = await copying.source(database.connection, database.shape);
  try {
    const all = copiedTables(database.shape, backend.schema, copying.declaration);
    // A choice of what is not there leaves no file behind.
    const tables = await chosenTables(all, database, source, begun.choice);
    const target = await files.open(path, isWhole);
    try {
      source.attach(target);
      target.begin();
      const result = await work(source, target, tables);
      target.commit();
      return result;
    } catch (thrown) {
      target.rollBack();
      throw thrown;
    } finally {
      target.close();
    }
  } finally {
    await source.close();
  }
}

/** The rows of each table together, where it was gone through twice. */
function added(all: readonly CopiedRows[]): CopiedRows[] {
  const names = [...new Set(all.map(({ table }) => table))];
  return names.map((table) => {
    const own = all.filter((rows) => rows.table === table);
    const sum = (what: "brought" | "removed"): number => own.reduce((total, rows) => total + rows[what], 0);
    return { table, brought: sum("brought"), removed: sum("removed"), counts: addedCounts(own) };
  });
}

function addedCounts(all: readonly CopiedRows[]): CopiedRows["counts"] {
  const sum = { added: 0, changed: 0, removed: 0 };
  for (const { counts } of all) {
    if (counts === null) return null;
    for (const what of ["added", "changed", "removed"] as const) sum[what] += counts[what];
  }
  return sum;
}
