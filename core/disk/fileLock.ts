import { mkdir, rmdir, stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { RcdbError } from "../api/failure.ts";
import { codeOf, explainedFault } from "./faults.ts";

/** A lock between the processes of one machine, and between machines where they share the folder. */
export interface FileLock {
  /** Throws `locked` where another process has taken it over. */
  readonly check: () => void;
  readonly release: () => Promise<void>;
}

/**
 * Without a sign of life for so long its holder counts as dead, in milliseconds: killed, or on a computer that sleeps. Longer
 * than a busy computer keeps a process waiting, shorter than the end of a run waits for an update.
 */
const stale = 15_000;
const signOfLife = 3000;

/** How often a lock is looked at, in milliseconds, about: many that wait are not to look at the same moment. */
const pause = 100;

/** Of many that wait one may be the last: none waits for more than this many others. */
const longestQueue = 20;

/**
 * Takes the lock of a file, which need not exist: while it is taken there is a folder beside it, with `.lock` behind the
 * file's name. Waits at most `timeout` milliseconds for another that holds it, and returns null where that holds it still; where
 * several take it one after the other, so long for each. Throws `no_such_file` and `no_permission` where the lock cannot be made.
 */
export async function waitForFileLock(file: string, timeout: number): Promise<FileLock | null> {
  const last = performance.now() + longestQueue * timeout;
  let [holder, end] = [await holderOf(file), performance.now() + timeout];
  for (;;) {
    const taken = await takeFileLock(file);
    if (taken || performance.now() >= Math.min(end, last)) return taken;
    await wait(pause * (0.5 + Math.random()));
    const next = await holderOf(file);
    if (next !== holder) [holder, end] = [next, performance.now() + timeout];
  }
}

/** Tells one holder of the lock from the next, which makes the folder anew; null where nobody holds it. */
async function holderOf(file: string): Promise<string | null> {
  try {
    const { ino, birthtimeMs } = await stat(`${file}.lock`);
    return `${ino} ${birthtimeMs}`;
  } catch {
    // It was released. What is wrong with the place is told by whoever tries to take the lock.
    return null;
  }
}

async function takeFileLock(file: string): Promise<FileLock | null> {
  let isLost = false;
  let free: () => Promise<void>;
  try {
    free = await lock(file, {
      realpath: false,
      // What the library does with a dead one's lock is not safe where several wait: it is ours to do, below.
      stale: Number.MAX_SAFE_INTEGER,
      update: signOfLife,
      onCompromised: () => (isLost = true),
    });
  } catch (thrown) {
    if (codeOf(thrown) !== "ELOCKED") throw explained(thrown, file);
    return (await removeStale(file)) ? takeFileLock(file) : null;
  }
  return {
    check: () => {
      if (isLost) throw lost(file);
    },
    release: async () => {
      // What cannot be taken away becomes stale.
      if (!isLost) await free().catch(() => undefined);
    },
  };
}

/**
 * Takes the lock of a dead holder away, and tells whether there was one. One at a time, who looks again: of two that had both found it stale the second would take away the
 * lock that the first has made since.
 */
async function removeStale(file: string): Promise<boolean> {
  const [folder, turn] = [`${file}.lock`, `${file}.lock.stale`];
  if (!(await isStale(folder))) return false;
  try {
    await mkdir(turn);
  } catch {
    // Another one's turn; where that one died in it, it ends as a lock does. What is wrong with the place is told by the next try.
    if (await isStale(turn)) await rmdir(turn).catch(() => undefined);
    return false;
  }
  const isDead = await isStale(folder);
  if (isDead) await rmdir(folder).catch(() => undefined);
  await rmdir(turn).catch(() => undefined);
  return isDead;
}

async function isStale(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).mtimeMs < Date.now() - stale;
  } catch {
    // It is not there any more.
    return false;
  }
}

function explained(thrown: unknown, file: string): unknown {
  return explainedFault(thrown, file, {
    missing: () =>
      new RcdbError("no_such_file", `The lock “${file}” cannot be made: there is no such folder.`),
    forbidden: () =>
      new RcdbError(
        "no_permission",
        `The lock “${file}” cannot be made: its folder may not be written. Name another place for it.`,
      ),
  });
}

function lost(file: string): RcdbError {
  return new RcdbError(
    "locked",
    `Another program took over the lock “${file}”, for this one gave no sign of life for ${stale / 1000} s. Nothing more was stored. Try again.`,
  );
}
