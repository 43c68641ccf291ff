import { sql, type Selectable } from "kysely";
import { RcdbError } from "../api/failure.ts";
import type { LogRecord, LogFilter, LogPage } from "../api/log.ts";
import type { Database } from "../db/database.ts";
import { columnsOf, type LogTable } from "../db/tables.ts";
import { normalizeTime } from "../query/time.ts";
import { shownTime } from "../time/times.ts";

/** All records of a run, the oldest first. */
export async function listLogOfRun({ read }: Database, run: number): Promise<LogRecord[]> {
  const records = await read
    .selectFrom("logs")
    .select(columnsOf.logs)
    .where("related_run", "=", run)
    .orderBy("id")
    .execute();
  return records.map(toRecord);
}

/** How many records are read at once where most of them may be left out. */
const recordsPerRead = 5000;

/** A page of the records that fit the filter, the newest (by id) first. Throws `bad_input` for what is not a time. */
export async function readLog(database: Database, filter: LogFilter): Promise<LogPage> {
  const { limit } = filter;
  const query = recordsWithin(database, filter);
  const fits = textFilter(filter);
  const count = fits === null ? limit + 1 : Math.max(limit + 1, recordsPerRead);
  const found: LogRecord[] = [];
  let before = filter.before;
  for (;;) {
    const page = before === null ? query : query.where("id", "<", before);
    const read = (await page.limit(count).execute()).map(toRecord);
    found.push(...(fits === null ? read : read.filter(fits)));
    before = read.at(-1)?.id ?? null;
    if (found.length > limit || read.length < count) break;
  }
  return { records: found.slice(0, limit), more: found.length > limit };
}

/** What the database can tell by itself: the run and the times. */
function recordsWithin({ read, dialect }: Database, { run, since, until }: LogFilter) {
  const created = dialect.stored("time", sql.ref("created"));
  const isTime = dialect.readable("time", sql.ref("created")) ?? sql`1 = 1`;
  let query = read.selectFrom("logs").select(columnsOf.logs).orderBy("id", "desc");
  if (run !== null) query = query.where("related_run", "=", run);
  if (since !== null) query = query.where(sql<boolean>`${created} >= ${timeOf(since)} AND ${isTime}`);
  if (until !== null) query = query.where(sql<boolean>`${created} <= ${endOf(until)} AND ${isTime}`);
  return query;
}

/** What is looked at here, as servers ignore case in names of users, or not, by how the table was made. */
function textFilter({ text, user }: LogFilter): ((record: LogRecord) => boolean) | null {
  if (text === null && user === null) return null;
  const wanted = text?.toLowerCase() ?? "";
  return (record) =>
    (user === null || record.user === user) &&
    (text === null || (record.description ?? "").toLowerCase().includes(wanted));
}

function timeOf(text: string): string {
  const time = normalizeTime(text.trim());
  if (time !== null) return time;
  throw new RcdbError(
    "bad_input",
    `“${text}” is not a time. Write 2016-02-17 or 2016-02-17 13:26:01, as the clock on the wall showed it.`,
  );
}

/** The last moment of a day, or the time itself. */
function endOf(text: string): string {
  const time = timeOf(text);
  return /^\d+-\d+-\d+$/.test(text.trim()) ? time.replace("00:00:00.000000", "23:59:59.999999") : time;
}

function toRecord(record: Selectable<LogTable>): LogRecord {
  return {
    id: record.id,
    tables: record.table_ids,
    description: record.description,
    run: record.related_run,
    created: record.created && shownTime(record.created),
    user: record.user_name,
  };
}
