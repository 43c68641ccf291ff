import { escapeControls } from "../../core/text/escapeControls.ts";
import type { CopyState } from "../../core/api/copies.ts";
import type { DatabaseInfo } from "../../core/api/database.ts";
import { formatAge, formatInstant } from "../lib/format.ts";

/**
 * The database that a picture is of, and how old what it says is: a copy since it was taken, a file since it was written, a server
 * since now (milliseconds).
 */
export function sourceText(
  { name, modified }: Pick<DatabaseInfo, "name" | "modified">,
  copy: Pick<CopyState, "name" | "taken"> | null,
  now: number,
): string {
  if (copy?.taken) return `Copy of ${escapeControls(copy.name)}, taken ${withAge(copy.taken, now)}`;
  const shown = escapeControls(name);
  if (modified !== null) return `${shown}, changed ${withAge(modified, now)}`;
  return `${shown}, read ${formatInstant(new Date(now).toISOString())}`;
}

/** The age of what is older than a month would only be its date again. */
function withAge(instant: string, now: number): string {
  const moment = formatInstant(instant);
  const age = formatAge(instant, now);
  return moment.startsWith(age) ? moment : `${moment} (${age})`;
}
