import type { StatisticsGroup, StatisticsSums } from "../api/plots.ts";

/** What is summed up, for each row in run order; NaN where it is not known. */
export interface SummedRows {
  readonly runs: Float64Array;
  readonly started: Float64Array;
  readonly finished: Float64Array;
  readonly events: Float64Array | null;
}

/** The sums of one group lie beside each other. */
const at = {
  runs: 0,
  seconds: 1,
  unmeasured: 2,
  events: 3,
  uncounted: 4,
  ratedEvents: 5,
  ratedSeconds: 6,
  firstRun: 7,
  lastRun: 8,
};
const width = 9;

/** Sums of groups of runs, by the number of the group. A million rows are added: there is no object for each group. */
export class Sums {
  readonly #rows: SummedRows;
  #sums = new Float64Array(64 * width);

  constructor(rows: SummedRows) {
    this.#rows = rows;
  }

  /** Adds a row to a group; those of a group come in run order. */
  add(group: number, row: number): void {
    const base = group * width;
    if (base + width > this.#sums.length) this.#grow(base + width);
    const sums = this.#sums;
    const { runs, started, finished, events } = this.#rows;
    const run = runs[row] ?? 0;
    const seconds = (finished[row] ?? NaN) - (started[row] ?? NaN);
    const count = events ? (events[row] ?? NaN) : NaN;
    const isMeasured = seconds >= 0;
    const isCounted = !Number.isNaN(count);
    if (sums[base] === 0) sums[base + at.firstRun] = run;
    sums[base + at.lastRun] = run;
    increase(sums, base + at.runs, 1);
    if (isMeasured) increase(sums, base + at.seconds, seconds);
    else increase(sums, base + at.unmeasured, 1);
    if (isCounted) increase(sums, base + at.events, count);
    else increase(sums, base + at.uncounted, 1);
    if (!isMeasured || !isCounted) return;
    increase(sums, base + at.ratedEvents, count);
    increase(sums, base + at.ratedSeconds, seconds);
  }

  /** The sums of a group; null where no run was added to it. */
  get(group: number): StatisticsGroup | null {
    const base = group * width;
    const sum = (place: number): number => this.#sums[base + place] ?? 0;
    if (sum(at.runs) === 0) return null;
    return {
      runs: sum(at.runs),
      seconds: sum(at.seconds),
      unmeasured: sum(at.unmeasured),
      events: sum(at.events),
      uncounted: sum(at.uncounted),
      ratedEvents: sum(at.ratedEvents),
      ratedSeconds: sum(at.ratedSeconds),
      firstRun: sum(at.firstRun),
      lastRun: sum(at.lastRun),
    };
  }

  #grow(length: number): void {
    const longer = new Float64Array(Math.max(length, 2 * this.#sums.length));
    longer.set(this.#sums);
    this.#sums = longer;
  }
}

function increase(sums: Float64Array, place: number, by: number): void {
  sums[place] = (sums[place] ?? 0) + by;
}

/** The sums of groups together, each run of which is in one of them only. */
export function together(groups: readonly StatisticsSums[]): StatisticsSums {
  const sum = (of: (group: StatisticsSums) => number): number =>
    groups.reduce((before, group) => before + of(group), 0);
  return {
    runs: sum(({ runs }) => runs),
    seconds: sum(({ seconds }) => seconds),
    unmeasured: sum(({ unmeasured }) => unmeasured),
    events: sum(({ events }) => events),
    uncounted: sum(({ uncounted }) => uncounted),
    ratedEvents: sum(({ ratedEvents }) => ratedEvents),
    ratedSeconds: sum(({ ratedSeconds }) => ratedSeconds),
  };
}
