/** What was read for the last counts, so that the next one, which asks mostly for the same, is there at once. */
import type { ConditionType } from "../api/catalogue.ts";
import type { CallContext } from "../api/dispatch.ts";
import type { RunBounds } from "../api/runRange.ts";
import type { Database } from "../db/database.ts";
import { readNewest } from "../db/newest.ts";
import type { CheckedExpression } from "../query/check.ts";
import type { Leaf } from "./leaves.ts";
import { readRuns, readTruths, type RunTruths, type Wanted } from "./runTruths.ts";

/** Kept so long, in milliseconds: a value that other programs replace without a record in the log changes no id. */
const timeout = 30_000;
/** Bytes of truths that are kept; a million runs take a megabyte for each test. */
const mostKept = 64_000_000;

interface Recent {
  readonly known: RunTruths;
  readonly bounds: string;
  readonly newest: string;
  readonly since: number;
}

const recents = new WeakMap<Database, Recent>();

/**
 * The runs within bounds with what is wanted of them: read anew, or, where it `mayBeRecent`, only what is not known from the last seconds. Throws
 * `expression` and `cancelled`.
 */
export async function recentTruths(
  database: Database,
  mayBeRecent: boolean,
  wanted: Wanted,
  checked: CheckedExpression,
  types: readonly ConditionType[],
  bounds: RunBounds,
  context: CallContext,
): Promise<{ readonly known: RunTruths; readonly found: ReadonlyMap<Leaf, Uint8Array> }> {
  const newest = JSON.stringify(await readNewest(database));
  const key = JSON.stringify(bounds);
  const recent = recents.get(database);
  const isUsed =
    mayBeRecent &&
    recent?.bounds === key &&
    recent.newest === newest &&
    performance.now() - recent.since < timeout &&
    (!wanted.withLengths || recent.known.lengths !== null);
  const known = isUsed ? recent.known : await readRuns(database, bounds, wanted.withLengths, context);
  if (!isUsed) recents.set(database, { known, bounds: key, newest, since: performance.now() });
  const found = await readTruths(database, known, wanted, checked, types, bounds, context);
  known.keep(mostKept);
  return { known, found };
}
