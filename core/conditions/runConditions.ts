import { sql, type CompiledQuery, type Selectable } from "kysely";
import type { ConditionType } from "../api/catalogue.ts";
import type { Cell } from "../api/values.ts";
import { listConditionTypes, valueColumn } from "../catalogue/conditionTypes.ts";
import type { Database } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { readCell } from "../db/stored/cells.ts";
import { columnsOf, type ConditionTable } from "../db/tables.ts";
import { tableSource } from "../db/tableSource.ts";
import { newestByKey } from "./newest.ts";
import { planRows } from "./plan.ts";
import { stepsByRun, stepsInOrder, type Steps } from "./steps.ts";
import { greatestId } from "./greatestId.ts";
import { isOneOf } from "./runBounds.ts";
import { allOf, isOfTypes } from "../db/sqlParts.ts";
import { shownTime } from "../time/times.ts";
import { Yielding } from "../db/yielding.ts";

export interface StoredCondition {
  readonly run: number;
  readonly type: ConditionType;
  readonly value: Cell;
  readonly created: string | null;
}

/**
 * All conditions of some runs with their texts whole, by name; of one stored twice only the newest. Rows
 * whose type is gone are left out. Throws `cancelled`.
 */
export async function readConditions(
  database: Database,
  runs: readonly number[],
  signal?: AbortSignal,
): Promise<StoredCondition[]> {
  const newest = new Map<string, StoredCondition>();
  const types = await listConditionTypes(database);
  for await (const conditions of conditionsOfRuns(database, types, runs, signal)) {
    newestByKey(conditions, ({ run, type }) => `${run} ${type.id}`, newest);
  }
  return [...newest.values()].sort((a, b) => a.type.name.localeCompare(b.type.name));
}

/**
 * The conditions of some types of some runs in parts, for what need not have all texts at once; of one stored twice the newest comes
 * last. Without an index rows with a smaller id than `fromId` are left out. It yields to others between the parts.
 * Throws `cancelled`.
 */
export async function* conditionsOfRuns(
  database: Database,
  types: readonly ConditionType[],
  runs: readonly number[],
  signal?: AbortSignal,
  fromId = 0,
): AsyncGenerator<StoredCondition[]> {
  const typeOf = new Map(types.map((type) => [type.id, type]));
  const yielding = signal && new Yielding(signal, "Reading the runs was cancelled.");
  const steps = await stepsOfRuns(database, runs, [...typeOf.keys()], fromId);
  for (let step = 0; step < steps.count; step++) {
    const { rows } = await database.read.getExecutor().executeQuery(steps.statement(step));
    yield rows.flatMap((row) => toCondition(typeOf, row) ?? []);
    await yielding?.pause();
  }
}

/** Runs looked up by one statement: their JSON may have megabytes. */
const runsAtOnce = 10;

const columns = sql.join(columnsOf.conditions.map((column) => sql.ref(column)));

async function stepsOfRuns(
  database: Database,
  runs: readonly number[],
  types: readonly number[],
  fromId: number,
): Promise<Steps<Selectable<ConditionTable>>> {
  const ofTypes = isOfTypes([...types, -1]);
  const select = (hint: Sql, ...wanted: readonly Sql[]): CompiledQuery<Selectable<ConditionTable>> =>
    sql<Selectable<ConditionTable>>`SELECT ${columns} FROM ${tableSource(database, "conditions", { hint })}
WHERE ${allOf([...wanted, ofTypes])} ORDER BY id`.compile(database.read);
  const plan = planRows(await database.conditionIndexes());
  if (plan.kind === "runs") return stepsByRun(database, plan.index, runs, runsAtOnce, select);
  const ids = { from: fromId, to: await greatestId(database) };
  return stepsInOrder(database, ids, select, [isOneOf(runs)]);
}

/** A row as a condition; null where its type is none of these, or it is no run's. */
export function toCondition(
  types: ReadonlyMap<number, ConditionType>,
  row: Selectable<ConditionTable>,
): StoredCondition | null {
  const type = types.get(row.condition_type_id ?? NaN);
  if (!type || row.run_number === null) return null;
  const value = readCell(type.type, row[valueColumn(type.type)]);
  return { run: row.run_number, type, value, created: row.created && shownTime(row.created) };
}
