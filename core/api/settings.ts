/** The settings of a user: one file, which the desktop application and the command line share. docs/settings.md explains them. */
import * as v from "valibot";
import { asking, call, nothing } from "./call.ts";

const condition = v.pipe(v.string(), v.minLength(1, "is empty: name a condition"));
const names = v.array(condition);

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

/** What a window may set: not a program that is run. */
const windowSettings = v.omit(settings, ["postReports"]);
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
