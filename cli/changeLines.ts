/** Changes, and what became of them, in words. */
import type {
  Change,
  CommitAnswer,
  CommitCounts,
  KeptRun,
  ReviewedChange,
  UndoReview,
} from "../core/api/changes.ts";
import { RcdbError, type FailureCode } from "../core/api/failure.ts";
import type { Cell } from "../core/api/values.ts";
import { escapeControls } from "../core/text/escapeControls.ts";
import { cut } from "../core/query/cut.ts";
import { tableLines } from "./table.ts";

/** A value in a table; a missing one in words, as an empty text looks alike. */
function shown(value: Cell): string {
  return value === null ? "missing" : String(value);
}

/** Changes as a table. */
export function changeLines(changes: readonly Change[]): string[] {
  return tableLines(
    [
      ["run", "right"],
      ["name", "left", Infinity],
      ["old", "left"],
      ["new", "left"],
    ],
    changes.map(({ run, name, old, new: next }) => [run, name, shown(old), shown(next)]),
  );
}

const stateWords: Readonly<Record<ReviewedChange["state"], string>> = {
  ready: "can be written",
  done: "is there already",
  conflict: "conflict",
  no_run: "no such run",
  no_condition: "no such condition",
  unfit: "does not fit",
};

/** Reviewed changes as a table, with what is stored now. */
function reviewLines(changes: readonly ReviewedChange[]): string[] {
  return tableLines(
    [
      ["run", "right"],
      ["name", "left", Infinity],
      ["old", "left"],
      ["new", "left"],
      ["now", "left"],
      ["state", "left"],
      ["by", "left"],
      ["at", "left"],
    ],
    changes.map(({ run, name, old, new: next, now, state, changed }) => [
      run,
      name,
      shown(old),
      shown(next),
      shown(now),
      stateWords[state],
      changed?.user ?? null,
      changed?.at ?? null,
    ]),
  );
}

/** Reviewed changes as a table, why those that cannot be written cannot be, and how many are in each state. */
export function reviewText(changes: readonly ReviewedChange[]): string[] {
  const reasons = [
    ...new Set(changes.flatMap(({ state, message }) => (state === "unfit" ? [message ?? ""] : []))),
  ];
  const more = reasons.length > mostTold ? [`… and ${reasons.length - mostTold} more reasons`] : [];
  return [...reviewLines(changes), ...reasons.slice(0, mostTold), ...more, reviewSummary(changes)];
}

/** How many changes are in each state: `3 can be written, 1 conflict`. */
function reviewSummary(changes: readonly ReviewedChange[]): string {
  const counts = new Map<string, number>();
  for (const { state } of changes) counts.set(stateWords[state], (counts.get(stateWords[state]) ?? 0) + 1);
  return [...counts].map(([words, count]) => `${count}: ${words}`).join(", ");
}

/** What a commit did: `3 values added, 1 replaced.` */
export function countsLine({ added, replaced, removed, unchanged, runs, removedRuns }: CommitCounts): string {
  const parts = [
    ...(runs > 0 ? [`${runs} ${runs === 1 ? "run" : "runs"} added`] : []),
    ...(added > 0 ? [`${added} ${added === 1 ? "value" : "values"} added`] : []),
    ...(replaced > 0 ? [`${replaced} replaced`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
    ...(removedRuns > 0 ? [`${removedRuns} ${removedRuns === 1 ? "run" : "runs"} removed`] : []),
    ...(unchanged > 0 ? [`${unchanged} there already`] : []),
  ];
  return parts.length === 0 ? "Nothing to change." : `${parts.join(", ")}.`;
}

/** The lines of a commit that was made. Throws where its changes were refused, with what is in the way. */
export function commitLines({ commit, counts, keptRuns, keptRunCount }: CommitAnswer): string[] {
  const undo = commit === null ? [] : [`Commit ${commit}. To undo it: rcdb undo ${commit}`];
  return [countsLine(counts), ...keptLines(keptRuns, keptRunCount), ...undo];
}

/** What undoing a commit would do: the changes, and the runs that come, go and stay. */
export function undoText({
  changes,
  createdRuns,
  removedRuns,
  keptRuns,
  keptRunCount,
}: UndoReview): string[] {
  return [
    ...(changes.length > 0 ? reviewText(changes) : []),
    ...runsLine("would be created again", createdRuns),
    ...runsLine("would be removed", removedRuns),
    ...keptLines(keptRuns, keptRunCount),
    ...(changes.length + createdRuns.length + removedRuns.length === 0 ? ["Nothing to change."] : []),
  ];
}

function runsLine(what: string, runs: readonly number[]): string[] {
  if (runs.length === 0) return [];
  const more = runs.length > mostTold ? ` … and ${runs.length - mostTold} more` : "";
  const noun = runs.length === 1 ? "run" : "runs";
  return [`${runs.length} ${noun} ${what}: ${runs.slice(0, mostTold).join(", ")}${more}`];
}

function keptLines(runs: readonly KeptRun[], count: number): string[] {
  const told = runs
    .slice(0, mostTold)
    .map(({ run, reason }) => `Run ${run} stays: it has ${reason} that the commit did not add.`);
  return [...told, ...(count > told.length ? [`… and ${count - told.length} more runs`] : [])];
}

const codes: Readonly<Partial<Record<ReviewedChange["state"], FailureCode>>> = {
  no_run: "no_such_run",
  no_condition: "no_such_condition",
  unfit: "bad_value",
};
const mostTold = 10;

/** Throws where changes of a commit were refused: by a conflict, if there is one, with both values of each. */
export function throwRefused({
  refused,
  refusedCount,
}: Pick<CommitAnswer, "refused" | "refusedCount">): void {
  const [first] = refused;
  if (!first) return;
  const told = refused.slice(0, mostTold).map(refusedLine);
  const more = refusedCount > told.length ? [`  … and ${refusedCount - told.length} more`] : [];
  const state = refused.find((one) => one.state === "conflict")?.state ?? first.state;
  throw new RcdbError(
    codes[state] ?? "conflict",
    [
      `Nothing was written: ${refusedCount} ${refusedCount === 1 ? "change is" : "changes are"} refused.`,
      ...told,
      ...more,
    ].join("\n"),
    { refused, refusedCount },
  );
}

function refusedLine({ run, name, new: next, state, message, changed }: ReviewedChange): string {
  // A name with a line break in it is not to look like another line.
  if (state !== "conflict") {
    return `  ${escapeControls(`Run ${run}, ${cut(name)}: ${message ?? stateWords[state]}`)}`;
  }
  const parts = [message ?? "", `The change would make it ${cut(shown(next))}.`, changedText(changed)];
  return `  ${escapeControls(parts.filter((part) => part !== "").join(" "))}`;
}

/** Older programs leave no record of who changed a value. */
function changedText(changed: ReviewedChange["changed"]): string {
  const { user, at } = changed ?? { user: null, at: null };
  if (user === null) return at === null ? "" : `It was stored ${at}.`;
  return `Changed by ${[user, at].filter((part) => part !== null).join(", ")}.`;
}
