import { analyze, type Vocabulary } from "../../core/query/index.ts";
import { filtersOf } from "./columnTest.ts";

/** What asks for runs since a time relative to now, as the presets of the range write it. */
const preset = /^started >= '(?:now|today|monday)[^']*'$/;

/** An expression without the time of a preset. */
export function withoutStart(expression: string): string {
  return filtersOf(expression).find(({ text }) => preset.test(text))?.rest ?? expression;
}

/**
 * An expression that asks also for a start (`>= 'now-24h'`, `== '2018-03'`), in place of an earlier one of a preset. Null where the
 * expression cannot be read: joined to it the start would mean something else.
 */
export function withStart(expression: string, start: string, vocabulary: Vocabulary): string | null {
  if (expression.trim() !== "" && !analyze(expression, vocabulary).ok) return null;
  const rest = withoutStart(expression).trim();
  const part = `started ${start}`;
  if (rest === "") return part;
  return /\bor\b/.test(rest) ? `(${rest}) and ${part}` : `${rest} and ${part}`;
}
