import { cut, cutQuoted } from "./cut.ts";
import type { ProblemCode } from "./problemCodes.ts";
import type { QueryFix, QueryProblem, Span } from "./tree.ts";

/** Most problems told of one expression. */
export const mostProblems = 20;

/** The most characters that a fix puts in. */
const mostInserted = 1000;

/** The span of `span` alone, without whatever else the object carries. */
function spanOf(span: Span): Span {
  return { from: span.from, to: span.to };
}

/** Makes a problem at the place of `span` (a token, a node or a plain span). */
export function problem(
  code: ProblemCode,
  span: Span,
  message: string,
  fixes: readonly QueryFix[] = [],
): QueryProblem {
  const short = fixes.filter(({ insert }) => insert.length <= mostInserted);
  return { code, ...spanOf(span), message: cutQuoted(message), fixes: short };
}

/** A fix that puts `insert` in the place of `span`; its label is what stands there afterwards. */
export function replaceBy(span: Span, insert: string, label: string = cut(insert.trim())): QueryFix {
  return { ...spanOf(span), label, insert };
}

/** "a", "a or b", "a, b or c". */
export function either(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}
