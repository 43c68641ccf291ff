import { chooseComment } from "./comments.ts";
import { chooseKind, chooseSetup, lengthRange, triggerRate, type Kind, type Setup } from "./kinds.ts";
import { Machine, type Radiator } from "./machine.ts";
import type { PlannedPeriod } from "./periods.ts";
import { Random, rounded } from "./random.ts";

/**
 * How a run ended: properly; in a crash after the last update; in a crash before any; as a number that was
 * taken and never used; or not yet.
 */
export type Ending = "normal" | "crashed" | "crashed early" | "never started" | "running";

export interface Run {
  /** Counted from 0 over the whole sample. */
  readonly index: number;
  readonly number: number;
  readonly period: PlannedPeriod;
  readonly kind: Kind;
  readonly setup: Setup;
  readonly ending: Ending;
  readonly started: number;
  /** Seconds up to the end of the run, or up to the last update of one that has none. */
  readonly length: number;
  readonly eventCount: number;
  /** Events per second over that length. */
  readonly eventRate: number;
  readonly beamOnCurrent: number;
  /** Share of the time with beam. */
  readonly beamUptime: number;
  readonly radiator: Radiator;
  readonly direction: "PARA" | "PERP" | "N/A";
  readonly solenoidCurrent: number;
  readonly gasPressure: number;
  readonly halfWavePlate: string;
  readonly wienAngles: Machine["wienAngles"];
  readonly comment: string;
}

/** Mean time from one start of a run to the next, in seconds, when nothing is in the way. */
const usualCadence = 4300;

/** Shortest run in seconds, even where a huge sample leaves little room. */
const shortestRun = 20;

/** All runs of the periods, in the order of their numbers. */
export function* makeRuns(periods: readonly PlannedPeriod[], seed: number): Generator<Run, void, undefined> {
  const random = new Random(`runs ${seed}`);
  const lastPeriod = periods.findLast(({ runs }) => runs > 0);
  let index = 0;
  for (const period of periods) {
    const machine = new Machine(period, random);
    let clock = period.begin;
    let number = period.runMin;
    for (let runsLeft = period.runs; runsLeft > 0; runsLeft--) {
      // A sample with more runs than the calendar has room for gets shorter ones.
      const room = Math.max(shortestRun, (period.end - clock) / runsLeft);
      const pace = Math.min(1, room / usualCadence);
      const latest = period.end - runsLeft * Math.min(room, usualCadence) * 0.8;
      const started = Math.round(Math.min(clock + pause(room, pace, random), Math.max(clock + 1, latest)));
      const isLast = runsLeft === 1 && period === lastPeriod;
      machine.advance(started);
      machine.beam ||= isLast;
      number = nextNumber(number, runsLeft, period.runMax, random);
      const longest = Math.max(shortestRun, period.end - started - (runsLeft - 1) * shortestRun);
      const run = makeRun({ index, number, period, started, isLast, pace, longest, machine, random });
      yield run;
      clock = started + run.length;
      index++;
    }
  }
}

/** The time between two runs: mostly minutes, sometimes hours or days, so that the period is filled. */
function pause(room: number, pace: number, random: Random): number {
  const short = random.between(60, 600) * pace;
  if (random.chance(0.85)) return short;
  const long = Math.max(0, room - usualCadence * pace) / 0.15;
  // The square makes the longest pauses rare. Its mean is a third; a tenth is left for the end of the period.
  const even = random.next();
  return short + long * 3 * even * even * 0.9;
}

function nextNumber(number: number, runsLeft: number, runMax: number, random: Random): number {
  const step = random.chance(0.04) ? random.integer(2, 12) : 1;
  return number + step + runsLeft <= runMax ? number + step : number + 1;
}

interface Place {
  readonly index: number;
  readonly number: number;
  readonly period: PlannedPeriod;
  readonly started: number;
  readonly isLast: boolean;
  readonly pace: number;
  readonly longest: number;
  readonly machine: Machine;
  readonly random: Random;
}

function makeRun({ index, number, period, started, isLast, pace, longest, machine, random }: Place): Run {
  const kind = isLast ? "production" : chooseKind(machine.beam, random);
  const setup = chooseSetup(kind, period, random);
  const ending = isLast ? "running" : chooseEnding(random);
  const [shortest, usual] = lengthRange[kind];
  const minutes = random.between(shortest, usual) * (ending === "crashed" ? random.next() : 1);
  const length = Math.round(Math.min(longest, Math.max(shortestRun, minutes * 60 * pace)));
  const beamOnCurrent = machine.current(kind);
  const full = (period.triggerRate * beamOnCurrent) / period.beamCurrent;
  const beamUptime = beamOnCurrent > 2 ? random.between(0.72, 0.99) : 1;
  const rate = triggerRate(kind, full, random) * beamUptime;
  const eventCount = Math.round(rate * length);
  const radiator = machine.radiator(kind);
  return {
    index,
    number,
    period,
    kind,
    setup,
    ending,
    started,
    length,
    eventCount,
    eventRate: rounded(eventCount / length, 2),
    beamOnCurrent,
    beamUptime,
    radiator,
    direction: radiator.angles ? machine.nextDirection() : "N/A",
    solenoidCurrent: machine.solenoid(kind),
    gasPressure: machine.gasPressure,
    halfWavePlate: machine.halfWavePlate,
    wienAngles: machine.wienAngles,
    comment: chooseComment(index, kind, ending, random),
  };
}

function chooseEnding(random: Random): Ending {
  return random.weighted(
    [
      ["normal", 94],
      ["crashed", 3.5],
      ["crashed early", 1.7],
      ["never started", 0.8],
    ],
    "normal",
  );
}

/** Events that fit into one evio file of 20 GB. */
const eventsPerFile = 1_450_000;

/** The evio files of a run: one at least, even without events. */
export function evioFiles({ number, eventCount }: Run): {
  readonly count: number;
  readonly lastFile: string;
} {
  const count = Math.max(1, Math.ceil(eventCount / eventsPerFile));
  const runText = String(number).padStart(6, "0");
  return { count, lastFile: `hd_rawdata_${runText}_${String(count - 1).padStart(3, "0")}.evio` };
}
