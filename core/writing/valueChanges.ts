/** How a replaced or deleted value of a condition stands in the log: written here, read back by `core/log/history.ts`. */
import * as v from "valibot";
import type { ConditionType } from "../api/catalogue.ts";
import { cell, valueType, type Cell } from "../api/values.ts";
import type { StorageLimits, StoredValue } from "../db/database.ts";
import { readRecordText, recordPattern, type RecordText } from "./changeRecord.ts";
import { logChanges, type LoggedChange } from "./log.ts";
import { toCell } from "./values.ts";
import type { Writing } from "./writing.ts";

/** A value that was overwritten or deleted; both in the form of `encodeValue`. */
export interface ValueChange {
  /** The row of `conditions`. */
  readonly id: number;
  readonly run: number;
  readonly type: ConditionType;
  readonly old: StoredValue;
  /** Left out where it was deleted. */
  readonly new?: StoredValue;
}
export type Replacement = Required<ValueChange>;

/** Logs changes of values so that `readHistory` finds them. */
export async function logValueChanges(writing: Writing, changes: readonly ValueChange[]): Promise<void> {
  await logChanges(
    writing,
    changes.map((change) => changeRecord(change, writing.limits)),
  );
}

/** The record of a change. */
export function changeRecord(change: ValueChange, limits: StorageLimits): LoggedChange {
  const { id, run, type, old } = change;
  const verb = change.new === undefined ? "Deleted" : "Replaced";
  const values: Record<string, Cell> = { old: toCell(type, old, limits) };
  if (change.new !== undefined) values["new"] = toCell(type, change.new, limits);
  return {
    title: `${verb} condition ${titleName(type.name)} of run ${run}`,
    data: { condition: type.name, type: type.type, ...values },
    row: `conditions_${id}`,
    run,
  };
}

/** A name as it stands in a title: in quotes where it would not be one plain word. */
function titleName(name: string): string {
  return /^[^\s"]+$/u.test(name) ? name : JSON.stringify(name);
}

const pattern = recordPattern(/(?:Replaced|Deleted) condition (?:[^\s"]+|"(?:[^"\\]|\\.)*") of run -?\d+/);
/** What all texts begin with that `readChangeText` can read: for a first, rough choice in SQL. */
export const titleBeginnings = ["Replaced condition ", "Deleted condition "] as const;

/** The text of a log record of a value change, or of a part of one; null for any other record. */
export function readChangeText(text: string): RecordText | null {
  return readRecordText(pattern, text);
}

/** What a record of many updates has beside the values before and after them; `core/writing/updateSeries.ts` writes it. */
const valueSeries = v.object({ since: v.string(), replaced: v.number(), isEnded: v.boolean() });
export type ValueSeries = v.InferOutput<typeof valueSeries>;

const changedValues = v.object({
  condition: v.string(),
  type: valueType,
  old: cell,
  new: v.optional(cell),
  series: v.optional(valueSeries),
});
export type ChangedValues = v.InferOutput<typeof changedValues>;

/** The JSON of a record; null where another program put something else there. */
export function readChangedValues(json: string): ChangedValues | null {
  try {
    const parsed = v.safeParse(changedValues, JSON.parse(json));
    return parsed.success ? parsed.output : null;
  } catch {
    // Whoever wrote this used our words for something else: no history, and no error.
    return null;
  }
}
