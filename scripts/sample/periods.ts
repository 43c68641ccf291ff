import { day, wallClock } from "./time.ts";

/** What was measured; it decides about targets, configurations, rates and the names of the DAQ runs. */
export type Experiment = "GlueX" | "DIRC" | "PRIMEX" | "SRC" | "CPP";

export interface RunPeriod {
  readonly name: string;
  readonly description: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly experiment: Experiment;
  /** Electron beam energy in MeV. */
  readonly beamEnergy: number;
  /** Usual beam current in nA. */
  readonly beamCurrent: number;
  /** Trigger rate in Hz at that current. */
  readonly triggerRate: number;
}

const period = (
  name: string,
  startDate: string,
  endDate: string,
  experiment: Experiment,
  [beamEnergy, beamCurrent, triggerRate]: readonly [number, number, number],
  description: string,
): RunPeriod => ({
  name: `RunPeriod-${name}`,
  description,
  startDate,
  endDate,
  experiment,
  beamEnergy,
  beamCurrent,
  triggerRate,
});

const runPeriods: readonly RunPeriod[] = [
  period("2016-02", "2016-02-05", "2016-04-25", "GlueX", [12040, 115, 21000], "Commissioning, 12 GeV"),
  period("2016-10", "2016-09-15", "2016-12-20", "GlueX", [11660, 85, 19000], "Commissioning, low current"),
  period("2017-01", "2017-01-23", "2017-03-21", "GlueX", [11660, 125, 41000], "GlueX phase I, 12 GeV"),
  period("2018-01", "2018-01-10", "2018-05-06", "GlueX", [11650, 145, 52000], "GlueX phase I, 12 GeV"),
  period(
    "2018-08",
    "2018-08-17",
    "2018-11-19",
    "GlueX",
    [11650, 165, 58000],
    "GlueX phase I, PrimEx commissioning",
  ),
  period(
    "2019-01",
    "2019-01-29",
    "2019-04-23",
    "PRIMEX",
    [11180, 200, 24000],
    "PrimEx-eta, DIRC commissioning",
  ),
  period("2019-11", "2019-11-14", "2020-03-24", "DIRC", [11360, 250, 68000], "GlueX phase II with DIRC"),
  period("2021-08", "2021-08-10", "2021-11-03", "PRIMEX", [9990, 190, 26000], "PrimEx-eta"),
  period("2021-11", "2021-11-08", "2021-12-21", "SRC", [10790, 95, 45000], "Short-range correlations and CT"),
  period(
    "2022-05",
    "2022-05-25",
    "2022-08-15",
    "CPP",
    [11350, 24, 36000],
    "Charged and neutral pion polarizability",
  ),
  period("2022-08", "2022-08-18", "2022-12-19", "PRIMEX", [11580, 205, 27000], "PrimEx-eta, phase III"),
  period(
    "2023-01",
    "2023-01-11",
    "2023-03-20",
    "DIRC",
    [11640, 330, 74000],
    "GlueX phase II, high intensity",
  ),
  period(
    "2025-01",
    "2025-01-10",
    "2025-05-12",
    "DIRC",
    [11620, 350, 79000],
    "GlueX phase II, ECAL commissioning",
  ),
];

/** A run period with the run numbers and the number of runs that it gets in this sample. */
export interface PlannedPeriod extends RunPeriod {
  readonly id: number;
  readonly runMin: number;
  readonly runMax: number;
  readonly runs: number;
  /** The time in which its runs have to find room, in seconds; the last one ends in the morning. */
  readonly begin: number;
  readonly end: number;
}

/**
 * Deals the runs out to the periods in proportion to their days. Each period owns 10,000 run numbers, as in
 * Hall D; a sample too large for that gets 20,000 each, and so on.
 */
export function planPeriods(runs: number): PlannedPeriod[] {
  const days = runPeriods.map(({ startDate, endDate }) => (wallClock(endDate) - wallClock(startDate)) / day);
  const totalDays = days.reduce((sum, next) => sum + next, 0);
  let daysSoFar = 0;
  const firstRun = [0];
  for (const next of days) firstRun.push(Math.round((runs * (daysSoFar += next)) / totalDays));
  const counts = runPeriods.map((_, i) => (firstRun[i + 1] ?? 0) - (firstRun[i] ?? 0));
  const width = 10_000 * Math.ceil((Math.max(...counts) * 1.4) / 10_000);
  return runPeriods.map((planned, i) => {
    const runMin = width * (i + 1);
    return {
      ...planned,
      id: i + 1,
      runMin,
      runMax: runMin + width - 1,
      runs: counts[i] ?? 0,
      begin: wallClock(`${planned.startDate} 08:00:00`),
      end: wallClock(`${planned.endDate} 08:00:00`),
    };
  });
}
