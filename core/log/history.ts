import { noRunToChange, noSuchCondition } from "../api/missing.ts";
import type { HistoryEntry } from "../api/log.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import type { LogTable } from "../db/tables.ts";
import { asText } from "../db/sqlParts.ts";
import { shownTime } from "../time/times.ts";
import { PartsJoiner } from "../writing/changeRecord.ts";
import { readChangedValues, readChangeText, titleBeginnings } from "../writing/valueChanges.ts";

/**
 * The values of a run, of one condition or of all, that were replaced, deleted or, in a commit, added, the oldest first. Throws
 * `no_such_run` and `no_such_condition` for what is not in the database and left no history either.
 */
export async function readHistory(
  database: Database,
  { run, condition }: { readonly run: number; readonly condition: string | null },
): Promise<HistoryEntry[]> {
  const all = await readChangesOfRun(database, run);
  const wanted = all.filter((entry) => condition === null || entry.condition === condition);
  if (all.length === 0) await checkRun(database, run);
  if (wanted.length === 0 && condition !== null) await checkCondition(database, condition);
  return wanted;
}

async function readChangesOfRun(database: Database, run: number): Promise<HistoryEntry[]> {
  const rows = await changeRecords(database).where("related_run", "=", run).execute();
  const joiner = new PartsJoiner();
  const entries = rows.flatMap((row) => toEntry(joiner, run, row) ?? []);
  // One of several parts is known only with its last one.
  return entries.sort((a, b) => a.log - b.log);
}

/** The values of these runs that were replaced or deleted after a log record, the oldest first. */
export async function readChangesSince(
  database: Database,
  record: number,
  runs: ReadonlySet<number>,
): Promise<HistoryEntry[]> {
  const rows = await changeRecords(database).where("id", ">", record).execute();
  const joiner = new PartsJoiner();
  const entries = rows.flatMap((row) => {
    const run = row.related_run;
    return run !== null && runs.has(run) ? (toEntry(joiner, run, row) ?? []) : [];
  });
  return entries.sort((a, b) => a.log - b.log);
}

function changeRecords({ read }: Database) {
  return read
    .selectFrom("logs")
    .select(["id", "description", "created", "user_name", "related_run"])
    .where((is) => is.or(titleBeginnings.map((words) => is(asText("description"), "like", `${words}%`))))
    .orderBy("id");
}

type LogRow = Pick<LogTable, "description" | "created" | "user_name"> & { readonly id: number };

/** The change that a row tells of or completes; null for a part, and for what other programs wrote. */
function toEntry(joiner: PartsJoiner, run: number, row: LogRow): HistoryEntry | null {
  const text = readChangeText(row.description ?? "");
  const whole = text && joiner.add(row.id, text);
  const values = whole && readChangedValues(whole.json);
  if (!values) return null;
  return {
    log: whole.id,
    run,
    condition: values.condition,
    type: values.type,
    change: values.old === undefined ? "added" : values.new === undefined ? "deleted" : "replaced",
    old: values.old ?? null,
    new: values.new ?? null,
    commit: values.commit ?? null,
    created: row.created && shownTime(row.created),
    user: row.user_name,
  };
}

async function checkRun({ read }: Database, run: number): Promise<void> {
  const found = await read.selectFrom("runs").select("number").where("number", "=", run).executeTakeFirst();
  if (!found) throw noRunToChange(run);
}

async function checkCondition(database: Database, name: string): Promise<void> {
  const types = await listConditionTypes(database);
  const names = types.map((type) => type.name);
  if (!names.includes(name)) throw noSuchCondition(name, names, "Create its condition type first.");
}
