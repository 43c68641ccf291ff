import type { RunPeriod } from "../../core/api/catalogue.ts";
import type { Block } from "../plot/figure.ts";

const secondsOfDay = 86_400;

/** The run periods as bands behind a plot along runs; every second one is tinted. */
export function runBands(periods: readonly RunPeriod[]): readonly Block[] {
  return bands(periods.map(({ name, runMin, runMax }) => ({ name, begin: runMin - 0.5, end: runMax + 0.5 })));
}

/** The runs at which periods begin, and those after their ends, one after the other. */
export function edgesOf(periods: readonly RunPeriod[]): readonly number[] {
  return periods.flatMap(({ runMin, runMax }) => [runMin, runMax + 1]);
}

/** The run periods as bands behind the runs of a result, side by side; `positions` are those of their edges. */
export function positionBands(periods: readonly RunPeriod[], positions: readonly number[]): readonly Block[] {
  return bands(
    periods.map(({ name }, at) => ({
      name,
      begin: (positions[2 * at] ?? 0) - 0.5,
      end: (positions[2 * at + 1] ?? 0) - 0.5,
    })),
  );
}

/** The run periods as bands behind a plot along a time; their dates are days of the wall clock, both included. */
export function dateBands(periods: readonly RunPeriod[]): readonly Block[] {
  return bands(
    periods.flatMap(({ name, startDate, endDate }) => {
      const begin = startOfDay(startDate);
      const end = startOfDay(endDate);
      return begin === null || end === null ? [] : [{ name, begin, end: end + secondsOfDay }];
    }),
  );
}

function startOfDay(date: string | null): number | null {
  const milliseconds = date === null ? NaN : Date.parse(`${date.slice(0, "2016-02-17".length)}T00:00:00Z`);
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}

interface Stretch {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

function bands(stretches: readonly Stretch[]): readonly Block[] {
  const prefix = commonPrefix(stretches.map(({ name }) => name));
  return stretches
    .filter(({ begin, end }) => end > begin)
    .toSorted((a, b) => a.begin - b.begin)
    .map(({ name, begin, end }, index) => ({
      x0: begin,
      x1: end,
      y0: null,
      y1: null,
      colour: "band",
      strength: index % 2 === 0 ? 1 : 0.5,
      label: name.slice(prefix),
    }));
}

/** The length of what names have in common up to a dash or the like, as `RunPeriod-`: it would leave no room for what tells them apart. */
function commonPrefix(names: readonly string[]): number {
  const [first = "", ...others] = names;
  if (others.length === 0) return 0;
  let length = 0;
  while (length < first.length && others.every((name) => name[length] === first[length])) length++;
  return /.*[-_. ]/.exec(first.slice(0, length))?.[0].length ?? 0;
}
