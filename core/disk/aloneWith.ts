/** One program at a time changes a file. */
import { RcdbError } from "../api/failure.ts";

/** How long another program may hold the file, in milliseconds. */
const lockTimeout = 10_000;

/**
 * Does work that reads a file, changes what it says and writes it: of two who do so at once one change would be lost. The second
 * waits. `check` throws where the lock was taken away meanwhile: ask it before the file is written. The folder of the file is
 * there. Throws `locked`, and what the work throws.
 */
export async function aloneWith<T>(path: string, work: (check: () => void) => Promise<T>): Promise<T> {
  // Loaded for writing alone: what it brings along takes over all signals that end the program.
  const { waitForFileLock } = await import("./fileLock.ts");
  const lock = await waitForFileLock(path, lockTimeout);
  if (lock === null) {
    throw new RcdbError("locked", `Another program is changing “${path}”. Try again in a moment.`);
  }
  try {
    return await work(() => lock.check());
  } finally {
    await lock.release();
  }
}
