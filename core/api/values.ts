/** What values look like on the wire: JSON, so no Date, no bigint, no class. */
import * as v from "valibot";
import type { ValueType } from "../query/types.ts";

/** How many of something. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Run numbers are 32-bit integers in MySQL; SQLite files follow. */
export const runNumber = v.pipe(v.number(), v.safeInteger("A run number is an integer."));

const types: Record<ValueType, ValueType> = {
  bool: "bool",
  json: "json",
  string: "string",
  float: "float",
  int: "int",
  time: "time",
  blob: "blob",
};

export const valueType = v.enum(types);

/** A condition's value as it is shown and exported: times are `YYYY-MM-DD HH:MM:SS[.ffffff]` wall-clock texts. */
export const cell = v.nullable(
  v.union([v.pipe(v.number(), v.finite("A number is finite.")), v.string(), v.boolean()]),
);
export type Cell = v.InferOutput<typeof cell>;

/** The number of characters of a text that results hold. */
export const cutLength = 300;
