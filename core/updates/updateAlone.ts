import { setTimeout as wait } from "node:timers/promises";
import { isUnanswered, toFailure } from "../api/failure.ts";
import type { WritableDatabase } from "../db/database.ts";
import { addLogRecord } from "../writing/log.ts";
import { inTransaction } from "../writing/writing.ts";
import { updateRun, type UpdateRequest } from "./update.ts";
import { withUpdateLock } from "./updateLock.ts";
import type { UpdateSummary } from "./updateSummary.ts";

/** Pauses before an update is made again whose server was lost, in milliseconds. */
const pauses = [100, 500, 1000, 2000, 4000];

/**
 * `updateRun` while no other update runs (`withUpdateLock`); null where an `update` was left out for another one's sake. Where
 * the server was lost it begins anew, with a new lock: what is stored already is not stored twice.
 */
export async function updateAlone(
  database: WritableDatabase,
  user: string,
  request: UpdateRequest,
  lockFile: string | null,
): Promise<UpdateSummary | null> {
  const { subject, reason } = request;
  const [run, what] =
    "run" in subject ? [subject.run, `run ${subject.run}`] : [null, `the log “${subject.log.path}”`];
  const log = async (text: string): Promise<void> => {
    const description = `${text} It was for ${what}.`;
    await inTransaction(database, user, (writing) =>
      addLogRecord(writing, { description, tables: null, run }),
    );
  };
  for (let losses = 0; ; losses++) {
    try {
      const lock = { database, lockFile, reason, log, isRetry: losses > 0 };
      const outcome = await withUpdateLock(lock, (locked) => updateRun(locked, user, request));
      return outcome.taken ? outcome.value : null;
    } catch (thrown) {
      const pause = pauses[losses];
      if (pause === undefined || !isUnanswered({ ok: false, error: toFailure(thrown) })) throw thrown;
      await wait(pause);
    }
  }
}
