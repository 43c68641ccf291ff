/** What came of a line, and how it is shown. */
import type { Databases } from "./databases.ts";
import { NotMeasured, type Line, type Measured } from "./line.ts";

/** A measured line; value and ratio are null where it could not be measured, `against` says why. */
export interface Result {
  readonly name: string;
  readonly value: number | null;
  readonly unit: Line["unit"];
  /** What it is compared with, and its value. */
  readonly against: string;
  readonly ratio: number | null;
  readonly target: number;
  readonly ok: boolean;
}

/** Measures a line. One that this machine cannot measure has not met its target. */
export async function resultOf(line: Line, databases: Databases): Promise<Result> {
  try {
    return judged(line, await line.measure(databases));
  } catch (thrown) {
    if (!(thrown instanceof NotMeasured)) throw thrown;
    const { name, unit, target } = line;
    return { name, value: null, unit, against: thrown.message, ratio: null, target, ok: false };
  }
}

/** A measured line as a result. */
export function judged(
  { name, unit, against, target }: Omit<Line, "measure">,
  { value, reference }: Measured,
): Result {
  const ratio = value / reference;
  return {
    name,
    value: Number(value.toPrecision(4)),
    unit,
    against: `${against}: ${reference.toPrecision(3)} ${unit}`,
    ratio: Number(ratio.toPrecision(3)),
    target,
    ok: ratio <= target,
  };
}

/** The results as a table for people. */
export function tableOf(results: readonly Result[]): string {
  const rows = [
    ["", "value", "ratio", "target", "ok", "against"],
    ...results.map(({ name, value, unit, against, ratio, target, ok }) => [
      name,
      value === null ? "" : `${value} ${unit}`,
      String(ratio ?? ""),
      `≤ ${target}`,
      ok ? "yes" : "NO",
      against,
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const isNumber = column > 0 && column < 4;
          const width = widths[column] ?? 0;
          return isNumber ? cell.padStart(width) : cell.padEnd(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
