import type { CallContext } from "../core/api/dispatch.ts";
import type { Databases } from "./databases.ts";

/** One measurement: some work of ours beside something that does the least for the same answer. */
export interface Line {
  /** What is measured and where, as in `query/mariadb`. */
  readonly name: string;
  /** What it is compared with, for people. */
  readonly against: string;
  /** The greatest ratio that is good enough. */
  readonly target: number;
  readonly unit: "ms" | "MB" | "errors";
  /** Gives the value of the work and of what it is compared with, both in the unit. Throws `NotMeasured`. */
  measure(databases: Databases): Promise<Measured>;
}

export interface Measured {
  readonly value: number;
  readonly reference: number;
}

/** A line cannot be measured on this machine; the message says what is missing. */
export class NotMeasured extends Error {}

/** For calls that nobody cancels or watches. */
export const quiet: CallContext = { signal: new AbortController().signal, report: () => undefined };

type Work = () => unknown;

/**
 * The best times of a work and its reference in milliseconds. They take turns, for what else a machine does
 * comes and goes; the first round only warms up.
 */
export async function timeBoth(work: Work, reference: Work, rounds = 5): Promise<Measured> {
  let value = Infinity;
  let referenceValue = Infinity;
  for (let round = 0; round <= rounds; round++) {
    const ours = await timeOf(work);
    const theirs = await timeOf(reference);
    if (round === 0) continue;
    value = Math.min(value, ours);
    referenceValue = Math.min(referenceValue, theirs);
  }
  return { value, reference: referenceValue };
}

/** How long a work takes, in milliseconds. */
export async function timeOf(work: Work): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
