/** Names of run periods within a query that says more: people write `RunPeriod-2018-01 and beam_current > 100`. */
import { cut } from "./cut.ts";
import { conditionOf, periodsCalled } from "./namedRuns.ts";
import { parse } from "./parser.ts";
import { problem, replaceBy } from "./problems.ts";
import type { PeriodName, QueryFix, QueryProblem, Span, Vocabulary } from "./tree.ts";

const wordCharacter = /^[\p{ID_Continue}]$/u;

/** Of a longer text the rest is not given again. */
const mostRepeated = 1000;

/**
 * What to say of a query with `problems` where one of these is at the name of a run period: that problem alone, for the
 * others mostly come of it. Null where no name is to blame.
 */
export function periodWithin(
  text: string,
  problems: readonly QueryProblem[],
  { periods = [], conditions }: Vocabulary,
): QueryProblem | null {
  const [place] = problems
    .flatMap((wrong) => placesAt(text, periods, wrong))
    .sort((a, b) => a.from - b.from || b.to - a.to);
  if (!place) return null;
  const name = text.slice(place.from, place.to);
  const named = periodsCalled(name, periods);
  // A condition called “run” would be meant.
  const isWritten = conditions.every((condition) => condition.name !== "run");
  const fixes = isWritten ? [writtenOut(text, place, named)] : [];
  const message = `“${cut(name)}” is a run period and names no condition.`;
  const rest = text.length > mostRepeated ? null : withoutOperand(text, place);
  const period = named[0]?.name ?? name;
  return { ...problem("run-period", place, message, fixes), period, ...(rest === null ? {} : { rest }) };
}

/** Where the names of run periods stand first within a place, or over its ends, as words of their own. */
function placesAt(text: string, periods: readonly PeriodName[], place: Span): Span[] {
  const lower = text.toLowerCase();
  // Some letters have another length in lower case: their places are not those of the text.
  const ignoresCase = lower.length === text.length;
  const searched = ignoresCase ? lower : text;
  return periods.flatMap(({ name }) => {
    const wanted = ignoresCase ? name.trim().toLowerCase() : name.trim();
    const first = Math.max(0, place.from - wanted.length + 1);
    for (let from = searched.indexOf(wanted, first); wanted !== "" && from >= 0 && from < place.to;) {
      const to = from + wanted.length;
      const isWord = ![text[from - 1], text[to]].some((beside) => wordCharacter.test(beside ?? ""));
      if (isWord && periodsCalled(text.slice(from, to), periods).length > 0) return [{ from, to }];
      from = searched.indexOf(wanted, to);
    }
    return [];
  });
}

/** The runs of the period as a condition in the place of its name; `and` is put before what follows without one. */
function writtenOut(text: string, { from, to }: Span, named: readonly PeriodName[]): QueryFix {
  const condition = conditionOf(named);
  const written = named.length > 1 ? `(${condition})` : condition;
  const [gap] = /^\s*[,;]?\s*(?=[^\s,;])(?!(?:and|or)\b|\))/.exec(text.slice(to)) ?? [];
  return gap === undefined
    ? replaceBy({ from, to }, written)
    : replaceBy({ from, to: to + gap.length }, `${written} and `);
}

/** The query without one of the conditions that all have to hold; null where what stands there is no such one. */
function withoutOperand(text: string, { from, to }: Span): string | null {
  const before = /^(?:|([^]*)\sand)$/.exec(text.slice(0, from).trim());
  const after = /^(?:|(?:and\b|[,;])?([^]*))$/.exec(text.slice(to).trim());
  if (!before || !after) return null;
  const parts = [before[1], after[1]].map((part) => (part ?? "").trim()).filter((part) => part !== "");
  return parts.length > 0 && parts.every(isOperand) ? parts.join(" and ") : null;
}

/** Whether a text may stand beside `and` as it is. */
function isOperand(text: string): boolean {
  const parsed = parse(text);
  return (
    parsed.ok && parsed.value !== null && !(parsed.value.kind === "logical" && parsed.value.operator === "or")
  );
}
