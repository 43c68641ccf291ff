/** Whether counts can be there while somebody types. */
import { RcdbError } from "../api/failure.ts";
import { greatestId } from "../conditions/greatestId.ts";
import type { SelectionPlan } from "../conditions/plan.ts";
import type { Database } from "../db/database.ts";

/** Rows of conditions that one pass reads in the time of a frame or three. */
export const mostReadInTime = 200_000;

/**
 * Throws `too_long` where all rows of a large table would be read for a count: nothing can end such a statement of SQLite but the end of
 * its process, which the next query would have to wait for.
 */
export async function checkInTime(database: Database, { kind }: SelectionPlan, most: number): Promise<void> {
  if (kind !== "scan" && kind !== "driven") return;
  if (most === Infinity || (await greatestId(database)) <= most) return;
  throw new RcdbError("too_long", "Counting reads all conditions here. Run the query for its counts.");
}
