import { mostExamples, type CommitAnswer, type CommitCounts, type Committing } from "../api/changes.ts";
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import { Yielding } from "../db/yielding.ts";
import type { StoredValue } from "../db/database.ts";
import { normalizeTime } from "../query/time.ts";
import { shownTime } from "../time/times.ts";
import { batches } from "../text/batches.ts";
import { deleteRows, insertValues, updateValues } from "../writing/conditionRows.ts";
import { logChanges, logOne } from "../writing/log.ts";
import { checkText } from "../writing/texts.ts";
import { createMissingRuns, lockPresentRuns, storeTime } from "../writing/runs.ts";
import { ownFormOf, storedValue } from "../writing/storedValues.ts";
import {
  logValueChanges,
  type Addition,
  type Replacement,
  type ValueChange,
} from "../writing/valueChanges.ts";
import { now, type Writing } from "../writing/writing.ts";
import {
  commitRecord,
  fileRecord,
  timeRecord,
  type CommitData,
  type FileRecord,
  type TimeChange,
} from "./changeLog.ts";
import { logRuns, removeRuns, sortEmptyRuns } from "./createdRuns.ts";
import { FileWriter, type FileWork } from "./files.ts";
import { reviewed } from "./review.ts";
import { standingsOf, type Standing } from "./standing.ts";

/** How many changes are written between two looks at whether they are still wanted. */
const changesAtOnce = 2000;
/** Its record fits one row of the log, even with all of it escaped. */
const mostCommentBytes = 5000;

/**
 * Writes changes, all of them, or none where one cannot be written: then the answer says which, and what is stored in its place. Values that
 * are there already are passed over. `undone` is the commit whose changes these put back. Throws `bad_input` where two changes are of
 * the same value, `bad_value` and `too_large` for the comment, and `cancelled`, after which nothing is written.
 */
export async function commitChanges(
  writing: Writing,
  { changes, comment, createRuns }: Committing,
  context: CallContext,
  undone: UndoneCommit | null = null,
): Promise<CommitAnswer> {
  if (comment !== null) checkText("The comment", comment, mostCommentBytes);
  if (changes.some(({ kind }) => kind === "file")) await writing.transaction.lockCatalogue();
  const changed = changes.map(({ run }) => run);
  const { createdRuns = [], removedRuns = new Set<number>() } = undone ?? {};
  const locked = [...new Set([...changed, ...createdRuns, ...removedRuns])].sort((a, b) => a - b);
  const present = await lockPresentRuns(writing, locked);
  const isUndo = undone !== null;
  const mayCreate = isUndo ? (run: number) => removedRuns.has(run) : () => createRuns;
  const standings = await standingsOf(writing, changes, { mayCreate, ownForms: undone?.ownForms ?? null });
  const ready = standings.filter(({ state }) => state === "ready");
  const refused = standings.filter(({ state }) => state !== "ready" && state !== "done");
  if (refused.length > 0) return refusal(writing, refused);
  const wanted = isUndo ? removedRuns : new Set(changed);
  const missing = locked.filter((run) => !present.has(run) && wanted.has(run));
  const unchanged = standings.length - ready.length;
  const ownRuns = createdRuns.filter((run) => present.has(run));
  const { empty: goneRuns, kept } = await sortEmptyRuns(writing, ownRuns, ready);
  const keptOnes = { keptRuns: kept.slice(0, mostExamples), keptRunCount: kept.length };
  if (ready.length === 0 && missing.length === 0 && goneRuns.length === 0) {
    return { ...nothingDone, counts: { ...noCounts, unchanged }, ...keptOnes };
  }
  const created = await createMissingRuns(
    writing,
    missing.map((number) => ({ number })),
  );
  const taken = missing.find((run) => !created.has(run));
  if (taken !== undefined) {
    throw new RcdbError(
      "conflict",
      `Run ${taken} was created by somebody else meanwhile. Nothing was written; try again.`,
      { run: taken },
    );
  }
  const work = workOf(ready);
  const records = ready.length - work.removed + work.deletions.length;
  const numbers = [...new Set([...changed, ...missing, ...goneRuns])];
  const run = numbers.length === 1 ? (numbers[0] ?? null) : null;
  const data: CommitData = {
    comment,
    changes: ready.length,
    runs: numbers.length,
    records,
    undoes: undone?.commit ?? null,
    createdRuns: created.size,
    removedRuns: goneRuns.length,
  };
  const commit = await logOne(writing, commitRecord(data, run));
  await logRuns(writing, missing, "Created", commit);
  await write(writing, work, commit, context);
  await removeRuns(writing, goneRuns);
  await logRuns(writing, goneRuns, "Removed", commit);
  const { additions, replacements, removed, times, files } = work;
  const others = [...times, ...files];
  const counts = {
    added: additions.length + others.filter(({ old }) => old === null).length,
    replaced:
      replacements.length + others.filter(({ old, new: next }) => old !== null && next !== null).length,
    removed: removed + others.filter(({ new: next }) => next === null).length,
    unchanged,
    runs: missing.length,
    removedRuns: goneRuns.length,
  };
  return { ...nothingDone, commit, counts, ...keptOnes };
}

/** A commit whose changes are put back. */
export interface UndoneCommit {
  readonly commit: number;
  /** By `changeKey`, the texts of times that are put back in a form of their own. */
  readonly ownForms: ReadonlyMap<string, string>;
  /** The runs that it created and that are still those: where nothing else was added to them they go with its values. */
  readonly createdRuns: readonly number[];
  /** The runs that it removed, which come back; no others are created. */
  readonly removedRuns: ReadonlySet<number>;
}

function timeName(name: string): TimeChange["name"] {
  return name === "started" ? "started" : "finished";
}

/** A time of a run as the log has it. */
function timeCell(value: StoredValue): string | null {
  return value === null ? null : shownTime(normalizeTime(String(value)) ?? String(value));
}

/** What is to be written of the changes. */
interface Work {
  readonly additions: Addition[];
  readonly replacements: Replacement[];
  /** All rows of the values that are removed, of which there are fewer. */
  readonly deletions: ValueChange[];
  removed: number;
  readonly times: (TimeChange & { readonly next: StoredValue })[];
  readonly files: FileWork[];
}

function workOf(ready: readonly Standing[]): Work {
  const work: Work = { additions: [], replacements: [], deletions: [], removed: 0, times: [], files: [] };
  for (const { change, type, rows, stored, ownForm, next, file } of ready) {
    const { run, kind, name } = change;
    if (file !== null) work.files.push(file);
    if (type === null) continue;
    const newest = rows.at(-1);
    if (kind === "time") {
      work.times.push({
        run,
        name: timeName(name),
        old: timeCell(stored),
        stored: ownForm,
        new: timeCell(next),
        next,
      });
    } else if (next === null) {
      work.removed++;
      for (const row of rows) {
        const old = storedValue(type, row);
        work.deletions.push({ id: row.id, run, type, old, stored: ownFormOf(type, row) });
      }
    } else if (newest)
      work.replacements.push({ id: newest.id, run, type, old: stored, stored: ownForm, new: next });
    else work.additions.push({ run, type, new: next });
  }
  return work;
}

async function write(writing: Writing, work: Work, commit: number, context: CallContext): Promise<void> {
  const { additions, replacements, deletions, times, files } = work;
  const total = additions.length + replacements.length + deletions.length + times.length + files.length;
  const yielding = new Yielding(context.signal, "Cancelled. Nothing was changed.");
  const created = now();
  let done = 0;
  const inSteps = async <T>(
    list: readonly T[],
    step: (some: readonly T[]) => Promise<void>,
  ): Promise<void> => {
    for (const some of batches(list, changesAtOnce)) {
      context.report({ done, total, label: "Writing changes" });
      await yielding.pause();
      await step(some);
      done += some.length;
    }
  };
  await inSteps(additions, async (some) => {
    await insertValues(writing, some, created);
    await logValueChanges(writing, some, commit);
  });
  await inSteps(replacements, async (some) => {
    await updateValues(writing, some, created);
    await logValueChanges(writing, some, commit);
  });
  await inSteps(deletions, async (some) => {
    await deleteRows(
      writing,
      some.map(({ id }) => id),
    );
    await logValueChanges(writing, some, commit);
  });
  await inSteps(times, async (some) => {
    for (const { run, name, next } of some) await storeTime(writing, run, name, next);
    await logChanges(
      writing,
      some.map((time) => timeRecord(time, commit)),
    );
  });
  const fileWriter = new FileWriter(writing);
  await inSteps(files, async (some) => {
    const records: FileRecord[] = [];
    for (const file of some) records.push(await fileWriter.write(file));
    await logChanges(
      writing,
      records.map((record) => fileRecord(record, commit)),
    );
  });
}

const noCounts: CommitCounts = { added: 0, replaced: 0, removed: 0, unchanged: 0, runs: 0, removedRuns: 0 };
const nothingDone: CommitAnswer = {
  commit: null,
  counts: noCounts,
  refused: [],
  refusedCount: 0,
  keptRuns: [],
  keptRunCount: 0,
};

async function refusal(writing: Writing, refused: readonly Standing[]): Promise<CommitAnswer> {
  return {
    ...nothingDone,
    refused: await reviewed(writing, refused.slice(0, mostExamples)),
    refusedCount: refused.length,
  };
}
