/** The schemas of calls that change a database. */
import * as v from "valibot";
import { runNumber, valueType } from "./schemas.ts";

/**
 * A value to store. Integers beyond 2^53 are given as text; times as `YYYY-MM-DD HH:MM[:SS[.ffffff]]`, with a blank or a T. A list, an
 * object or a number that stands in JSON is given as `{ json }` with its text: unlike a text it fits no condition of texts.
 */
const givenValue = v.union([v.number(), v.string(), v.boolean(), v.object({ json: v.string() })]);

/** Conditions of a run; a list, for the same name twice with different values is an error to be told. */
export const givenConditions = v.array(v.object({ name: v.string(), value: givenValue }));
export type GivenConditions = v.InferOutput<typeof givenConditions>;

export const runTimes = {
  /** Wall-clock times as above; null removes one, what is not given stays as it is. */
  started: v.optional(v.nullable(v.string())),
  finished: v.optional(v.nullable(v.string())),
};

export const givenRun = v.object({
  number: runNumber,
  ...runTimes,
  conditions: v.optional(givenConditions, []),
});
export type GivenRun = v.InferOutput<typeof givenRun>;

/** How many runs were new, and how many values were new, overwritten, and there already. */
export const written = v.object({
  runs: v.number(),
  added: v.number(),
  replaced: v.number(),
  unchanged: v.number(),
});
export type Written = v.InferOutput<typeof written>;

/** The id of a row, and whether it is new. */
export const stored = v.object({ id: v.number(), created: v.boolean() });
export type Stored = v.InferOutput<typeof stored>;

export const givenConditionType = v.object({
  name: v.string(),
  type: valueType,
  description: v.optional(v.nullable(v.string()), null),
});
export type GivenConditionType = v.InferOutput<typeof givenConditionType>;

export const givenFile = v.object({
  run: runNumber,
  /** As it is stored; nothing is read from there. */
  path: v.string(),
  /** A text, or the bytes of a file. */
  content: v.union([v.string(), v.custom<Uint8Array>((given) => given instanceof Uint8Array)]),
  /** In place of the run's newest file of that path. */
  overwrite: v.optional(v.boolean(), false),
  importance: v.optional(v.picklist(["high", "low"]), "high"),
  description: v.optional(v.nullable(v.string()), null),
});
export type GivenFile = v.InferOutput<typeof givenFile>;

export const storedFile = v.object({
  id: v.number(),
  sha256: v.string(),
  bytes: v.number(),
  /**
   * `added`: a new row; `associated`: a row that was there now belongs to the run, too; `replaced`: the content took
   * the place of the run's newest file of that path; `unchanged`: the run had it already.
   */
  outcome: v.picklist(["added", "associated", "replaced", "unchanged"]),
  /** How the bytes were read as text: those that are no UTF-8 as Latin-1, one character a byte. */
  encoding: v.picklist(["utf-8", "latin-1"]),
});
export type StoredConfigurationFile = v.InferOutput<typeof storedFile>;

/** `YYYY-MM-DD`. */
const day = v.nullable(v.string());

export const givenRunPeriod = v.object({
  name: v.string(),
  description: v.optional(v.nullable(v.string()), null),
  runMin: runNumber,
  runMax: runNumber,
  startDate: v.optional(day, null),
  endDate: v.optional(day, null),
});
export type GivenRunPeriod = v.InferOutput<typeof givenRunPeriod>;

/** Which row is meant: by its id, or by its name where that is one row's alone. */
export const namedRow = v.object({
  name: v.optional(v.string()),
  /** Where it is given it alone counts. */
  id: v.optional(v.pipe(v.number(), v.safeInteger())),
});
export type NamedRow = v.InferOutput<typeof namedRow>;

/** What is not given stays as it is. */
export const changedRunPeriod = v.object({
  ...namedRow.entries,
  newName: v.optional(v.string()),
  description: v.optional(v.nullable(v.string())),
  runMin: v.optional(runNumber),
  runMax: v.optional(runNumber),
  startDate: v.optional(day),
  endDate: v.optional(day),
});
export type ChangedRunPeriod = v.InferOutput<typeof changedRunPeriod>;

export const givenAlias = v.object({
  name: v.string(),
  /** A condition expression. */
  code: v.string(),
  description: v.optional(v.nullable(v.string()), null),
  /** Whether an alias of that name in the database is overwritten. */
  replace: v.optional(v.boolean(), false),
});
export type GivenAlias = v.InferOutput<typeof givenAlias>;

export const givenLogRecord = v.object({
  description: v.string(),
  /** Names of rows: the table's name, `_`, the id; several separated by blanks. */
  tables: v.optional(v.nullable(v.string()), null),
  run: v.optional(v.nullable(runNumber), null),
});
export type GivenLogRecord = v.InferOutput<typeof givenLogRecord>;
