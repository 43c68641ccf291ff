import type { changeCalls } from "../api/changes.ts";
import { commitChanges } from "../changes/commit.ts";
import { listCommits, readCommit } from "../changes/commits.ts";
import { planChanges } from "../changes/plan.ts";
import { reviewChanges } from "../changes/review.ts";
import { reviewUndo, undoCommit } from "../changes/undo.ts";
import { inOneTransaction, type HandlersOf } from "./handler.ts";

export const changeHandlers: HandlersOf<typeof changeCalls> = {
  reviewChanges: (database, { changes }) => reviewChanges(database, changes),
  reviewUndo,
  planChanges,
  commitChanges: inOneTransaction(commitChanges),
  undoCommit: inOneTransaction(undoCommit),
  readCommit: (database, { commit }) => readCommit(database, commit),
  listCommits,
};
