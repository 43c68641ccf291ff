/** What plots need to know of a result's runs beyond its values; kept as long as the result, for each zoom asks again. */
import type { PlotColouring } from "../api/plots.ts";
import { SharedWork } from "../api/sharedWork.ts";
import { listRunPeriods } from "../catalogue/runPeriods.ts";
import type { Database } from "../db/database.ts";
import type { HeldResult } from "../results/heldResult.ts";
import { listNumbers } from "../search/listRuns.ts";
import { colourGroups, type ColourGroups } from "./colourGroups.ts";
import { Kept } from "./kept.ts";
import { stretchesOfRuns } from "./neighbours.ts";

// Panels ask at once: the work is kept, and not only what it gives.
const keptColours = new Kept<string, Promise<ColourGroups>>();
const keptStretches = new WeakMap<HeldResult, SharedWork<Int32Array>>();

/** The colours of a result's runs; null where nothing colours. Throws `bad_input`. */
export async function coloursOf(
  database: Database,
  result: HeldResult,
  colouring: PlotColouring | null,
): Promise<ColourGroups | null> {
  if (colouring === null) return null;
  const key = JSON.stringify(colouring);
  try {
    return await keptColours.get(result, key, () => findColours(database, result, colouring));
  } catch (error) {
    keptColours.drop(result, key);
    throw error;
  }
}

async function findColours(
  database: Database,
  result: HeldResult,
  colouring: PlotColouring,
): Promise<ColourGroups> {
  return colourGroups(result, colouring, "column" in colouring ? [] : await listRunPeriods(database));
}

/** As `stretchesOfRuns` has them, by the run numbers of the database. Throws `cancelled`. */
export async function neighboursOf(
  database: Database,
  result: HeldResult,
  signal: AbortSignal,
): Promise<Int32Array> {
  const kept = keptStretches.get(result);
  const work = kept?.isUsable ? kept : new SharedWork((all) => findStretches(database, result, all));
  keptStretches.set(result, work);
  return await work.wait(signal);
}

async function findStretches(
  database: Database,
  result: HeldResult,
  signal: AbortSignal,
): Promise<Int32Array> {
  const runs = result.runs.toArray(result.count);
  const all: number[] = [];
  const bounds = { runMin: runs[0] ?? 0, runMax: runs.at(-1) ?? 0, ranges: [] };
  for await (const batch of listNumbers(database, bounds, signal)) for (const run of batch) all.push(run);
  return stretchesOfRuns(runs, all);
}
