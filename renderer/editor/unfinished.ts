/** What is wrong only because the text is still being written. */
import type { QueryProblem } from "../../core/query/index.ts";

/** Problems that go away by writing on at their place. */
const fixedByWritingOn = new Set<QueryProblem["code"]>([
  "value-expected",
  "bracket",
  "unterminated-string",
  "method",
  "argument",
  "alias-name",
]);

export interface Writing {
  readonly text: string;
  /** Where the cursor is; null while the writer is elsewhere. */
  readonly cursor: number | null;
  /** Completions are offered for the word at the cursor. */
  readonly completing: boolean;
}

/** The problems to be shown while somebody is writing: not those that the next keys may fix. */
export function finishedProblems(problems: readonly QueryProblem[], writing: Writing): QueryProblem[] {
  const { text, cursor, completing } = writing;
  if (cursor === null) return [...problems];
  const isAtCursor = (place: number) =>
    text.slice(Math.min(place, cursor), Math.max(place, cursor)).trim() === "";
  return problems.filter((problem) => {
    if (completing && problem.from <= cursor && cursor <= problem.to) return false;
    const insertions = problem.fixes.filter((fix) => fix.from === fix.to).map((fix) => fix.from);
    const places = [problem.from, problem.to, ...insertions];
    return !(fixedByWritingOn.has(problem.code) && places.some(isAtCursor));
  });
}
