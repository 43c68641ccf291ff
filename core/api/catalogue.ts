/** Condition types, run periods and aliases, as they are read and as they are given. */
import * as v from "valibot";
import { call, changingByWindow, nothing, reading } from "./call.ts";
import { count, runNumber, valueType } from "./values.ts";

const conditionType = v.object({
  id: v.number(),
  name: v.string(),
  type: valueType,
  description: v.nullable(v.string()),
  created: v.nullable(v.string()),
});
export type ConditionType = v.InferOutput<typeof conditionType>;

export const runPeriod = v.object({
  id: v.number(),
  name: v.string(),
  description: v.nullable(v.string()),
  runMin: runNumber,
  runMax: runNumber,
  startDate: v.nullable(v.string()),
  endDate: v.nullable(v.string()),
});
export type RunPeriod = v.InferOutput<typeof runPeriod>;

const alias = v.object({
  /** Of one in the database. */
  id: v.optional(v.number()),
  name: v.string(),
  code: v.string(),
  description: v.nullable(v.string()),
  source: v.picklist(["built-in", "database"]),
  /** Of one that is not used, as a newer one in the database has its name: the id of that. */
  overriddenBy: v.optional(v.number()),
});
export type Alias = v.InferOutput<typeof alias>;

/** Those that queries use: one of each name. */
export function usedAliases(aliases: readonly Alias[]): Alias[] {
  return aliases.filter(({ overriddenBy }) => overriddenBy === undefined);
}

/** The id of a row, and whether it is new. */
const stored = v.object({ id: v.number(), created: v.boolean() });
export type Stored = v.InferOutput<typeof stored>;

export const givenConditionType = v.object({
  name: v.string(),
  type: valueType,
  description: v.optional(v.nullable(v.string()), null),
});
export type GivenConditionType = v.InferOutput<typeof givenConditionType>;

/** What is not given stays as it is. */
const changedConditionType = v.object({
  name: v.optional(v.string()),
  id: v.optional(v.pipe(v.number(), v.safeInteger())),
  newName: v.optional(v.string()),
  description: v.optional(v.nullable(v.string())),
});
export type ChangedConditionType = v.InferOutput<typeof changedConditionType>;

/** What depends on a condition type: its values, and the aliases of the database that name it. */
const conditionTypeUse = v.object({ values: count, runs: count, aliases: v.array(v.string()) });
export type ConditionTypeUse = v.InferOutput<typeof conditionTypeUse>;

/** `YYYY-MM-DD`. */
const day = v.nullable(v.string());

const givenRunPeriod = v.object({
  name: v.string(),
  description: v.optional(v.nullable(v.string()), null),
  runMin: runNumber,
  runMax: runNumber,
  startDate: v.optional(day, null),
  endDate: v.optional(day, null),
});
export type GivenRunPeriod = v.InferOutput<typeof givenRunPeriod>;

/** Which row is meant: by its id, or by its name where that is one row's alone. */
const namedRow = v.object({
  name: v.optional(v.string()),
  /** Where it is given it alone counts. */
  id: v.optional(v.pipe(v.number(), v.safeInteger())),
});
export type NamedRow = v.InferOutput<typeof namedRow>;

/** What is not given stays as it is. */
const changedRunPeriod = v.object({
  ...namedRow.entries,
  newName: v.optional(v.string()),
  description: v.optional(v.nullable(v.string())),
  runMin: v.optional(runNumber),
  runMax: v.optional(runNumber),
  startDate: v.optional(day),
  endDate: v.optional(day),
});
export type ChangedRunPeriod = v.InferOutput<typeof changedRunPeriod>;

const givenAlias = v.object({
  name: v.string(),
  /** A condition expression. */
  code: v.string(),
  description: v.optional(v.nullable(v.string()), null),
  /** Whether an alias of that name in the database is overwritten. */
  replace: v.optional(v.boolean(), false),
});
export type GivenAlias = v.InferOutput<typeof givenAlias>;

export const catalogueCalls = {
  listConditionTypes: call(reading, nothing, v.array(conditionType)),
  listRunPeriods: call(reading, nothing, v.array(runPeriod)),
  /** The aliases every database has, and the database's own, which win; of several of one name the newest. */
  listAliases: call(reading, nothing, v.array(alias)),
  readTypeUse: call(reading, namedRow, conditionTypeUse),
  createConditionType: call(changingByWindow, givenConditionType, stored),
  /** Renames or describes a condition type; its values stay. */
  updateConditionType: call(changingByWindow, changedConditionType, conditionType),
  /** Removes a condition type with all its values. */
  deleteConditionType: call(
    { ...changingByWindow, isLong: true },
    /** `values`: how many go with it, as `readTypeUse` says; where there are others nothing is removed. */
    v.object({ ...namedRow.entries, values: v.optional(count, 0) }),
    v.object({ values: count }),
  ),
  createRunPeriod: call(changingByWindow, givenRunPeriod, stored),
  updateRunPeriod: call(changingByWindow, changedRunPeriod, runPeriod),
  deleteRunPeriod: call(changingByWindow, namedRow, nothing),
  addAlias: call(changingByWindow, givenAlias, stored),
  deleteAlias: call(changingByWindow, namedRow, nothing),
};
