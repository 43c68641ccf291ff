import { cut } from "./cut.ts";
import { expandKnownAliases } from "./aliases.ts";
import { check, type CheckedExpression } from "./check.ts";
import { maxLength, parse } from "./parser.ts";
import { conditionOf, endsBeforeItBegins, periodsCalled, readNamedRuns } from "./namedRuns.ts";
import { periodWithin } from "./periodWithin.ts";
import { mostProblems, problem, replaceBy } from "./problems.ts";
import type { Checked, Expression, NamedRuns, QueryProblem, Span, Vocabulary } from "./tree.ts";
import { describeKind, kindOf, type ValueType } from "./types.ts";

/**
 * Reads an expression for a database: parses it, expands its aliases and checks names and types. What the
 * compiler, the command line and the editor call. Problems come in the order of their places, the first twenty.
 * Relative times count from `now`, by default what the clock on the wall shows.
 */
export function analyze(
  text: string,
  vocabulary: Vocabulary,
  now?: string,
  asked: "truth" | "value" = "truth",
): Checked<CheckedExpression> {
  const parsed = parse(text);
  if (!parsed.ok) return { ok: false, problems: parsed.problems.slice(0, mostProblems) };
  const { tree, problems } = expandKnownAliases(parsed.value, vocabulary.aliases);
  const checked = check(tree, vocabulary.conditions, vocabulary.aliases, now, asked);
  if (checked.ok && problems.length === 0) return checked;
  const all = checked.ok ? problems : [...problems, ...checked.problems];
  const inOrder = all.toSorted((a, b) => a.from - b.from || a.to - b.to);
  return { ok: false, problems: withoutRepeated(inOrder).slice(0, mostProblems) };
}

/** An alias may name a condition that is missing more than once: it is told once at its place. */
function withoutRepeated(problems: readonly QueryProblem[]): QueryProblem[] {
  const keyOf = ({ from, to, message }: QueryProblem): string => `${from} ${to} ${message}`;
  return [...new Map(problems.toReversed().map((problem) => [keyOf(problem), problem])).values()].reverse();
}

/**
 * As `analyze`, for a text that is a whole query: one that names nothing and whose value is a number or a text would select
 * every run, and is refused. Where it reads as runs, ranges of runs or run periods the problem carries these; a text that
 * means something as an expression keeps that meaning.
 */
export function analyzeQuery(text: string, vocabulary: Vocabulary, now?: string): Checked<CheckedExpression> {
  const analyzed = analyze(text, vocabulary, now);
  if (analyzed.ok && !isConstant(analyzed.value)) return analyzed;
  // Nothing of a longer text is looked at.
  if (text.length > maxLength) return analyzed;
  // Most who write `run 10005` or `runs 10001-10010` mean the run: as an expression it is a mistake.
  const { periods = [] } = vocabulary;
  const isNamed = analyzed.ok || periodsCalled(text, periods).length > 0;
  const list = isNamed ? text : text.replace(/^\s*runs?(?:\s*[=:#]\s*|\s+(?=\S))/i, "");
  const runs = readNamedRuns(list, periods) ?? readNamedRuns(text, periods);
  if (runs !== null) return { ok: false, problems: [runsInstead(text, runs, vocabulary, list)] };
  if (!analyzed.ok) {
    const period = periodWithin(text, analyzed.problems, vocabulary);
    return period === null ? analyzed : { ok: false, problems: [period] };
  }
  const type = analyzed.value.tree === null ? undefined : analyzed.value.types.get(analyzed.value.tree);
  const message = `This names no condition: its value is ${describeKind(type ?? "int")}, the same for every run. Compare a condition with it.`;
  return { ok: false, problems: [problem("names-nothing", placeOf(text), message)] };
}

/** A value that is calculated for each run, and its type. */
export interface CheckedValue extends CheckedExpression {
  readonly tree: Expression;
  readonly type: ValueType;
}

/** As `analyze`, for the text of a computed column: what names nothing has the same value for every run, and is refused. */
export function analyzeValue(text: string, vocabulary: Vocabulary, now?: string): Checked<CheckedValue> {
  const analyzed = analyze(text, vocabulary, now, "value");
  if (!analyzed.ok) return analyzed;
  const { tree, conditions, runFields, types } = analyzed.value;
  const type = tree === null ? "none" : (types.get(tree) ?? "none");
  if (tree === null || type === "none" || conditions.length + runFields.length === 0) {
    const message =
      "This names no condition: its value is the same for every run. Calculate with one, such as event_count / 1e6.";
    return { ok: false, problems: [problem("names-nothing", placeOf(text), message)] };
  }
  return { ok: true, value: { ...analyzed.value, tree, type } };
}

/** Whether it names nothing, and is a number or a text; comparisons of constants and True are neither. */
function isConstant({ tree, conditions, runFields, types }: CheckedExpression): boolean {
  if (tree === null || conditions.length + runFields.length > 0) return false;
  const type = types.get(tree) ?? "bool";
  return type !== "bool" && (kindOf(type) === "number" || kindOf(type) === "text");
}

/** The most ranges that are written out as a condition to fix the text. */
const mostWritten = 20;

/** `list` is the text without the word “run” before it. */
function runsInstead(
  text: string,
  runs: readonly NamedRuns[],
  { periods = [], conditions }: Vocabulary,
  list: string,
): QueryProblem {
  const period = [text, list].flatMap((name) => periodsCalled(name, periods))[0]?.name;
  if (runs.some(endsBeforeItBegins)) return reversedRuns(text, runs, period);
  const place = placeOf(text);
  // A condition of that name would be meant.
  const isWritten = runs.length <= mostWritten && conditions.every(({ name }) => name !== "run");
  const fixes = isWritten ? [replaceBy(place, conditionOf(runs))] : [];
  const message = `“${cut(text.trim())}” names no condition.`;
  return { ...problem("runs", place, message, fixes), runs, ...(period === undefined ? {} : { period }) };
}

/** Runs of which a range was written the wrong way round. Of a run period's bounds no other are guessed. */
function reversedRuns(text: string, runs: readonly NamedRuns[], period: string | undefined): QueryProblem {
  const place = placeOf(text);
  const [wrong] = runs.filter(endsBeforeItBegins);
  if (!wrong || period !== undefined) {
    const message = `The run period “${cut(text.trim())}” ends before it begins, at run ${wrong?.runMax}. It names no runs.`;
    return problem("reversed-runs", place, message);
  }
  const right = runs.map((one) =>
    endsBeforeItBegins(one) ? { runMin: one.runMax, runMax: one.runMin } : one,
  );
  const written = `${wrong.runMin}-${wrong.runMax}`;
  const message = `“${cut(text.trim())}” names no condition, and the range of runs ${written} ends before it begins. Did you mean ${wrong.runMax}-${wrong.runMin}?`;
  const fixes = right.length <= mostWritten ? [replaceBy(place, right.map(writtenRange).join(","))] : [];
  return { ...problem("reversed-runs", place, message, fixes), runs: right };
}

function writtenRange({ runMin, runMax }: NamedRuns): string {
  return runMin === runMax ? String(runMin) : `${runMin ?? ""}-${runMax ?? ""}`;
}

/** The text without the blanks around it. */
function placeOf(text: string): Span {
  const from = text.length - text.trimStart().length;
  return { from, to: from + text.trim().length };
}
