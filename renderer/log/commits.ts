import type { LogRecord } from "../../core/api/log.ts";

/** Whether a record is that of a commit, by which its changes can be undone. */
export function isCommit({ description }: Pick<LogRecord, "description">): boolean {
  return description !== null && /^(?:Committed|Undid commit) [^:]*: \{/.test(description);
}
