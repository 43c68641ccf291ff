/** How wide the bins of a histogram are to be. */

/** The values that tell the quartiles of all. */
const mostRanked = 20_000;

/**
 * The width by Freedman and Diaconis (1981), twice the interquartile range over the cube root of the number of values; null where the
 * middle half of them is one value.
 */
export function freedmanDiaconis(values: readonly number[] | Float64Array): number | null {
  const step = Math.max(1, Math.ceil(values.length / mostRanked));
  const ranked = Float64Array.from(
    { length: Math.ceil(values.length / step) },
    (_, at) => values[at * step] ?? 0,
  );
  ranked.sort();
  const at = (share: number): number => {
    const place = (ranked.length - 1) * share;
    const below = ranked[Math.floor(place)] ?? NaN;
    return below + (place % 1) * ((ranked[Math.ceil(place)] ?? NaN) - below);
  };
  const width = (2 * (at(0.75) - at(0.25))) / Math.cbrt(values.length);
  return width > 0 && Number.isFinite(width) ? width : null;
}

/** The 1, 2 or 5 times a power of ten that a width is nearest to, by their ratio. */
export function nearestRound(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const apart = (digit: number): number => Math.abs(Math.log(width / (digit * power)));
  const digit = [1, 2, 5, 10].toSorted((a, b) => apart(a) - apart(b))[0] ?? 1;
  // 3 times 0.1 is 0.30000000000000004.
  return Number((digit * power).toPrecision(12));
}
