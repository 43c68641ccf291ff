/** How an added, replaced or deleted value of a condition stands in the log: written here, read back by `core/log/history.ts`. */
import * as v from "valibot";
import type { ConditionType } from "../api/catalogue.ts";
import { cell, valueType, type Cell } from "../api/values.ts";
import type { StorageLimits, StoredValue } from "../db/database.ts";
import { readRecordText, recordPattern, type RecordText } from "./changeRecord.ts";
import { logChanges, type LoggedChange } from "./log.ts";
import { toCell } from "./values.ts";
import type { Writing } from "./writing.ts";

interface ValueOfRun {
  readonly run: number;
  readonly type: ConditionType;
}

/** A value that was added where a run had none, in the form of `encodeValue`. */
export interface Addition extends ValueOfRun {
  readonly new: StoredValue;
}
/** A value that was overwritten or deleted; both in the form of `encodeValue`. */
export interface ValueChange extends ValueOfRun {
  /** The row of `conditions`. */
  readonly id: number;
  readonly old: StoredValue;
  /** Left out where it was deleted. */
  readonly new?: StoredValue;
  /** The text of an old time that was stored in a form of its own. */
  readonly stored?: string | null;
}
export type Replacement = ValueChange & Required<Pick<ValueChange, "new">>;

/** Logs changes of values so that `readHistory` finds them; `commit` is that of which they are part. */
export async function logValueChanges(
  writing: Writing,
  changes: readonly (Addition | ValueChange)[],
  commit?: number,
): Promise<void> {
  await logChanges(
    writing,
    changes.map((change) => changeRecord(change, writing.limits, commit)),
  );
}

/** The record of a change. */
export function changeRecord(
  change: Addition | ValueChange,
  limits: StorageLimits,
  commit?: number,
): LoggedChange {
  const { run, type } = change;
  const wasThere = "old" in change;
  const verb = !wasThere ? "Added" : change.new === undefined ? "Deleted" : "Replaced";
  const values: Record<string, Cell> = {};
  if (wasThere) values["old"] = toCell(type, change.old, limits);
  if (wasThere && typeof change.stored === "string") values["stored"] = change.stored;
  if (change.new !== undefined) values["new"] = toCell(type, change.new, limits);
  if (commit !== undefined) values["commit"] = commit;
  return {
    title: `${verb} condition ${titleName(type.name)} of run ${run}`,
    data: { condition: type.name, type: type.type, ...values },
    // The ids of rows that are inserted by the thousand are not known.
    row: wasThere ? `conditions_${change.id}` : `runs_${run}`,
    run,
  };
}

/** A name as it stands in a title: in quotes where it would not be one plain word. */
function titleName(name: string): string {
  return /^[^\s"]+$/u.test(name) ? name : JSON.stringify(name);
}

const pattern = recordPattern(
  /(?:Added|Replaced|Deleted) condition (?:[^\s"]+|"(?:[^"\\]|\\.)*") of run -?\d+/,
);
/** What all texts begin with that `readChangeText` can read: for a first, rough choice in SQL. */
export const titleBeginnings = ["Replaced condition ", "Deleted condition ", "Added condition "] as const;

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
  /** Left out where the run had no value. */
  old: v.optional(cell),
  new: v.optional(cell),
  stored: v.optional(v.string()),
  /** The id of the record of the commit of which the change is part. */
  commit: v.optional(v.number()),
  series: v.optional(valueSeries),
});
export type ChangedValues = v.InferOutput<typeof changedValues>;

/** The JSON of a record; null where another program put something else there. */
export function readChangedValues(json: string): ChangedValues | null {
  try {
    const parsed = v.safeParse(changedValues, JSON.parse(json));
    return parsed.success && isWhole(parsed.output) ? parsed.output : null;
  } catch {
    // Whoever wrote this used our words for something else: no history, and no error.
    return null;
  }
}

/** An added value, which has no old one, stands in the log as a part of a commit only. */
function isWhole({ old, new: next, commit }: ChangedValues): boolean {
  return old !== undefined || (next !== undefined && commit !== undefined);
}
