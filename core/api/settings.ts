/** The settings of a user: one file, which the desktop application and the command line share. docs/settings.md explains them. */
import * as v from "valibot";
import { asking, call, nothing } from "./call.ts";

const condition = v.pipe(v.string("is no text"), v.minLength(1, "is empty: name a condition"));
const names = v.array(condition, "is no list of names");

const limit = v.optional(v.nullable(v.pipe(v.number("has a limit that is no number"), v.finite())), null);
const limits = v.object({ least: limit, most: limit }, "has a value without limits: write {} for none");
export type Limits = v.InferOutput<typeof limits>;

/** What each setting may be. A setting that is not given is the usual one. */
export const settingEntries = {
  theme: v.picklist(["system", "light", "dark"], "is none of system, light, dark"),
  /** Pixels of the text of the window. */
  fontSize: v.pipe(v.number("is not a number"), v.minValue(11, "is below 11"), v.maxValue(20, "is above 20")),
  /** The columns of a database for which none were chosen. */
  columns: names,
  /** An expression that good runs fit. */
  goodRuns: v.string("is not an expression"),
  /** The conditions that hold the comment and the quality of a run. */
  comment: condition,
  quality: condition,
  /** Whether texts that are exported or copied as a table are kept from being formulas. */
  safe: v.boolean("is not true or false"),
  /** Significant digits of floats, and what stands between groups of three digits. */
  digits: v.pipe(
    v.number("is not a number"),
    v.integer("is not a whole number"),
    v.minValue(3, "is below 3"),
    v.maxValue(17, "is above 17"),
  ),
  grouping: v.picklist(["space", "comma", "none"], "is none of space, comma, none"),
  /** How times are written. Those of a database have no zone; the zone is for moments of this computer. */
  clock: v.picklist(["24h", "12h"], "is none of 24h, 12h"),
  seconds: v.boolean("is not true or false"),
  zone: v.picklist(["local", "UTC"], "is none of local, UTC"),
  /** The values that stand large on the page Live, by their conditions. */
  live: v.record(condition, limits, 'is no list of values: write {"beam_current": {"least": 50}}'),
  /** The program that gets reports by its standard input, and its arguments. It is set in the file alone. */
  postReports: v.pipe(
    v.array(
      v.pipe(v.string("has a word that is no text"), v.minLength(1, "has an empty word")),
      'is no list: write ["program", "argument"]',
    ),
    v.minLength(1, "is empty: name a program"),
  ),
} as const;

const settings = v.partial(v.object(settingEntries));
export type Settings = v.InferOutput<typeof settings>;

/** What a window may set: not a program that is run. Of the values of Live it sets those that it names, and takes out those that are null. */
const setLimit = v.nullable(v.pipe(v.number(), v.finite()));
const setLimits = v.object({ least: setLimit, most: setLimit });
const windowSettings = v.object({
  ...v.omit(settings, ["postReports", "live"]).entries,
  live: v.optional(v.record(condition, v.nullable(setLimits))),
});
export type WindowSettings = v.InferOutput<typeof windowSettings>;

const storedSettings = v.object({
  path: v.string(),
  settings,
  /** What of the file cannot be used, and what was done with it. */
  problems: v.array(v.string()),
});
export type StoredSettings = v.InferOutput<typeof storedSettings>;

export const settingsCalls = {
  /** Desktop: the settings in the file. One that cannot be read is set aside. */
  readSettings: call({ ...asking, changes: false }, nothing, storedSettings),
  /** Desktop: puts settings into the file; what else is in it stays. */
  keepSettings: call(asking, windowSettings, storedSettings),
};
