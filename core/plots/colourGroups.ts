/** The runs of a result by what they are coloured by: a group for each of the most frequent values, and the rest. */
import { RcdbError } from "../api/failure.ts";
import type { RunPeriod } from "../api/catalogue.ts";
import { latestFirst } from "../catalogue/runPeriods.ts";
import { mostColours, type PlotColouring, type PlotGroup } from "../api/plots.ts";
import type { Cell } from "../api/values.ts";
import { compareNames } from "../text/compareTexts.ts";
import type { HeldResult } from "../results/heldResult.ts";

export interface ColourGroups {
  readonly groups: readonly PlotGroup[];
  /** The index of its group, for each row in run order. */
  readonly groupOf: Uint8Array;
}

/** Numbers of more values than these are measured: a colour of eight says nothing of them. */
const mostNumbers = 1000;

/** A value that runs have, by a key that is equal for equal values. */
interface Value {
  readonly key: number;
  readonly value: Cell;
  runs: number;
}

/** The groups of a result's rows, and which has which. Throws `bad_input` for a column that cannot colour. */
export function colourGroups(
  result: HeldResult,
  colouring: PlotColouring,
  periods: readonly RunPeriod[],
): ColourGroups {
  return "column" in colouring ? byColumn(result, colouring.column) : byPeriod(result, periods);
}

function byColumn(result: HeldResult, column: string): ColourGroups {
  const { type, keys, cellOf } = result.valuesOf(column);
  if (type !== "string" && type !== "bool" && type !== "int" && type !== "float") {
    throw new RcdbError(
      "bad_input",
      `“${column}” cannot colour: its values are ${type}. Choose a text, a yes or no, or a number of few values.`,
    );
  }
  const values = new Map<number, Value>();
  for (let row = 0; row < result.count; row++) {
    const key = keys[row] ?? NaN;
    if (Number.isNaN(key)) continue;
    const found = values.get(key);
    if (found) found.runs++;
    else if (type !== "string" && values.size === mostNumbers) throw tooMany(column);
    else values.set(key, { key, value: cellOf(key), runs: 1 });
  }
  return grouped(keys.subarray(0, result.count), [...values.values()]);
}

function tooMany(column: string): RcdbError {
  return new RcdbError(
    "bad_input",
    `“${column}” has more than ${mostNumbers} values: choose a number of few values to colour by, or plot this one.`,
  );
}

function byPeriod(result: HeldResult, periods: readonly RunPeriod[]): ColourGroups {
  const runs = result.runs.toArray(result.count);
  const latest = latestFirst(periods);
  const keys = new Float64Array(result.count).fill(NaN);
  const values = latest.map(({ name }, key): Value => ({ key, value: name, runs: 0 }));
  for (let row = 0; row < result.count; row++) {
    const run = runs[row] ?? NaN;
    const period = latest.findIndex(({ runMin, runMax }) => run >= runMin && run <= runMax);
    const value = values[period];
    if (!value) continue;
    keys[row] = period;
    value.runs++;
  }
  return grouped(
    keys,
    values.filter((value) => value.runs > 0),
  );
}

function grouped(keys: Float64Array, values: readonly Value[]): ColourGroups {
  const chosen = values
    .toSorted((a, b) => b.runs - a.runs || a.key - b.key)
    .slice(0, mostColours)
    // By name or size, however often they are there: another query moves no colour past another.
    .toSorted((a, b) => compareValues(a.value, b.value) || a.key - b.key);
  const placeOf = new Map(chosen.map(({ key }, place) => [key, place]));
  const valued = values.reduce((sum, { runs }) => sum + runs, 0);
  const shown = chosen.reduce((sum, { runs }) => sum + runs, 0);
  const groups: PlotGroup[] = chosen.map(({ value, runs }) => ({ kind: "value", value, runs }));
  const others = groups.length;
  if (valued > shown) groups.push({ kind: "others", value: null, runs: valued - shown });
  const missing = groups.length;
  if (keys.length > valued) groups.push({ kind: "missing", value: null, runs: keys.length - valued });
  const groupOf = Uint8Array.from(keys, (key) =>
    Number.isNaN(key) ? missing : (placeOf.get(key) ?? others),
  );
  return { groups, groupOf };
}

function compareValues(a: Cell, b: Cell): number {
  return typeof a === "number" && typeof b === "number" ? a - b : compareNames(String(a), String(b));
}
