/**
 * Errors as data: every call answers an `Outcome`, on every transport.
 *
 * Code inside the core may throw an `RcdbError`; `dispatch` turns it (and anything else
 * that is thrown) into a `Failure`, so nothing but plain data crosses a boundary.
 */
import { cutQuoted } from "../query/cut.ts";

/** Every error code there is, with what it stands for. */
export const failureCodes = {
  bad_input: "The input of a call does not fit its schema",
  unknown_call: "There is no call of that name",
  bad_connection: "The connection string cannot be read or its kind is not supported",
  unreachable: "The database server cannot be reached",
  login_refused: "Login refused",
  connection_lost: "The connection to the database server broke, or the server stopped answering",
  uncertain: "A commit was not answered, and whether the change was stored could not be found out",
  replaced: "The database file was replaced by another while it was open",
  no_such_file: "The database file does not exist",
  no_permission: "The file or folder may not be read or written",
  not_a_database: "The file is not an SQLite database, or the server has no database of that name",
  not_rcdb: "The database has none of RCDB's tables",
  wrong_schema: "The database has another schema version",
  locked: "Another program holds the database",
  damaged: "The database file is damaged",
  copy_differs: "The copy does not have what its source has now",
  list_differs: "The query of a saved list of runs selects other runs now",
  not_in_copy: "The database is a copy that was taken without what is asked for",
  incomplete_copy: "The file is a copy that was interrupted and is not whole",
  not_open: "No database is open",
  no_token: "The server needs a token, and none or another was given",
  too_many: "A client asks more often than the server allows",
  not_allowed: "This host does not allow the call",
  expression: "The condition expression has an error; `detail.problems` says where",
  no_such_condition: "A condition type of that name does not exist",
  no_such_run: "The run does not exist",
  no_value: "The run has no value of that condition",
  no_such_period: "The run period does not exist",
  no_such_alias: "The database has no alias of that name; built-in ones cannot be changed",
  no_such_commit: "The log has no commit of that id",
  no_such_profile: "There is no connection profile of that name",
  already_exists: "Something of that name or path exists already and is not overwritten",
  ambiguous: "Several rows have the name; `detail.candidates` lists them, to be named by id",
  conflict: "A stored value differs from the given one and is not overwritten",
  bad_value: "A value does not fit the type of its condition, or its column",
  too_large: "A text or file is larger than what can be stored",
  no_such_configuration_file: "The configuration file does not exist",
  result_gone: "The result is no longer held; run the query again",
  cancelled: "The call was cancelled",
  too_long: "The call took its share of the time while others waited, or would take longer than asked for",
  disk_full: "The disk is full",
  incomplete: "A part of the work failed; the rest is done",
  cannot_listen: "The server cannot listen at the address or port",
  interrupted: "The process that worked on the call ended before it answered",
  internal: "A defect of this program",
} as const;

export type FailureCode = keyof typeof failureCodes;

export function isFailureCode(text: string): text is FailureCode {
  return Object.hasOwn(failureCodes, text);
}

/** Detail of a failure; JSON, its form depends on the code. */
export type FailureDetail = Readonly<Record<string, unknown>>;

export interface Failure {
  readonly code: FailureCode;
  /** What happened, why, and what to do: shown to people as it is. */
  readonly message: string;
  readonly detail?: FailureDetail;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Failure };

export function succeeded<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** Whether an outcome is that the database gave no answer: what reads may be asked again. */
export function isUnanswered(
  outcome: Outcome<unknown>,
): outcome is { readonly ok: false; readonly error: Failure } {
  return !outcome.ok && (outcome.error.code === "connection_lost" || outcome.error.code === "unreachable");
}

export function failed(code: FailureCode, message: string, detail?: FailureDetail): Outcome<never> {
  const error = { code, message: cutQuoted(message) };
  return { ok: false, error: detail === undefined ? error : { ...error, detail } };
}

/** An error as an outcome. */
export function failedWith(error: RcdbError): Outcome<never> {
  return { ok: false, error: toFailure(error) };
}

/** What is answered to one who no longer wants the answer. */
export const cancelled: Outcome<never> = failed("cancelled", "Cancelled.");

/** How the core's own code reports an error to `dispatch`. */
export class RcdbError extends Error {
  readonly code: FailureCode;
  readonly detail: FailureDetail | undefined;

  constructor(code: FailureCode, message: string, detail?: FailureDetail) {
    super(cutQuoted(message));
    this.name = "RcdbError";
    this.code = code;
    this.detail = detail;
  }
}

/** The value of an outcome; throws its failure as an `RcdbError`. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { code, message, detail } = outcome.error;
  throw new RcdbError(code, message, detail);
}

/** What work gives as an outcome, whatever it throws: the one place where what is thrown becomes data. */
export async function outcomeOf<T>(work: () => Promise<T> | T): Promise<Outcome<T>> {
  try {
    return succeeded(await work());
  } catch (thrown) {
    return { ok: false, error: toFailure(thrown) };
  }
}

/** Any thrown thing as a `Failure`: an `RcdbError` as it says, all else as `internal`. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof RcdbError) {
    const { code, message, detail } = thrown;
    return detail === undefined ? { code, message } : { code, message, detail };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", message: `This is a defect of RCDB Desktop: ${message}` };
}
