import { RcdbError } from "../core/api/failure.ts";
import { endServerStatements } from "../core/db/serverStatements.ts";
import { exitCodes } from "./exitCodes.ts";

/** What is said where the core says nothing else. */
export const cancelledByUser = "Cancelled by Ctrl-C.";

/** How long what is cancelled may take to end, in milliseconds. */
const timeout = 2000;

/** Signals that end the program, and what shells give for a program that ended so: 128 and the signal's number. */
const endings = { SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Does work that Ctrl-C cancels by its signal; what does not end then is ended with the program. The statements that a server
 * runs for it are ended on the server, by SIGTERM and SIGHUP too. Not for statements of SQLite: while one runs no handler
 * does, and Ctrl-C by itself ends the program at once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const end = (signal: keyof typeof endings): void => {
    void endServerStatements().finally(() => process.exit(endings[signal]));
  };
  const signals = Object.keys(endings) as (keyof typeof endings)[];
  for (const signal of signals) process.once(signal, end);
  try {
    return await cancellable(work, () => void endServerStatements());
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
}

/** The same for work that is to be completed: Ctrl-C leaves it some time for that, and other signals are for its caller. */
export function completable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return cancellable(work, () => undefined);
}

async function cancellable<T>(work: (signal: AbortSignal) => Promise<T>, onCancel: () => void): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const giveUp = (): void => void endServerStatements().finally(() => process.exit(exitCodes.interrupted));
  const abort = (): void => {
    controller.abort();
    onCancel();
    timer = setTimeout(giveUp, timeout);
  };
  process.once("SIGINT", abort);
  try {
    return await work(controller.signal);
  } catch (thrown) {
    // That the server ended the statement, or the connection, is what was asked for.
    const isOurs = thrown instanceof RcdbError && ended.has(thrown.code);
    throw controller.signal.aborted && isOurs ? new RcdbError("cancelled", cancelledByUser) : thrown;
  } finally {
    process.off("SIGINT", abort);
    clearTimeout(timer);
  }
}

const ended: ReadonlySet<string> = new Set(["interrupted", "connection_lost"]);
