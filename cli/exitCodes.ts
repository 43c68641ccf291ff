import type { FailureCode } from "../core/api/failure.ts";

/** What `rcdb` ends with. */
export const exitCodes = {
  fine: 0,
  /** A defect of rcdb. */
  defect: 1,
  /** There is no value where one was asked for: what shell programs test, as the Python tools end so. */
  noValue: 1,
  /** Two things differ that were to be the same, as `cmp` and `diff` end. */
  differs: 1,
  /** The command, or what it gives, is wrong, or is refused by the database: to be fixed by who typed it. */
  badInput: 2,
  /** The database or a file cannot be opened, reached, read or written. */
  unavailable: 3,
  /** A part of the work failed; the rest is done. */
  incomplete: 4,
  /** Ended by Ctrl-C: 128 and the signal's number, as shells have it. */
  interrupted: 130,
} as const;

const unavailable: ReadonlySet<FailureCode> = new Set([
  "unreachable",
  "login_refused",
  "connection_lost",
  "uncertain",
  "no_such_file",
  "no_permission",
  "not_a_database",
  "not_rcdb",
  "wrong_schema",
  "locked",
  "damaged",
  "incomplete_copy",
  "disk_full",
]);

/** The exit code of a failure. */
export function exitCodeOf(code: FailureCode): number {
  if (code === "internal") return exitCodes.defect;
  if (code === "no_value") return exitCodes.noValue;
  if (code === "copy_differs" || code === "list_differs") return exitCodes.differs;
  if (code === "cancelled") return exitCodes.interrupted;
  if (code === "incomplete") return exitCodes.incomplete;
  return unavailable.has(code) ? exitCodes.unavailable : exitCodes.badInput;
}
