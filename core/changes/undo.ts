/** Undoing commits: tried first, or done. */
import type { CallContext } from "../api/dispatch.ts";
import { mostExamples, type Change, type CommitAnswer, type UndoReview } from "../api/changes.ts";
import type { Database, ReadHandle } from "../db/database.ts";
import { batches } from "../text/batches.ts";
import type { Writing } from "../writing/writing.ts";
import { commitChanges, type UndoneCommit } from "./commit.ts";
import { findCommit, readChanges, readLaterRemoved } from "./commits.ts";
import { sortEmptyRuns } from "./createdRuns.ts";
import { reviewed } from "./review.ts";
import { standingsOf } from "./standing.ts";

/** What would be put back of a commit, and which runs would come, go and stay; nothing is written. Throws `no_such_commit`. */
export async function reviewUndo(
  { read, limits }: Pick<Database, "read" | "limits">,
  { commit }: { readonly commit: number },
): Promise<UndoReview> {
  const reading = { transaction: { read }, limits };
  const { changes, undone } = await readUndone(read, commit);
  const { createdRuns, removedRuns } = undone;
  const mayCreate = (run: number): boolean => removedRuns.has(run);
  const standings = await standingsOf(reading, changes, { mayCreate, ownForms: undone.ownForms });
  const answer = { changes: await reviewed(reading, standings), ...noRuns };
  if (standings.some(({ state }) => state !== "ready" && state !== "done")) return answer;
  const present = await readPresent(read, [...createdRuns, ...removedRuns]);
  const { empty, kept } = await sortEmptyRuns(
    reading,
    createdRuns.filter((run) => present.has(run)),
    standings.filter(({ state }) => state === "ready"),
  );
  return {
    ...answer,
    createdRuns: [...removedRuns].filter((run) => !present.has(run)),
    removedRuns: [...empty],
    keptRuns: kept.slice(0, mostExamples),
    keptRunCount: kept.length,
  };
}

/**
 * Puts back what a commit replaced, removed or added, as a new commit; nothing where a value was changed since, which the answer says. Runs
 * that the commit created go, but for those to which something else was added since, which the answer says, too; those that it removed come
 * back. Throws `no_such_commit`, and as `commitChanges`.
 */
export async function undoCommit(
  writing: Writing,
  { commit, comment }: { readonly commit: number; readonly comment: string | null },
  context: CallContext,
): Promise<CommitAnswer> {
  const { changes, undone } = await readUndone(writing.transaction.read, commit);
  return commitChanges(writing, { changes, comment, createRuns: false }, context, undone);
}

async function readUndone(
  read: ReadHandle,
  commit: number,
): Promise<{ readonly changes: Change[]; readonly undone: UndoneCommit }> {
  const { list, ownForms, createdRuns, removedRuns } = await readChanges(
    read,
    await findCommit(read, commit),
  );
  // A run of that number which is there now, after it was removed and no commit created it again, is somebody else's.
  const gone = createdRuns.length === 0 ? new Set<number>() : await readLaterRemoved(read, commit);
  return {
    changes: list.map((change) => ({ ...change, old: change.new, new: change.old })),
    undone: {
      commit,
      ownForms,
      createdRuns: createdRuns.filter((run) => !gone.has(run)),
      removedRuns: new Set(removedRuns),
    },
  };
}

const noRuns = { createdRuns: [], removedRuns: [], keptRuns: [], keptRunCount: 0 };
const runsAtOnce = 5000;

async function readPresent(read: ReadHandle, runs: readonly number[]): Promise<ReadonlySet<number>> {
  const present = new Set<number>();
  for (const some of batches(runs, runsAtOnce)) {
    const rows = await read.selectFrom("runs").select("number").where("number", "in", some).execute();
    for (const { number } of rows) present.add(number);
  }
  return present;
}
