/** What plots need to know of a result's runs beyond its values; kept as long as the result, for each zoom asks again. */
import type { PlotColouring } from "../api/plots.ts";
import { listRunPeriods } from "../catalogue/runPeriods.ts";
import type { Database } from "../db/database.ts";
import type { HeldResult } from "../results/heldResult.ts";
import { listRuns } from "../search/listRuns.ts";
import { colourGroups, type ColourGroups } from "./colourGroups.ts";
import { stretchesOfRuns } from "./neighbours.ts";

const keptColours = new WeakMap<HeldResult, { readonly key: string; readonly colours: ColourGroups }>();
const keptStretches = new WeakMap<HeldResult, Int32Array>();

/** The colours of a result's runs; null where nothing colours. Throws `bad_input`. */
export async function coloursOf(
  database: Database,
  result: HeldResult,
  colouring: PlotColouring | null,
): Promise<ColourGroups | null> {
  if (colouring === null) return null;
  const key = JSON.stringify(colouring);
  const kept = keptColours.get(result);
  if (kept?.key === key) return kept.colours;
  const colours = colourGroups(
    result,
    colouring,
    "column" in colouring ? [] : await listRunPeriods(database),
  );
  keptColours.set(result, { key, colours });
  return colours;
}

/** As `stretchesOfRuns` has them, by the run numbers of the database. Throws `cancelled`. */
export async function neighboursOf(
  database: Database,
  result: HeldResult,
  signal: AbortSignal,
): Promise<Int32Array> {
  const kept = keptStretches.get(result);
  if (kept) return kept;
  const runs = result.runs.toArray(result.count);
  const all: number[] = [];
  const bounds = { runMin: runs[0] ?? 0, runMax: runs.at(-1) ?? 0, ranges: [] };
  for await (const batch of listRuns(database, bounds, false, signal))
    for (const [run] of batch) all.push(run);
  const stretches = stretchesOfRuns(runs, all);
  keptStretches.set(result, stretches);
  return stretches;
}
