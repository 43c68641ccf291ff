/**
 * How values that grow during a run stand in the log. A series of updates replaces them each minute; instead of a record for
 * each time it has one record of a value, which keeps what was there before the series, and is rewritten with what is there now.
 */
import { secondsBetween } from "../time/wallClock.ts";
import { shownTime } from "../time/times.ts";
import { PartsJoiner } from "./changeRecord.ts";
import { logChanges, rewriteRecord } from "./log.ts";
import {
  changeRecord,
  readChangedValues,
  readChangeText,
  titleBeginnings,
  type ChangedValues,
  type Replacement,
  type ValueSeries,
} from "./valueChanges.ts";
import { toCell } from "./values.ts";
import { now, type Writing } from "./writing.ts";

/** The part of a series that an update of a run is: the first one begins a new series, the last one ends it. */
export interface UpdateSeries {
  readonly run: number;
  readonly stage: "start" | "update" | "end";
  /** The conditions among those that are given whose values grow. */
  readonly growing: ReadonlySet<string>;
}

/** Updates come each minute: after so long without one the next one begins a new series; in seconds. */
const longestPause = 3600;
/** The number of the newest records among which the record of a series is sought. */
const recordsLookedThrough = 10_000;

/**
 * Logs replaced values of a series. A record goes on where it is the newest of its row and its new value is the one that is
 * replaced now: what anyone else has stored in between is kept by a record of its own. The run must be locked.
 */
export async function logSeries(
  writing: Writing,
  { run, stage, growing }: UpdateSeries,
  changes: readonly Replacement[],
): Promise<void> {
  const { limits, user } = writing;
  const open = stage === "start" ? new Map<string, SeriesRecord>() : await openRecords(writing, run, growing);
  const isEnded = stage === "end";
  const created = now();
  for (const change of changes) {
    const record = changeRecord(change, limits);
    const begun = open.get(record.row);
    open.delete(record.row);
    const isContinued =
      begun && begun.values.new === toCell(change.type, change.old, limits) && isRecent(begun, created);
    const { since, replaced } = isContinued ? begun.values.series : { since: created, replaced: 0 };
    const series: ValueSeries = { since: shownTime(since), replaced: replaced + 1, isEnded };
    if (isContinued) {
      const data = { ...record.data, old: begun.values.old, series };
      await rewriteRecord(writing, begun.ids, { ...record, data, created, user });
    } else {
      await logChanges(writing, [{ ...record, data: { ...record.data, series } }]);
    }
  }
  if (isEnded) for (const record of open.values()) await endSeries(writing, record);
}

/** What the log has of a series. */
interface SeriesRecord {
  /** The rows of `logs`: several where it is too long for one. */
  readonly ids: readonly number[];
  readonly title: string;
  readonly row: string;
  readonly run: number;
  readonly values: ChangedValues & { readonly series: ValueSeries };
  readonly created: string;
  readonly user: string | null;
}

function isRecent({ created }: SeriesRecord, time: string): boolean {
  const seconds = secondsBetween(created, time);
  return seconds !== null && Math.abs(seconds) <= longestPause;
}

/** The last update of a series does not replace a value: its record is as it was, but ended. */
async function endSeries(writing: Writing, record: SeriesRecord): Promise<void> {
  const { ids, values } = record;
  const data = { ...values, series: { ...values.series, isEnded: true } };
  await rewriteRecord(writing, ids, { ...record, data });
}

/** The records of series that are not ended, by their rows of `conditions`: each the newest of its row. */
async function openRecords(
  { transaction }: Writing,
  run: number,
  growing: ReadonlySet<string>,
): Promise<Map<string, SeriesRecord>> {
  const newest = await transaction.read
    .selectFrom("logs")
    .select((is) => is.fn.max("id").as("id"))
    .executeTakeFirst();
  const rows = await transaction.read
    .selectFrom("logs")
    .select(["id", "table_ids", "description", "created", "user_name"])
    .where("id", ">", (newest?.id ?? 0) - recordsLookedThrough)
    .where("related_run", "=", run)
    .where((is) => is.or(titleBeginnings.map((words) => is("description", "like", `${words}%`))))
    .orderBy("id")
    .execute();
  const joiner = new PartsJoiner();
  const idsOfParts = new Map<string, number[]>();
  const found = new Map<string, SeriesRecord | null>();
  for (const { id, table_ids: row, description, created, user_name: user } of rows) {
    const text = readChangeText(description ?? "");
    if (!text || row === null) continue;
    const ids = idsOfParts.get(text.part?.key ?? "") ?? [];
    if (text.part) idsOfParts.set(text.part.key, ids);
    ids.push(id);
    const whole = joiner.add(id, text);
    if (!whole) continue;
    const values = readChangedValues(whole.json);
    const series = values?.series;
    const isOpen = values && series && !series.isEnded && created !== null && growing.has(values.condition);
    found.set(
      row,
      isOpen ? { ids, title: text.title, row, run, values: { ...values, series }, created, user } : null,
    );
  }
  return new Map([...found].flatMap(([row, record]) => (record ? [[row, record]] : [])));
}
