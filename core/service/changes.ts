import type { changeCalls } from "../api/changes.ts";
import { commitChanges } from "../changes/commit.ts";
import { listCommits, readCommit } from "../changes/commits.ts";
import { planChanges } from "../changes/plan.ts";
import { reviewChanges } from "../changes/review.ts";
import { reviewUndo, undoCommit } from "../changes/undo.ts";
import { inTransaction } from "../writing/writing.ts";
import type { HandlersOf } from "./handler.ts";

export const changeHandlers: HandlersOf<typeof changeCalls> = {
  reviewChanges: (database, { changes }) => reviewChanges(database, changes),
  reviewUndo,
  planChanges,
  commitChanges: (database, given, context) =>
    inTransaction(database, context.user, (writing) => commitChanges(writing, given, context)),
  undoCommit: (database, given, context) =>
    inTransaction(database, context.user, (writing) => undoCommit(writing, given, context)),
  readCommit: (database, { commit }) => readCommit(database, commit),
  listCommits,
};
