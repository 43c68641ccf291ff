import { RcdbError } from "./api/failure.ts";
import type { Cell, LogRecord, RunCondition, RunDetail } from "./api/schemas.ts";
import { listConditionTypes, valueColumn } from "./conditionTypes.ts";
import type { Database } from "./db/database.ts";
import { listFilesOfRun } from "./files.ts";
import { listRunPeriods } from "./runPeriods.ts";
import { secondsBetween, shownTime } from "./times.ts";

/** All there is about a run. Throws `no_such_run`. */
export async function readRun(database: Database, number: number): Promise<RunDetail> {
  const row = await database.read
    .selectFrom("runs")
    .selectAll()
    .where("number", "=", number)
    .executeTakeFirst();
  if (!row) {
    throw new RcdbError("no_such_run", `Run ${number} is not in this database. Check the number.`, {
      run: number,
    });
  }
  const periods = await listRunPeriods(database);
  return {
    run: number,
    started: row.started && shownTime(row.started),
    finished: row.finished && shownTime(row.finished),
    length: secondsBetween(row.started, row.finished),
    period: periods.find(({ runMin, runMax }) => runMin <= number && number <= runMax) ?? null,
    ...(await neighboursOf(database, number)),
    conditions: await conditionsOf(database, number),
    files: await listFilesOfRun(database, number),
    log: await logOf(database, number),
  };
}

async function neighboursOf(
  { read }: Database,
  number: number,
): Promise<{ previous: number | null; next: number | null }> {
  const before = read
    .selectFrom("runs")
    .select("number")
    .where("number", "<", number)
    .orderBy("number", "desc");
  const after = read.selectFrom("runs").select("number").where("number", ">", number).orderBy("number");
  const previous = await before.limit(1).executeTakeFirst();
  const next = await after.limit(1).executeTakeFirst();
  return { previous: previous?.number ?? null, next: next?.number ?? null };
}

/** A run's conditions by name; of one stored twice only the newest. */
async function conditionsOf(database: Database, number: number): Promise<RunCondition[]> {
  const types = new Map((await listConditionTypes(database)).map((type) => [type.id, type]));
  const stored = await database.read
    .selectFrom("conditions")
    .selectAll()
    .where("run_number", "=", number)
    .orderBy("id")
    .execute();
  const newest = new Map(stored.map((condition) => [condition.condition_type_id, condition]));
  const conditions = [...newest.values()].flatMap((condition) => {
    const type = types.get(condition.condition_type_id ?? NaN);
    if (!type) return [];
    const { name, description } = type;
    const value = condition[valueColumn(type.type)];
    const created = condition.created && shownTime(condition.created);
    return [{ name, description, type: type.type, value: toCell(type.type, value), created }];
  });
  return conditions.sort((a, b) => a.name.localeCompare(b.name));
}

function toCell(type: RunCondition["type"], stored: string | number | null): Cell {
  if (stored === null) return null;
  if (type === "bool") return stored !== 0;
  return type === "time" ? shownTime(String(stored)) : stored;
}

async function logOf(database: Database, number: number): Promise<LogRecord[]> {
  const records = await database.read
    .selectFrom("logs")
    .selectAll()
    .where("related_run", "=", number)
    .orderBy("id")
    .execute();
  return records.map((record) => ({
    id: record.id,
    tables: record.table_ids,
    description: record.description,
    run: record.related_run,
    created: record.created && shownTime(record.created),
    user: record.user_name,
  }));
}
