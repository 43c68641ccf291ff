/** Keeps updates of one database apart: those of one machine by a file, those of several by the database. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { RcdbError } from "../api/failure.ts";
import type { Connection } from "../db/connection.ts";
import type { UpdatesLock, WritableDatabase } from "../db/database.ts";
import { lockFolder } from "../disk/ownFolders.ts";
import { explained } from "../db/explainErrors.ts";
import { waitForFileLock, type FileLock } from "../disk/fileLock.ts";
import type { UpdateReason } from "./plugin.ts";

export interface UpdateLockRequest {
  readonly database: WritableDatabase;
  /** In place of a file of the database's own in `lockFolder`. */
  readonly lockFile: string | null;
  /** An `update` waits for no other one, for the next comes soon. */
  readonly reason: UpdateReason | null;
  /** Whether this process had the lock before, on a connection that broke: the server may not know yet. */
  readonly isRetry?: boolean;
  /** Leaves a text in the database's log. */
  readonly log: (text: string) => Promise<void>;
}

/** Whether the lock was taken, and what was done then. */
export type LockedOutcome<T> = { readonly taken: true; readonly value: T } | { readonly taken: false };

/** How long all but an `update` wait for another one to end, in milliseconds; in a queue so long for each. */
const longestWait = 30_000;

/** How long an `update` waits where it had the lock before. */
const retryWait = 5000;

/**
 * Does `work` while no other update of the database runs, on this machine or another. It gets the database to work on, whose
 * transactions store nothing once the lock is lost. Where an `update` finds another one running nothing is done; all others
 * wait up to 30 s for each that comes before them, and throw `locked`. Both are logged. Throws what `waitForFileLock` throws, and `connection_lost`.
 */
export async function withUpdateLock<T>(
  request: UpdateLockRequest,
  work: (database: WritableDatabase) => Promise<T>,
): Promise<LockedOutcome<T>> {
  const { database, reason, log, isRetry = false } = request;
  const timeout = reason === "update" ? (isRetry ? retryWait : 0) : longestWait;
  const taken = await explained(database.dialect, () => takeLocks(request, timeout));
  if (!taken) {
    await log(leftOut(reason));
    if (reason === "update") return { taken: false };
    throw new RcdbError(
      "locked",
      `Another update of this database has been running for more than ${longestWait / 1000} s, and this one was left out. See what holds it up, and try again.`,
    );
  }
  try {
    return { taken: true, value: await work(whileLocked(database, taken)) };
  } finally {
    await taken.release();
  }
}

function leftOut(reason: UpdateReason | null): string {
  const which = { start: "at a run's start", update: "while a run goes on", end: "at a run's end" };
  const waited = reason === "update" ? "" : ` for more than ${longestWait / 1000} s`;
  return `An update${reason === null ? "" : ` ${which[reason]}`} was left out: another one was running${waited}.`;
}

/** Both locks, or none. */
async function takeLocks(
  { database, lockFile }: UpdateLockRequest,
  timeout: number,
): Promise<UpdatesLock | null> {
  const ofMachine = await waitForFileLock(lockFile ?? (await usualLockFile(database.connection)), timeout);
  if (!ofMachine) return null;
  let ofDatabase: UpdatesLock | null = null;
  try {
    ofDatabase = await database.lockUpdates(timeout);
  } finally {
    if (!ofDatabase) await ofMachine.release();
  }
  return ofDatabase && joined(ofMachine, ofDatabase);
}

function joined(ofMachine: FileLock, ofDatabase: UpdatesLock): UpdatesLock {
  return {
    check: async () => {
      ofMachine.check();
      await ofDatabase.check();
    },
    release: async () => {
      await ofDatabase.release();
      await ofMachine.release();
    },
  };
}

/** The same for all updates of a database by one user of this machine. */
async function usualLockFile({ location }: Connection): Promise<string> {
  return join(await lockFolder(), createHash("sha256").update(location).digest("hex").slice(0, 32));
}

/** Before a transaction ends it is made sure that the lock is still held: else another update may have stored newer values. */
function whileLocked(database: WritableDatabase, held: UpdatesLock): WritableDatabase {
  return {
    ...database,
    transaction: (work) =>
      database.transaction(async (transaction) => {
        const value = await work(transaction);
        await held.check();
        return value;
      }),
  };
}
