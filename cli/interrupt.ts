import { exitCodes } from "./exitCodes.ts";

/** What is said where the core says nothing else. */
export const cancelledByUser = "Cancelled by Ctrl-C.";

/** How long what is cancelled may take to end, in milliseconds. */
const patience = 2000;

/**
 * Does work that Ctrl-C cancels by its signal; what does not end then is ended with the program. Not for
 * statements of SQLite: while one runs no handler does, and Ctrl-C by itself ends the program at once.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const abort = (): void => {
    controller.abort();
    timer = setTimeout(() => process.exit(exitCodes.interrupted), patience);
  };
  process.once("SIGINT", abort);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", abort);
    clearTimeout(timer);
  }
}
