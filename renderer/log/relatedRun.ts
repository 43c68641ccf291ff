import type { LogRecord } from "../../core/api/log.ts";

/** The run that a record is about; other programs write 0 where it is about none. */
export function relatedRun({ run }: Pick<LogRecord, "run">): number | null {
  return run === 0 ? null : run;
}
