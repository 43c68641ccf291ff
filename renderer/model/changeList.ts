/** The changes of a draft as a list: one for each value, in the order in which they were begun. */
import { changeKey, type Change, type ReviewedChange } from "../../core/api/changes.ts";
import { formatCount } from "../lib/format.ts";

/** Which value of which run. */
export type ChangedPlace = Pick<Change, "run" | "kind" | "name">;

/**
 * The list with a change in it, whose old value is the stored one. One of a value that is in the list keeps that one's old value, so that
 * what somebody else stored meanwhile is found; what is back at the stored value is left out.
 */
export function withChange(changes: readonly Change[], change: Change): readonly Change[] {
  const key = changeKey(change);
  const at = changes.findIndex((other) => changeKey(other) === key);
  const before = changes[at];
  if (!before) return change.old === change.new ? changes : [...changes, change];
  return change.new === change.old
    ? changes.toSpliced(at, 1)
    : changes.with(at, { ...change, old: before.old });
}

/** The list with many changes in it, whose old values are the stored ones. */
export function withChanges(changes: readonly Change[], added: readonly Change[]): readonly Change[] {
  const byKey = new Map(changes.map((change) => [changeKey(change), change]));
  for (const change of added) {
    const key = changeKey(change);
    if (change.old === change.new) byKey.delete(key);
    else byKey.set(key, { ...change, old: (byKey.get(key) ?? change).old });
  }
  return [...byKey.values()];
}

/** The list with the changes of a file in it: these take the place of others, and name the old values that they were made over. */
export function withFile(changes: readonly Change[], added: readonly Change[]): readonly Change[] {
  return [...new Map([...changes, ...added].map((change) => [changeKey(change), change])).values()];
}

/** What is left of the list when some of it was stored: what was edited while that was going on, over what is stored now. */
export function withoutStored(changes: readonly Change[], stored: readonly Change[]): readonly Change[] {
  const done = new Map(stored.map((change) => [changeKey(change), change]));
  return changes.flatMap((change) => {
    const before = done.get(changeKey(change));
    if (before === undefined) return [change];
    return before.new === change.new ? [] : [{ ...change, old: before.new }];
  });
}

export function withoutChange(changes: readonly Change[], place: ChangedPlace): readonly Change[] {
  const key = changeKey(place);
  return changes.filter((change) => changeKey(change) !== key);
}

/** Of values that somebody else changed meanwhile: what is stored now stays, or ours take its place. */
export function resolved(
  changes: readonly Change[],
  conflicts: readonly ReviewedChange[],
  choice: "mine" | "stored",
): readonly Change[] {
  const byKey = new Map(conflicts.map((conflict) => [changeKey(conflict), conflict]));
  return changes.flatMap((change) => {
    const conflict = byKey.get(changeKey(change));
    if (conflict === undefined) return [change];
    return choice === "stored" ? [] : [{ ...change, old: conflict.now }];
  });
}

/** Those that wait for a choice or have to be put right before anything is written. */
export function blocking(reviewed: readonly ReviewedChange[]): readonly ReviewedChange[] {
  return reviewed.filter(({ state }) => state !== "ready" && state !== "done");
}

/** `3 changes of 2 runs`; without those that were stored already, where some were. */
export function changesText(changes: readonly ChangedPlace[], unchanged = 0): string {
  const runs = new Set(changes.map(({ run }) => run)).size;
  const count = formatCount(changes.length - unchanged, "change");
  return runs === 1 && changes.length > 0
    ? `${count} of run ${changes[0]?.run}`
    : `${count} of ${formatCount(runs, "run")}`;
}
