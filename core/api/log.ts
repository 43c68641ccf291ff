/** The log, and the history of values that is read back from it. */
import * as v from "valibot";
import { call, changing, reading } from "./call.ts";
import { cell, runNumber, valueType } from "./values.ts";

export const logRecord = v.object({
  id: v.number(),
  tables: v.nullable(v.string()),
  description: v.nullable(v.string()),
  run: v.nullable(v.number()),
  created: v.nullable(v.string()),
  user: v.nullable(v.string()),
});
export type LogRecord = v.InferOutput<typeof logRecord>;

/** A value that was replaced, deleted, or added by a commit (docs/changes.md), read back from the log. */
const historyEntry = v.object({
  /** Id of the log record, the first of them where the values took several. */
  log: v.number(),
  run: runNumber,
  condition: v.string(),
  type: valueType,
  change: v.picklist(["added", "replaced", "deleted"]),
  /** Null where it was added. */
  old: cell,
  /** Null where it was deleted. */
  new: cell,
  /** The commit that changed it; null for other programs, and for updates. */
  commit: v.nullable(v.number()),
  created: v.nullable(v.string()),
  user: v.nullable(v.string()),
});
export type HistoryEntry = v.InferOutput<typeof historyEntry>;

const logFilter = v.object({
  run: v.optional(v.nullable(runNumber), null),
  user: v.optional(v.nullable(v.string()), null),
  /** Times as stored, both included; a day alone means its begin and its end. */
  since: v.optional(v.nullable(v.string()), null),
  until: v.optional(v.nullable(v.string()), null),
  /** Only records whose description contains this, in upper or lower case. */
  text: v.optional(v.nullable(v.string()), null),
  /** Only records with a smaller id: the next page. */
  before: v.optional(v.nullable(v.number()), null),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), 100),
});
export type LogFilter = v.InferOutput<typeof logFilter>;

/** The newest first. */
const logPage = v.object({ records: v.array(logRecord), more: v.boolean() });
export type LogPage = v.InferOutput<typeof logPage>;

const givenLogRecord = v.object({
  description: v.string(),
  /** Names of rows: the table's name, `_`, the id; several separated by blanks. */
  tables: v.optional(v.nullable(v.string()), null),
  run: v.optional(v.nullable(runNumber), null),
});
export type GivenLogRecord = v.InferOutput<typeof givenLogRecord>;

export const logCalls = {
  /** A page of the log. */
  readLog: call(reading, logFilter, logPage),
  /** Replaced, deleted and by commits added values of a run, of one condition or of all, the oldest first. */
  readHistory: call(
    reading,
    v.object({ run: runNumber, condition: v.optional(v.nullable(v.string()), null) }),
    v.array(historyEntry),
  ),
  addLogRecord: call(changing, givenLogRecord, v.object({ id: v.number() })),
};

/** What programs write into the log by themselves: ours, and the Python client. */
const automatic =
  /^(Update of run |An update |File (associated|added)|(Replaced|Deleted|Added) condition (?!user_comment|offline_comment)|(Added|Associated|Replaced) configuration file |Created condition type |Run -?\d+ is not in the database)/;

/** A record of a change, whose text ends with JSON for programs: `Committed 1 change of 1 run: {…}`, maybe in parts. */
const withJson =
  /^((?:Committed|Undid commit|(?:Replaced|Deleted|Added) condition|Changed (?:start|end|condition)|Attached file to run|Replaced file of run|Detached file from run) [^\n{]*?)(?:, part \d+ of \d+ of [^:]*)?: (\{[^]*)$/;

/** What a record says to people: of its JSON only what somebody wrote, the comment to a commit, the path of a file, or the new text of a value. */
export function wordsOfRecord(description: string | null): string {
  const [, title, json = ""] = withJson.exec(description ?? "") ?? [];
  if (title === undefined) return description ?? "";
  const words = wordsIn(json);
  return words === null ? title : `${title}: ${words}`;
}

const wordsInJson = v.object({
  comment: v.optional(v.unknown()),
  file: v.optional(v.unknown()),
  new: v.optional(v.unknown()),
});

/** Null where there are none, or the text is no JSON, for it may be cut. */
function wordsIn(json: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const parsed = v.safeParse(wordsInJson, value);
  if (!parsed.success || Array.isArray(value)) return null;
  const { comment, file, new: next } = parsed.output;
  return (
    [comment, file, next].find((text): text is string => typeof text === "string" && text !== "") ?? null
  );
}

/** The records that people left. */
export function recordsOfPeople(records: readonly LogRecord[]): LogRecord[] {
  return records.filter(({ description }) => description !== null && !automatic.test(description));
}
