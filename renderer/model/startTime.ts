import { analyze, type Vocabulary } from "../../core/query/index.ts";
import { filtersOf } from "./columnTest.ts";

/** What asks for runs since a time relative to now, as the presets of the range write it. */
const preset = /^started >= '(?:now|today)[^']*'$/;

/** The Monday of a day's week, `2026-11-23`: the language has no week, and `today-4d` is another day tomorrow. */
export function mondayOf(day: Date): string {
  const monday = new Date(
    Date.UTC(day.getFullYear(), day.getMonth(), day.getDate() - ((day.getDay() + 6) % 7)),
  );
  return monday.toISOString().slice(0, "2026-11-23".length);
}

/** An expression without the time of a preset. */
export function withoutStart(expression: string, today: Date): string {
  const thisWeek = `started >= '${mondayOf(today)}'`;
  return filtersOf(expression).find(({ text }) => preset.test(text) || text === thisWeek)?.rest ?? expression;
}

/**
 * An expression that asks also for a start (`>= 'now-24h'`, `== '2018-03'`), in place of an earlier one of a preset. Null where the
 * expression cannot be read: joined to it the start would mean something else.
 */
export function withStart(
  expression: string,
  start: string,
  vocabulary: Vocabulary,
  today: Date,
): string | null {
  if (expression.trim() !== "" && !analyze(expression, vocabulary).ok) return null;
  const rest = withoutStart(expression, today).trim();
  const part = `started ${start}`;
  if (rest === "") return part;
  return /\bor\b/.test(rest) ? `(${rest}) and ${part}` : `${rest} and ${part}`;
}
