import { RcdbError, type Failure, type Outcome, type FailureDetail } from "../core/api/failure.ts";
import { asksForPassword } from "../core/api/profiles.ts";
import { clearRunList } from "../core/api/runNotation.ts";
import { boundsOfRanges, formatRunBounds } from "../core/api/runRange.ts";
import { caret } from "../core/query/caret.ts";
import type { QueryProblem } from "../core/query/tree.ts";

/** An error in a condition expression, together with its text: it is shown at its place. */
export class ExpressionError extends RcdbError {
  readonly expression: string;

  constructor({ code, message, detail }: Failure, expression: string) {
    super(code, message, detail);
    this.expression = expression;
  }
}

/** The value of an outcome. A failure is thrown as an `RcdbError`, one in `expression` together with that. */
export function unwrap<T>(outcome: Outcome<T>, expression?: string): T {
  if (outcome.ok) return outcome.value;
  const { code, message, detail } = outcome.error;
  // Of a computed column the text is told.
  const text = detail?.["text"];
  const wrong = typeof text === "string" ? text : expression;
  if (code === "expression" && wrong !== undefined) throw new ExpressionError(outcome.error, wrong);
  throw new RcdbError(code, message, detail);
}

/** For what the command line itself finds wrong in what was typed. */
export function badInput(message: string): RcdbError {
  return new RcdbError("bad_input", message);
}

/** The problems of a failure of an expression, in the order of their places. */
export function problemsOf(detail: FailureDetail | undefined): readonly QueryProblem[] {
  return (detail?.["problems"] ?? []) as readonly QueryProblem[];
}

/** An error in words for people; an expression is shown with carets under what is wrong. */
export function textOf(error: RcdbError): string {
  if (!(error instanceof ExpressionError)) return error.message + loginHint(error);
  const texts = problemsOf(error.detail).map(
    (problem) => `${problem.message}${insteadOf(problem)}\n${indented(caret(error.expression, problem))}`,
  );
  return texts.length > 0 ? texts.join("\n") : error.message;
}

/** What to do about runs that stand where a condition is expected. */
function insteadOf({ runs, period, rest }: QueryProblem): string {
  if (runs === undefined && period !== undefined && rest !== undefined) {
    return ` Give --runs ${shellWord(period)} ${shellWord(rest)}`;
  }
  if (runs === undefined) return "";
  const named = period ?? clearRunList(formatRunBounds(boundsOfRanges(runs)));
  return ` To select these runs give --runs ${shellWord(named)}`;
}

/** What to do about a refused login; empty for every other error. */
function loginHint(error: RcdbError | Failure): string {
  return asksForPassword(error)
    ? " The password is given by RCDB_PASSWORD or --password-file, or typed on a terminal."
    : "";
}

/** A failure for programs: its message says all that `textOf` says, but for the place in the text. */
export function completeFailure(failure: Failure): Failure {
  const [problem] = problemsOf(failure.detail);
  return {
    ...failure,
    message: failure.message + (problem ? insteadOf(problem) : loginHint(failure)),
  };
}

/** A text as one word of a shell's command line. */
export function shellWord(text: string): string {
  return /^[\w%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function indented(lines: string): string {
  return lines.replace(/^/gm, "    ");
}
