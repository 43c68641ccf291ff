/** Expressions that a database does not take, refused in words before they are sent. */
import { RcdbError } from "../api/failure.ts";
import type { Dialect, Sql } from "../db/dialect.ts";
import { boundIn } from "../db/measuredSql.ts";
import { problem } from "../query/problems.ts";
import type { Span } from "../query/tree.ts";

/** The error that says what is too much; `place` where it stands in the text. */
export function tooLarge(reason: string, place?: Span): RcdbError {
  const message = `The expression is too large: ${reason}. Split it in two queries.`;
  const problems = place ? [problem("too-large", place, message)] : [];
  return new RcdbError("expression", message, { problems });
}

/** Throws `expression` where a statement has more texts than the database takes. */
export function checkBound({ mostBound }: Dialect, statement: Sql): void {
  const bound = boundIn(statement);
  if (bound <= mostBound) return;
  throw tooLarge(`its SQL has ${bound} texts, at most ${mostBound} can be compared with`);
}
