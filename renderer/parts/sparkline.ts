/** The geometry of a small line of numbers. */

/** Room for the dot and the ends of the line. */
const MARGIN = 2.5;

export interface DrawnSparkline {
  /** As an SVG path. */
  readonly path: string;
  /** The place of the last number, if it is not missing. */
  readonly last: { readonly x: number; readonly y: number } | null;
}

/** Draws numbers into a box, from its left to its right; equal ones lie in the middle. */
export function sparkline(
  numbers: readonly (number | null)[],
  width: number,
  height: number,
): DrawnSparkline {
  const known = numbers.filter((number) => number !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const points = numbers.map((number, index) => {
    if (number === null) return null;
    const part = most > least ? (number - least) / (most - least) : 0.5;
    return {
      x: inside(numbers.length > 1 ? index / (numbers.length - 1) : 0.5, width),
      y: inside(1 - part, height),
    };
  });
  const path = points.map((point, index) => {
    if (point === null) return "";
    const isJoined = (points[index - 1] ?? null) !== null;
    // One between two gaps would not be seen without a length.
    const isAlone = !isJoined && (points[index + 1] ?? null) === null;
    return `${isJoined ? "L" : "M"}${point.x} ${point.y}${isAlone ? "h0" : ""}`;
  });
  return { path: path.join(""), last: points.at(-1) ?? null };
}

function inside(part: number, length: number): number {
  return Math.round((MARGIN + part * (length - 2 * MARGIN)) * 10) / 10;
}
