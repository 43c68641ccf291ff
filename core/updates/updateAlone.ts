import type { WritableDatabase } from "../db/database.ts";
import { addLogRecord } from "../writing/log.ts";
import { inTransaction } from "../writing/writing.ts";
import { updateRun, type UpdateRequest } from "./update.ts";
import { withUpdateLock } from "./updateLock.ts";
import type { UpdateSummary } from "./updateSummary.ts";

/** `updateRun` while no other update runs (`withUpdateLock`); null where an `update` was left out for another one's sake. */
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
  const outcome = await withUpdateLock({ database, lockFile, reason, log }, (locked) =>
    updateRun(locked, user, request),
  );
  return outcome.taken ? outcome.value : null;
}
