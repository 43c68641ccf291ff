/** Stretches of runs over which values stay the same. */
import { RcdbError } from "../api/failure.ts";
import { cutLength } from "../api/values.ts";
import type { SameValues } from "../api/summary.ts";
import type { HeldResult } from "./heldResult.ts";

/** The most stretches that are told. */
const mostStretches = 100_000;

/** Which stretches are wanted: of these runs only, and no more than these, where others are left out and not refused. */
interface Wanted {
  readonly runMin?: number | null;
  readonly runMax?: number | null;
  readonly most?: number | null;
}

/**
 * The stretches of a result's runs, by their numbers, over which all of these columns stay the same; a missing value is one, too. Throws
 * `bad_input` where there are too many, where texts are held cut, and for a column that the result lacks.
 */
export function listStretches(
  result: HeldResult,
  columns: readonly string[],
  { runMin = null, runMax = null, most = null }: Wanted = {},
): SameValues[] {
  const values = columns.map((name) => result.valuesOf(name));
  const cut = columns.find((_, at) => values[at]?.areCut === true);
  if (cut !== undefined) throw tooLong(cut);
  const stretches: SameValues[] = [];
  let before = -1;
  for (let row = 0; row < result.count; row++) {
    const run = result.runs.get(row);
    if (run < (runMin ?? -Infinity)) continue;
    if (run > (runMax ?? Infinity)) break;
    const last = stretches.at(-1);
    const isSame = before >= 0 && values.every(({ keys }) => Object.is(keys[row], keys[before]));
    before = row;
    if (last && isSame) {
      last.last = run;
      last.runs += 1;
    } else {
      if (stretches.length === most) break;
      if (stretches.length === mostStretches) throw tooMany();
      const cells = values.map(({ keys, cellOf }) => cellOf(keys[row] ?? NaN));
      stretches.push({ first: run, last: run, runs: 1, values: cells });
    }
  }
  return stretches;
}

function tooLong(name: string): RcdbError {
  return new RcdbError(
    "bad_input",
    `“${name}” has texts of more than ${cutLength} characters, of which only the beginning is held. Name a part of it as a computed column, such as part=condition[:1000].`,
    { condition: name },
  );
}

function tooMany(): RcdbError {
  return new RcdbError(
    "bad_input",
    `There are more than ${mostStretches} ranges. Name conditions that change less often, or select fewer runs.`,
  );
}
