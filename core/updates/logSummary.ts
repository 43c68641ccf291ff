import type { StorageLimits, WritableDatabase } from "../db/database.ts";
import { addLogRecord } from "../writing/log.ts";
import { heldText } from "../writing/texts.ts";
import { inTransaction, type Writing } from "../writing/writing.ts";
import {
  isChanged,
  pluginLine,
  pluginsWithProblems,
  summaryHeading,
  type UpdateSummary,
} from "./updateSummary.ts";

/**
 * Leaves one record of an update in the log: none where it changed nothing, unless there is a problem that the run's last
 * record of an update does not tell of. An update that is made every minute is not to fill the log.
 */
export async function logSummary(
  database: WritableDatabase,
  user: string,
  summary: UpdateSummary,
): Promise<void> {
  const changed = isChanged(summary);
  const told = changed ? summary.plugins : pluginsWithProblems(summary);
  if (!changed && told.length === 0) return;
  await inTransaction(database, user, async (writing) => {
    const { run } = summary;
    const text = [summaryHeading(summary), ...told.map(pluginLine)].join(" ");
    const description = storable(text, writing.limits);
    if (!changed && (await lastRecord(writing, run)) === description) return;
    await addLogRecord(writing, { description, tables: `runs_${run}`, run });
  });
}

async function lastRecord({ transaction }: Writing, run: number): Promise<string | null> {
  const record = await transaction.read
    .selectFrom("logs")
    .select("description")
    .where("related_run", "=", run)
    .where("description", "like", "Update of run %")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return record?.description ?? null;
}

/** What plug-ins tell may be anything: it is made fit for the log's column, and cut where it is too long. */
export function storable(given: string, { logBytes, characters }: StorageLimits): string {
  const set = characters.get("logs.description");
  const ellipsis = set?.outside.test("…") ? "..." : "…";
  const fitting = heldText(given.replace(/\0|\p{Surrogate}/gu, "\uFFFD").replace(/\s+/g, " "), set);
  const bytes = Buffer.from(fitting);
  if (bytes.length <= logBytes) return fitting;
  // A character that is cut in two is read as one replacement character, of 3 bytes.
  return `${bytes.toString("utf8", 0, logBytes - 8).replace(/\uFFFD$/, "")}${ellipsis}`;
}
