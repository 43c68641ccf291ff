/** The changes of a draft as a list: one for each value, in the order in which they were begun. */
import { changeKey, type Change, type ReviewedChange } from "../../core/api/changes.ts";
import { formatCount } from "../lib/format.ts";

/** Which value of which run. */
export type ChangedPlace = Pick<Change, "run" | "kind" | "name">;

/** The list with a change in it: one of a value that is in it keeps its old value, one that changes nothing is left out. */
export function withChange(changes: readonly Change[], change: Change): readonly Change[] {
  const key = changeKey(change);
  const at = changes.findIndex((other) => changeKey(other) === key);
  const before = changes[at];
  if (!before) return change.old === change.new ? changes : [...changes, change];
  const merged = { ...change, old: before.old };
  return merged.old === merged.new ? changes.toSpliced(at, 1) : changes.with(at, merged);
}

/** The list with many changes in it. */
export function withChanges(changes: readonly Change[], added: readonly Change[]): readonly Change[] {
  const byKey = new Map(changes.map((change) => [changeKey(change), change]));
  for (const change of added) {
    const key = changeKey(change);
    const old = (byKey.get(key) ?? change).old;
    if (old === change.new) byKey.delete(key);
    else byKey.set(key, { ...change, old });
  }
  return [...byKey.values()];
}

export function withoutChange(changes: readonly Change[], place: ChangedPlace): readonly Change[] {
  const key = changeKey(place);
  return changes.filter((change) => changeKey(change) !== key);
}

/** Of a value that somebody else changed meanwhile: what is stored now stays, or ours takes its place. */
export function resolved(
  changes: readonly Change[],
  conflict: ReviewedChange,
  choice: "mine" | "stored",
): readonly Change[] {
  if (choice === "stored") return withoutChange(changes, conflict);
  const key = changeKey(conflict);
  return changes.map((change) => (changeKey(change) === key ? { ...change, old: conflict.now } : change));
}

/** Those that wait for a choice or have to be put right before anything is written. */
export function blocking(reviewed: readonly ReviewedChange[]): readonly ReviewedChange[] {
  return reviewed.filter(({ state }) => state !== "ready" && state !== "done");
}

/** `3 changes of 2 runs`. */
export function changesText(changes: readonly ChangedPlace[]): string {
  const runs = new Set(changes.map(({ run }) => run)).size;
  const count = formatCount(changes.length, "change");
  return runs === 1 && changes.length > 0
    ? `${count} of run ${changes[0]?.run}`
    : `${count} of ${formatCount(runs, "run")}`;
}
