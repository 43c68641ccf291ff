/** The bars of a histogram by colour: on top of each other, or as outlines. */
import { place, type Block, type Stroke } from "../plot/figure.ts";

/** A bin in places, and what each colour has in it. */
export interface Bin {
  readonly x0: number;
  readonly x1: number;
}
export interface BarGroup {
  /** For each bin. */
  readonly counts: readonly number[];
  readonly colour: number;
}
interface CountScale {
  /** Where bars begin. */
  readonly bottom: number;
  readonly isLogarithmic: boolean;
}

/** The groups' bars on top of each other; the bin that is pointed at stands out. */
export function stackedBars(
  bins: readonly Bin[],
  groups: readonly BarGroup[],
  current: number | null,
  { bottom, isLogarithmic }: CountScale,
): Block[] {
  return bins.flatMap(({ x0, x1 }, bin) => {
    const gap = (x1 - x0) * 0.06;
    let below = 0;
    return groups.flatMap(({ counts, colour }): Block[] => {
      const count = counts[bin] ?? 0;
      if (count === 0) return [];
      const y0 = below === 0 ? bottom : (place(below, isLogarithmic) ?? bottom);
      below += count;
      const y1 = place(below, isLogarithmic) ?? bottom;
      return [{ x0: x0 + gap, x1: x1 - gap, y0, y1, colour, strength: bin === current ? 1 : 0.8 }];
    });
  });
}

/** A line around the bars of each group. */
export function outlines(
  bins: readonly Bin[],
  groups: readonly BarGroup[],
  { bottom, isLogarithmic }: CountScale,
): Stroke[] {
  return groups.map(({ counts, colour }) => {
    const heights = bins.map((_, bin) => place(counts[bin] ?? 0, isLogarithmic) ?? bottom);
    const x = bins.flatMap(({ x0, x1 }) => [x0, x1]);
    const y = heights.flatMap((height) => [height, height]);
    return { x: [bins[0]?.x0 ?? 0, ...x, bins.at(-1)?.x1 ?? 0], y: [bottom, ...y, bottom], colour };
  });
}
