import type { Statistics } from "../api/plots.ts";
import type { RunPeriod } from "../api/catalogue.ts";
import type { HeldResult } from "../results/heldResult.ts";
import type { Yielding } from "../db/yielding.ts";
import { axisValues, rowsAround } from "./axisValues.ts";
import { Sums, together, type SummedRows } from "./sums.ts";

/** Days that are told apart; the runs of further ones are summed up together. */
const mostDays = 40_000;
const secondsOfDay = 86_400;
/** Rows that are summed up without letting others have their turn. */
const rowsAtOnce = 50_000;

/**
 * Runs, hours and events of a result by run period and by the day of their start. The result has the columns `started`
 * and `finished` of the runs, and `event_count` where the database has it as a number. Throws `bad_input`, `cancelled`.
 */
export async function readStatistics(
  result: HeldResult,
  periods: readonly RunPeriod[],
  yielding: Yielding,
): Promise<Statistics> {
  const rows = summedRows(result);
  const { days, undated, later } = await sumDays(rows, yielding);
  const groups = [...days, undated, later].filter((group) => group !== null);
  return {
    total: together(groups),
    hasEventCount: rows.events !== null,
    ...(await sumPeriods(result, periods, rows, yielding)),
    days: {
      day: days.map(({ day }) => day),
      runs: days.map(({ runs }) => runs),
      seconds: days.map(({ seconds }) => seconds),
      unmeasured: days.map(({ unmeasured }) => unmeasured),
      events: days.map(({ events }) => events),
      uncounted: days.map(({ uncounted }) => uncounted),
      ratedEvents: days.map(({ ratedEvents }) => ratedEvents),
      ratedSeconds: days.map(({ ratedSeconds }) => ratedSeconds),
      firstRun: days.map(({ firstRun }) => firstRun),
      lastRun: days.map(({ lastRun }) => lastRun),
    },
    undated,
    later,
  };
}

function summedRows(result: HeldResult): SummedRows {
  const events = result.columns.find(({ name }) => name === "event_count");
  const isNumber = events?.type === "int" || events?.type === "float";
  return {
    runs: axisValues(result, null).values,
    started: axisValues(result, "started").values,
    finished: axisValues(result, "finished").values,
    events: isNumber ? axisValues(result, "event_count").values : null,
  };
}

type Group = NonNullable<Statistics["undated"]>;
interface Days {
  readonly days: readonly (Group & { readonly day: string })[];
  readonly undated: Group | null;
  readonly later: Group | null;
}

async function sumDays(rows: SummedRows, yielding: Yielding): Promise<Days> {
  const sums = new Sums(rows);
  const [undated, later] = [0, 1];
  const groupOf = new Map<number, number>();
  for (let row = 0; row < rows.runs.length; row++) {
    if (row % rowsAtOnce === 0) await yielding.pause();
    const day = Math.floor((rows.started[row] ?? NaN) / secondsOfDay);
    let group = Number.isNaN(day) ? undated : groupOf.get(day);
    if (group === undefined) {
      group = groupOf.size < mostDays ? groupOf.size + 2 : later;
      if (group !== later) groupOf.set(day, group);
    }
    sums.add(group, row);
  }
  const days = [...groupOf].sort(([left], [right]) => left - right);
  return {
    days: days.flatMap(([day, group]) => {
      const found = sums.get(group);
      return found ? [{ ...found, day: dayText(day) }] : [];
    }),
    undated: sums.get(undated),
    later: sums.get(later),
  };
}

function dayText(day: number): string {
  return new Date(day * secondsOfDay * 1000).toISOString().slice(0, "2016-02-17".length);
}

/** Each period by itself, for they may overlap, and the runs in none. */
async function sumPeriods(
  result: HeldResult,
  periods: readonly RunPeriod[],
  rows: SummedRows,
  yielding: Yielding,
): Promise<Pick<Statistics, "periods" | "outside">> {
  const sums = new Sums(rows);
  const runs = axisValues(result, null);
  const outside = periods.length;
  let covered = 0;
  for (const [group, { runMin, runMax }] of periods.entries()) {
    const [begin, end] = rowsAround(runs, runMin, runMax);
    await addRows(sums, outside, covered, begin, yielding);
    await addRows(sums, group, begin, end, yielding);
    covered = Math.max(covered, end);
  }
  await addRows(sums, outside, covered, result.count, yielding);
  return {
    periods: periods.flatMap(({ name, runMin, runMax }, group) => {
      const found = sums.get(group);
      return found ? [{ ...found, name, runMin, runMax }] : [];
    }),
    outside: sums.get(outside),
  };
}

async function addRows(
  sums: Sums,
  group: number,
  begin: number,
  end: number,
  yielding: Yielding,
): Promise<void> {
  for (let row = begin; row < end; row++) {
    if (row % rowsAtOnce === 0) await yielding.pause();
    sums.add(group, row);
  }
  await yielding.pause();
}
