/**
 * Changes of values, which are reviewed before they are written, written all or none, and can be undone. A change names the value that it
 * takes the place of, and is refused where that is no longer the stored one (docs/changes.md).
 */
import * as v from "valibot";
import { call, changingByWindow, reading, readingLong } from "./call.ts";
import { selection } from "./search.ts";
import { cell, count, runNumber, valueType } from "./values.ts";

/** The most changes of one commit. */
export const mostChanges = 500_000;
/** The most of a kind that an answer lists; it counts all of them. */
export const mostExamples = 100;

/**
 * What a change is of: a condition; one of the run's own times, whose names are `started` and `finished`; a configuration file, whose name is its path
 * and whose values are hashes (SHA-256 in base64): of the run's newest version of that path, and of the one that takes its place.
 */
export const changeKind = v.picklist(["condition", "time", "file"]);

/** The most characters that the files of a draft or a commit have together. */
export const mostContent = 16_000_000;

/**
 * A change of a value of a run. Values are whole (not cut) and in the form of `readRun`; null is no value: of `old` that the run had none, of
 * `new` that it is removed. Old values of floats may be rounded to the six digits that a server shows.
 */
export const change = v.strictObject({
  run: runNumber,
  kind: v.optional(changeKind, "condition"),
  name: v.pipe(v.string(), v.minLength(1, "The name is empty.")),
  old: cell,
  new: cell,
  /** Of a file whose new version is not stored yet: its text, of bytes that are no UTF-8 a character for each (Latin-1). */
  content: v.optional(v.string()),
});
export type Change = v.InferOutput<typeof change>;

/** Whether the files of changes have no more than one commit takes. */
export function isWithinContent(list: readonly Pick<Change, "content">[]): boolean {
  return list.reduce((sum, { content }) => sum + (content?.length ?? 0), 0) <= mostContent;
}

/** What is said where they have more. */
export const tooMuchContent = `The files of one commit have at most ${mostContent / 1e6} MB together. Commit or drop some first, or add a large one with “rcdb add file”.`;

const changes = v.pipe(
  v.array(change),
  v.minLength(1, "There are no changes."),
  v.maxLength(mostChanges, `At most ${mostChanges} values can be changed at once.`),
  v.check((list) => isWithinContent(list), tooMuchContent),
);

/** Which value a change is of: one text for each. */
export function changeKey({ run, kind, name }: Pick<Change, "run" | "kind" | "name">): string {
  return `${run} ${kind} ${name}`;
}

/**
 * How a change stands to the database: it can be written; the new value is there already; another value than the old one is there; the run or the condition
 * type does not exist; the new value does not fit its type.
 */
const changeState = v.picklist(["ready", "done", "conflict", "no_run", "no_condition", "unfit"]);
export type ChangeState = v.InferOutput<typeof changeState>;

const reviewedEntries = v.omit(change, ["content"]).entries;
const reviewedChange = v.object({
  ...reviewedEntries,
  kind: changeKind,
  /** Null for a file, and where there is no condition type of that name. */
  type: v.nullable(valueType),
  /** The value that is stored now. */
  now: cell,
  /** The new value as it would be stored: of a given text its number, of a float what the database keeps. Null for none, and where it does not fit. */
  next: cell,
  state: changeState,
  /** For people, of all states but `ready` and `done`. */
  message: v.nullable(v.string()),
  /** Of a conflict: who stored the value that is there, and when, as far as that is known. */
  changed: v.nullable(v.object({ user: v.nullable(v.string()), at: v.nullable(v.string()) })),
});
export type ReviewedChange = v.InferOutput<typeof reviewedChange>;

/** The version of change files that this program writes and reads. */
export const changeFileVersion = 1;

/** Changes that are kept in a file, to be applied to a database later: a draft, or changes over a copy. */
export const changeFile = v.strictObject({
  rcdbchange: v.literal(changeFileVersion),
  author: v.nullable(v.string()),
  /** When the last change was put into it (ISO 8601, UTC). */
  written: v.string(),
  comment: v.nullable(v.string()),
  /** The copy over which they were made: of which database, without a password, and of which moment; null for none. */
  copy: v.nullable(
    v.strictObject({
      source: v.string(),
      name: v.string(),
      location: v.string(),
      taken: v.nullable(v.string()),
    }),
  ),
  changes: v.pipe(
    v.array(change),
    v.maxLength(mostChanges, `A change file has at most ${mostChanges} changes.`),
    v.check((list) => isWithinContent(list), tooMuchContent),
  ),
});
export type ChangeFile = v.InferOutput<typeof changeFile>;

/** A run that an undone commit had created and that stays, as it has what others added to it: said in words. */
const keptRun = v.object({ run: runNumber, reason: v.string() });
export type KeptRun = v.InferOutput<typeof keptRun>;

/** What a commit did: values that were new, replaced, removed, there already; runs that were created. */
const commitCounts = v.object({
  added: count,
  replaced: count,
  removed: count,
  unchanged: count,
  runs: count,
  /** Runs that an undone commit had created, and that are gone again. */
  removedRuns: count,
});
export type CommitCounts = v.InferOutput<typeof commitCounts>;

/** A commit is named by the id of its record in the log. */
const commitId = v.pipe(v.number(), v.safeInteger());

const commitAnswer = v.object({
  /** Null where nothing was written: for `refused`, or as all values were there already. */
  commit: v.nullable(commitId),
  counts: commitCounts,
  /** The changes for which nothing was written, at most `mostExamples` of them. */
  refused: v.array(reviewedChange),
  refusedCount: count,
  /** Runs that stay, of an undone commit that had created them: at most `mostExamples`, and how many there are. */
  keptRuns: v.array(keptRun),
  keptRunCount: count,
});
export type CommitAnswer = v.InferOutput<typeof commitAnswer>;

const undoReview = v.object({
  /** What would be put back, and how each of that stands. */
  changes: v.array(reviewedChange),
  /** Runs that would be created again, removed, and kept: none where one of the changes is refused. */
  createdRuns: v.array(runNumber),
  removedRuns: v.array(runNumber),
  keptRuns: v.array(keptRun),
  keptRunCount: count,
});
export type UndoReview = v.InferOutput<typeof undoReview>;

/** Words on a commit for the log. */
const comment = v.optional(v.nullable(v.string()), null);

const committing = v.object({
  changes,
  comment,
  /** Whether runs that are missing are created; else they are refused. */
  createRuns: v.optional(v.boolean(), false),
});
export type Committing = v.InferOutput<typeof committing>;

const commitSummary = v.object({
  commit: commitId,
  user: v.nullable(v.string()),
  created: v.nullable(v.string()),
  comment: v.nullable(v.string()),
  /** The run, where all changes are of one. */
  run: v.nullable(runNumber),
  changes: count,
  runs: count,
  /** The commit that this one undid, and the one that undid this one. */
  undoes: v.nullable(commitId),
  undoneBy: v.nullable(commitId),
});
export type CommitSummary = v.InferOutput<typeof commitSummary>;

const commitDetail = v.object({ ...commitSummary.entries, list: v.array(change) });
export type CommitDetail = v.InferOutput<typeof commitDetail>;

/** What is done with a condition of many runs: a value for all of them, for those that have none, or none for all. */
const planAction = v.picklist(["set", "add", "clear"]);
export type PlanAction = v.InferOutput<typeof planAction>;

const valueOfMany = v.object({
  from: v.literal("value"),
  /** The runs of a query, or a list of runs. */
  runs: v.union([v.object({ selection }), v.object({ list: v.array(runNumber) })]),
  action: planAction,
  condition: v.string(),
  /** Not for `clear`. */
  value: v.optional(cell, null),
});

const valuesOfTable = v.object({
  from: v.literal("table"),
  /**
   * CSV or TSV. The first line names the columns: `run`, and conditions, or the run's times `started` and `finished` (`run.started` and
   * `condition.started` where a condition has that name). An empty field is no change, a pair of quotes an empty text.
   */
  text: v.string(),
  action: v.picklist(["set", "add"]),
  /** By heading, as `columns` of the plan tell it, the condition that is meant, null for none. A heading that is not given names its condition itself. */
  columns: v.optional(v.record(v.string(), v.nullable(v.string())), {}),
  /** Whether runs that the database does not have are to be created; else their lines are left out. */
  createRuns: v.optional(v.boolean(), false),
});

const planned = v.variant("from", [valueOfMany, valuesOfTable]);
export type Planned = v.InferOutput<typeof planned>;

/** The place of a change in a plan: its line in a table, from 1; null without a table. */
const planPlace = { run: runNumber, line: v.nullable(count) };

const plan = v.object({
  /** What would be done, for `commitChanges`: without those that are unfit or change nothing. */
  changes: v.array(v.object({ ...change.entries, kind: changeKind })),
  counts: v.object({
    added: count,
    replaced: count,
    removed: count,
    /** Values that are there already. */
    unchanged: count,
    /** Other values that stay, as only missing ones are added. */
    kept: count,
    /** Runs that the database does not have, of a table also where they are to be created. */
    unknownRuns: count,
    unfit: count,
    /** Lines of the table that name no run, or one that came before. */
    unread: count,
  }),
  /** The first of each kind. */
  replaced: v.array(v.object({ ...planPlace, name: v.string(), old: cell, new: cell })),
  unknownRuns: v.array(v.object(planPlace)),
  unfit: v.array(v.object({ ...planPlace, name: v.string(), message: v.string() })),
  unread: v.array(v.object({ line: count, message: v.string() })),
  /**
   * Of a table: all headings but that of the run, each once, and the condition or time that each is taken for; null for none, with the reason in
   * `problem` where nobody left it out. Where a condition is called as a time, that one is `run.started`.
   */
  columns: v.array(
    v.object({ heading: v.string(), name: v.nullable(v.string()), problem: v.nullable(v.string()) }),
  ),
});
export type ChangePlan = v.InferOutput<typeof plan>;

/** A commit by a window may take minutes; cancelled, nothing of it is written. */
const committingLong = { ...changingByWindow, isLong: true } as const;

export const changeCalls = {
  /** How changes stand to what is stored now, in their order. */
  reviewChanges: call(reading, v.object({ changes }), v.array(reviewedChange)),
  /** What undoing a commit would do: a dry run. */
  reviewUndo: call(reading, v.object({ commit: commitId }), undoReview),
  /** The changes that set, add or clear a condition of many runs, or that a table asks for: a dry run. */
  planChanges: call(readingLong, planned, plan),
  /** Writes changes, all or none, as one commit. */
  commitChanges: call(committingLong, committing, commitAnswer),
  /** Puts back what a commit replaced, as a new commit; refused where a value was changed since. */
  undoCommit: call(committingLong, v.object({ commit: commitId, comment }), commitAnswer),
  /** A commit and its changes. */
  readCommit: call(reading, v.object({ commit: commitId }), commitDetail),
  /** The newest commits first. */
  listCommits: call(
    reading,
    v.object({
      /** Only those before this one: the next page. */
      before: v.optional(v.nullable(commitId), null),
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 50),
    }),
    v.object({ commits: v.array(commitSummary), more: v.boolean() }),
  ),
};
