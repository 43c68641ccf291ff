/**
 * How a commit stands in the log: a record of its own, whose id names the commit, and after it one of each value that it changed. Written and
 * read back here; docs/changes.md explains it.
 */
import * as v from "valibot";
import type { Change } from "../api/changes.ts";
import { cell } from "../api/values.ts";
import type { LogTable } from "../db/tables.ts";
import { PartsJoiner, readRecordText, recordPattern } from "../writing/changeRecord.ts";
import type { LoggedChange, LoggedSum } from "../writing/log.ts";
import { readChangedValues, readChangeText, titleBeginnings } from "../writing/valueChanges.ts";
import { counted } from "../text/counted.ts";

type TimeName = "started" | "finished";

/** A time of a run that was changed, both in the form of a cell. */
export interface TimeChange {
  readonly run: number;
  readonly name: TimeName;
  readonly old: string | null;
  readonly new: string | null;
  /** The text of the old one where it was stored in a form of its own. */
  readonly stored: string | null;
}

const timeWords: Readonly<Record<TimeName, string>> = { started: "start", finished: "end" };

/** The record of a changed time. */
export function timeRecord({ run, name, old, new: next, stored }: TimeChange, commit: number): LoggedChange {
  return {
    title: `Changed ${timeWords[name]} of run ${run}`,
    data: { time: name, old, ...(stored !== null && { stored }), new: next, commit },
    row: `runs_${run}`,
    run,
  };
}

/** A file that was attached to a run, replaced, or detached: hashes, and the row of the version that counts. */
export interface FileRecord {
  readonly run: number;
  readonly path: string;
  readonly old: string | null;
  readonly new: string | null;
  readonly id: number;
}

export function fileRecord({ run, path, old, new: next, id }: FileRecord, commit: number): LoggedChange {
  const title =
    old === null ? "Attached file to run" : next === null ? "Detached file from run" : "Replaced file of run";
  return { title: `${title} ${run}`, data: { file: path, old, new: next, commit }, row: `files_${id}`, run };
}

/** A run that a commit created, or, undone, removed. */
export function runRecord(run: number, what: "Created" | "Removed", commit: number): LoggedChange {
  return { title: `${what} run ${run}`, data: { run, commit }, row: `runs_${run}`, run };
}

const runPattern = recordPattern(/(?:Created|Removed) run -?\d+/);
const loggedRun = v.object({ run: v.number(), commit: v.number() });

/** The run that such a record tells of; null for any other record. */
export function readRunRecord(
  text: string,
): { readonly run: number; readonly commit: number; readonly isRemoved: boolean } | null {
  const record = readRecordText(runPattern, text);
  const read = record?.part === null ? parsedAs(loggedRun, record.json) : null;
  return read && { ...read, isRemoved: text.startsWith("Removed") };
}

/** What the texts of these records begin with. */
export const runBeginnings = ["Created run ", "Removed run "] as const;

const filePattern = recordPattern(/(?:Attached file to|Detached file from|Replaced file of) run -?\d+/);
const timePattern = recordPattern(/Changed (?:start|end) of run -?\d+/);
/** What the texts of all records begin with that `ChangeReader` reads: for a first, rough choice in SQL. */
export const changeBeginnings = [
  ...titleBeginnings,
  "Changed start of run ",
  "Changed end of run ",
  "Attached file to run ",
  "Detached file from run ",
  "Replaced file of run ",
] as const;

const changedTime = v.object({
  time: v.picklist(["started", "finished"]),
  old: cell,
  stored: v.optional(v.string()),
  new: cell,
  commit: v.optional(v.number()),
});

const changedFile = v.object({ file: v.string(), old: cell, new: cell, commit: v.optional(v.number()) });

/** A change that the log tells of, and the commit of which it was part. */
export interface LoggedValue {
  readonly change: Change;
  readonly commit: number | null;
  /** The text of an old time that was stored in a form of its own. */
  readonly stored: string | null;
}

type Row = Pick<LogTable, "description" | "related_run"> & { readonly id: number };

/** Reads changes back from rows of the log, which are given in the order of their ids. */
export class ChangeReader {
  readonly #joiner = new PartsJoiner();

  /** The change that a row tells of or completes; null for a part, and for any other record. */
  add({ id, description, related_run: run }: Row): LoggedValue | null {
    const text = description ?? "";
    const value = readChangeText(text);
    const time = value ? null : readRecordText(timePattern, text);
    const record = value ?? time ?? readRecordText(filePattern, text);
    const whole = record && this.#joiner.add(id, record);
    if (!whole || run === null) return null;
    if (value) return valueOf(run, whole.json);
    return time ? timeOf(run, whole.json) : fileOf(run, whole.json);
  }
}

function valueOf(run: number, json: string): LoggedValue | null {
  const read = readChangedValues(json);
  if (read === null) return null;
  const { condition, old = null, new: next = null, commit = null, stored = null } = read;
  return { change: { run, kind: "condition", name: condition, old, new: next }, commit, stored };
}

function timeOf(run: number, json: string): LoggedValue | null {
  const read = parsedAs(changedTime, json);
  if (read === null) return null;
  const { time, old, new: next, commit = null, stored = null } = read;
  return { change: { run, kind: "time", name: time, old, new: next }, commit, stored };
}

function fileOf(run: number, json: string): LoggedValue | null {
  const read = parsedAs(changedFile, json);
  if (read === null) return null;
  const { file, old, new: next, commit = null } = read;
  return { change: { run, kind: "file", name: file, old, new: next }, commit, stored: null };
}

const commitData = v.object({
  comment: v.nullable(v.string()),
  changes: v.number(),
  runs: v.number(),
  /** How many records of values follow. */
  records: v.number(),
  undoes: v.optional(v.nullable(v.number()), null),
  /** How many records of runs follow, that were created or removed. */
  createdRuns: v.optional(v.number(), 0),
  removedRuns: v.optional(v.number(), 0),
});
export type CommitData = v.InferOutput<typeof commitData>;

/** The record of a commit. `run` is that of all its changes, where it is one. */
export function commitRecord(given: CommitData, run: number | null): LoggedSum {
  const { createdRuns, removedRuns, ...data } = given;
  const amount = `${counted(data.changes, "change")} of ${counted(data.runs, "run")}`;
  const title = data.undoes === null ? `Committed ${amount}` : `Undid commit ${data.undoes}, ${amount}`;
  const runs = { ...(createdRuns > 0 && { createdRuns }), ...(removedRuns > 0 && { removedRuns }) };
  return { title, data: { ...data, ...runs }, row: run === null ? null : `runs_${run}`, run };
}

const commitPattern = recordPattern(/(?:Committed|Undid commit \d+,) \d+ changes? of \d+ runs?/);
export const commitBeginnings = ["Committed ", "Undid commit "] as const;

/** What the text of the record of a commit says; null for any other record. */
export function readCommitData(text: string): CommitData | null {
  const record = readRecordText(commitPattern, text);
  return record?.part === null ? parsedAs(commitData, record.json) : null;
}

function parsedAs<S extends v.GenericSchema>(schema: S, json: string): v.InferOutput<S> | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(json));
    return parsed.success ? parsed.output : null;
  } catch {
    // Another program has used our words for something else.
    return null;
  }
}
