import type { Change, ReviewedChange } from "../api/changes.ts";
import type { Database, StorageLimits } from "../db/database.ts";
import { shownTime } from "../time/times.ts";
import { nowOf, standingsOf, type ReadingWithin, type Standing } from "./standing.ts";
import { newestChanges, type LastChange } from "./lastChange.ts";
import { changeKey } from "../api/changes.ts";

/** How changes stand to what is stored now, in their order. Throws `bad_input` where two are of the same value. */
export async function reviewChanges(
  { read, limits }: Pick<Database, "read" | "limits">,
  changes: readonly Change[],
): Promise<ReviewedChange[]> {
  const reading = { transaction: { read }, limits };
  return reviewed(reading, await standingsOf(reading, changes, { mayCreate: () => false, ownForms: null }));
}

/** Standings for people: with who stored what is in the way, and when, as far as it is known. */
export async function reviewed(
  reading: ReadingWithin,
  standings: readonly Standing[],
): Promise<ReviewedChange[]> {
  const conflicts = standings.filter(({ state }) => state === "conflict");
  const last = await newestChanges(
    reading,
    conflicts.map(({ change }) => change),
  );
  return standings.map((standing) => toReviewed(standing, last, reading.limits));
}

function toReviewed(
  standing: Standing,
  last: ReadonlyMap<string, LastChange>,
  limits: StorageLimits,
): ReviewedChange {
  const { change, type, next, state, problem } = standing;
  const { run, kind, name, old, new: given } = change;
  const now = nowOf(standing, limits);
  return {
    run,
    kind,
    name,
    old,
    new: given,
    type: type?.type ?? null,
    now,
    next: nowOf({ type, stored: next }, limits),
    state,
    message: problem?.message ?? null,
    changed: state === "conflict" ? changedBy(standing, now, last.get(changeKey(change))) : null,
  };
}

/** Of the log only what tells of the value that is there: other programs write values and leave no record. */
function changedBy(
  { rows }: Standing,
  now: ReviewedChange["now"],
  last: LastChange | undefined,
): ReviewedChange["changed"] {
  if (last && last.value === now) return { user: last.user, at: last.at };
  const at = rows.at(-1)?.created ?? null;
  return at === null ? null : { user: null, at: shownTime(at) };
}
