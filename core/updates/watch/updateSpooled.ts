import { RcdbError, type FailureCode } from "../../api/failure.ts";
import type { WritableDatabase } from "../../db/database.ts";
import { openWritableDatabase } from "../../db/open.ts";
import { addLogRecord } from "../../writing/log.ts";
import { inTransaction } from "../../writing/writing.ts";
import type { RegisteredPlugin } from "../runPlugin.ts";
import { storable } from "../logSummary.ts";
import { updateAlone } from "../updateAlone.ts";
import { pluginLine, summaryHeading } from "../updateSummary.ts";
import type { SpoolEntry } from "./spool.ts";
import type { EntryOutcome } from "./workOff.ts";

/** Where and how what waits is stored. */
export interface SpoolTarget {
  /** Connection string of the database. */
  readonly connection: string;
  /** Under whose name changes are logged. */
  readonly user: string;
  readonly plugins: readonly RegisteredPlugin[];
  readonly lockFile: string | null;
}

/** The fault of the log itself: the next attempt would end the same. */
const refusals: ReadonlySet<FailureCode> = new Set(["bad_input", "bad_value", "too_large", "no_such_file"]);

/**
 * Stores an entry of the spool; a refused one is logged. The database is opened for it, so that none is kept open that went
 * away in the meantime. Throws what `openWritableDatabase` and the database throw, and `locked` while others update.
 */
export async function updateSpooled(target: SpoolTarget, entry: SpoolEntry): Promise<EntryOutcome> {
  const database = await openWritableDatabase(target.connection);
  try {
    return await store(database, target, entry);
  } catch (thrown) {
    if (!(thrown instanceof RcdbError) || !refusals.has(thrown.code)) throw thrown;
    const { path } = entry.log;
    const refused = thrown.message.includes(path) ? thrown.message : `“${path}”: ${thrown.message}`;
    await logRefusal(database, target.user, refused);
    return { refused };
  } finally {
    await database.close();
  }
}

async function store(
  database: WritableDatabase,
  { user, plugins, lockFile }: SpoolTarget,
  { log, reason }: SpoolEntry,
): Promise<EntryOutcome> {
  const request = { subject: { log }, reason, plugins, runConfigFile: null };
  const summary = await updateAlone(database, user, request, lockFile);
  // It waits in the spool, unless a newer one comes.
  if (!summary) throw new RcdbError("locked", "Another update of this database is running.");
  return {
    stored: [summaryHeading(summary), ...summary.plugins.map(pluginLine)].join(" "),
    isLate: summary.plugins.some(({ isLate }) => isLate),
  };
}

async function logRefusal(database: WritableDatabase, user: string, why: string): Promise<void> {
  const description = storable(`The log of a run was set aside. ${why}`, database.limits);
  const record = { description, tables: null, run: null };
  await inTransaction(database, user, (writing) => addLogRecord(writing, record));
}
