import { sql } from "kysely";
import type { ConditionType } from "../api/catalogue.ts";
import type { ReadHandle, StoredValue } from "../db/database.ts";
import { fitsType } from "../query/fitsType.ts";
import { normalizeTime } from "../query/time.ts";

/** A row of `conditions` with nothing lost on the way through the driver. */
export interface StoredCondition {
  readonly id: number;
  readonly run_number: number;
  readonly condition_type_id: number;
  readonly text_value: string | null;
  readonly int_value: number | string;
  readonly float_value: number | string;
  /** A server's own text of a single-precision float has only six digits. */
  readonly exact_float: number;
  readonly bool_value: number | string;
  readonly time_value: string | null;
  readonly created: string | null;
}

/** The rows of some conditions of some runs, the oldest first. */
export function readStored(
  read: ReadHandle,
  runs: readonly number[],
  typeIds: readonly number[],
): Promise<StoredCondition[]> {
  return (
    selectStored(read)
      .where("run_number", "in", runs)
      // The plus keeps SQLite, which has no statistics, from using an index of types: each holds a value of every run.
      .where(sql<number>`+condition_type_id`, "in", typeIds)
      .execute()
  );
}

/** The rows of these ids, which must have a run and a type; the oldest first. */
export function readStoredById(read: ReadHandle, ids: readonly number[]): Promise<StoredCondition[]> {
  return selectStored(read).where("id", "in", ids).execute();
}

/** Up to `limit` rows of a type with greater ids than `after`, the oldest first. */
export function readStoredOfType(
  read: ReadHandle,
  typeId: number,
  after: number,
  limit: number,
): Promise<StoredCondition[]> {
  return selectStored(read)
    .where("condition_type_id", "=", typeId)
    .where("id", ">", after)
    .limit(limit)
    .execute();
}

function selectStored(read: ReadHandle) {
  return read
    .selectFrom("conditions")
    .selectAll()
    .select(sql<number>`float_value * 1e0`.as("exact_float"))
    .$narrowType<{ run_number: number; condition_type_id: number }>()
    .orderBy("id");
}

/** The value of a row in the form of `encodeValue`; what does not fit its type as it is. */
export function storedValue({ type }: ConditionType, row: StoredCondition): StoredValue {
  switch (type) {
    case "int":
      // Beyond 64 bits an SQLite file has a float in its place.
      return fitsType(type, row.int_value) && isExact(row.int_value) ? BigInt(row.int_value) : row.int_value;
    case "float":
      return typeof row.float_value === "number" ? row.exact_float : row.float_value;
    case "bool":
      return row.bool_value;
    case "time":
      return row.time_value === null ? null : (normalizeTime(row.time_value) ?? row.time_value);
    default:
      return row.text_value;
  }
}

/** The text of a stored time where its value is written in another form, as `2018-01-03 10:00`; null for all else. */
export function ownForm(time: string | null): string | null {
  return time === null || (normalizeTime(time) ?? time) === time ? null : time;
}

export function ownFormOf({ type }: ConditionType, { time_value: time }: StoredCondition): string | null {
  return type === "time" ? ownForm(time) : null;
}

function isExact(integer: number | string): boolean {
  return typeof integer === "string" || Number.isSafeInteger(integer);
}
