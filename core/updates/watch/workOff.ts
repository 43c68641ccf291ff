import { toFailure } from "../../api/failure.ts";
import { pause } from "./pause.ts";
import type { Spool, SpoolEntry } from "./spool.ts";

/** What became of an entry, in words: stored, or refused for what it is. `isLate`: a source may still be at work. */
export type EntryOutcome =
  | { readonly stored: string; readonly isLate: boolean }
  | { readonly refused: string };

export interface WorkingOff {
  /** Throws where the database cannot be reached or written just now. */
  readonly update: (entry: SpoolEntry) => Promise<EntryOutcome>;
  readonly tell: (text: string) => void;
  /** Whether to end, and not to try again, where the database is away. */
  readonly once: boolean;
  readonly signal: AbortSignal;
}

export interface WorkedOff {
  readonly stored: number;
  readonly setAside: number;
  /** Whether a source that was given up may still be at work. */
  readonly hasLate: boolean;
}

/** In milliseconds: before the second attempt, each later one waiting twice as long, up to the longest. */
const shortestPause = 1000;
const longestPause = 60_000;

/** So often an entry is tried that brings out a defect; then the others are to go on. */
const attemptsWithDefect = 5;

/**
 * Stores what waits in the spool, in its order, until nothing more is to come or the signal is aborted. While the database is
 * away it is tried again and again; with `once` what `update` throws is thrown.
 */
export async function workOff(spool: Spool, { update, tell, once, signal }: WorkingOff): Promise<WorkedOff> {
  let [stored, setAside, attempts] = [0, 0, 0];
  let hasLate = false;
  while (!signal.aborted) {
    const entry = await spool.next();
    if (!entry) break;
    const outcome = await attempt(() => update(entry));
    attempts += 1;
    if ("stored" in outcome) {
      tell(outcome.stored);
      await spool.remove(entry);
      stored += 1;
      hasLate ||= outcome.isLate;
      attempts = 0;
      continue;
    }
    const isDefect = "away" in outcome && outcome.code === "internal";
    if ("refused" in outcome || (isDefect && attempts >= attemptsWithDefect)) {
      const why = "refused" in outcome ? outcome.refused : outcome.away;
      const place = await spool.setAside(entry, why);
      tell(`Set aside in ${place}: ${why}`);
      setAside += 1;
      attempts = 0;
      continue;
    }
    if (once && !isDefect) throw outcome.thrown;
    const milliseconds = Math.min(longestPause, shortestPause * 2 ** (attempts - 1));
    tell(`${outcome.away} ${spool.size} waiting; trying again in ${milliseconds / 1000} s.`);
    await pause(milliseconds, signal);
  }
  return { stored, setAside, hasLate };
}

type Attempt = EntryOutcome | { readonly away: string; readonly code: string; readonly thrown: unknown };

async function attempt(update: () => Promise<EntryOutcome>): Promise<Attempt> {
  try {
    return await update();
  } catch (thrown) {
    const { code, message } = toFailure(thrown);
    return { away: message, code, thrown };
  }
}
