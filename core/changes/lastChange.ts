import { changeKey, type Change } from "../api/changes.ts";
import type { Cell } from "../api/values.ts";
import { asText } from "../db/sqlParts.ts";
import { shownTime } from "../time/times.ts";
import { batches } from "../text/batches.ts";
import type { Reading } from "../writing/writing.ts";
import { ChangeReader, changeBeginnings } from "./changeLog.ts";

/** What the log says of the last change of a value: what it became, by whom, and when. */
export interface LastChange {
  readonly value: Cell;
  readonly user: string | null;
  readonly at: string | null;
}

const runsAtOnce = 1000;

/** The last change of each of some values that is in the log, by `changeKey`. */
export async function newestChanges(
  { transaction: { read } }: Reading,
  changes: readonly Change[],
): Promise<Map<string, LastChange>> {
  const keys = new Set(changes.map(changeKey));
  const found = new Map<string, LastChange>();
  for (const runs of batches([...new Set(changes.map(({ run }) => run))], runsAtOnce)) {
    const rows = await read
      .selectFrom("logs")
      .select(["id", "description", "related_run", "created", "user_name"])
      .where("related_run", "in", runs)
      .where((is) => is.or(changeBeginnings.map((words) => is(asText("description"), "like", `${words}%`))))
      .orderBy("id")
      .execute();
    const reader = new ChangeReader();
    for (const row of rows) {
      const logged = reader.add(row);
      const key = logged && changeKey(logged.change);
      if (!logged || key === null || !keys.has(key)) continue;
      const at = row.created === null ? null : shownTime(row.created);
      found.set(key, { value: logged.change.new, user: row.user_name, at });
    }
  }
  return found;
}
