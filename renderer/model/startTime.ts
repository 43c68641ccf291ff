import { filtersOf } from "./columnTest.ts";

/** What asks for runs since a time relative to now, as the presets of the range write it. */
const preset = /^started >= '(?:now|today)[^']*'$/;

/** An expression that asks also for runs since a time (`now-24h`), in place of an earlier one of this kind. */
export function withStart(expression: string, since: string): string {
  const earlier = filtersOf(expression).find(({ text }) => preset.test(text));
  const rest = (earlier?.rest ?? expression).trim();
  const part = `started >= '${since}'`;
  if (rest === "") return part;
  return /\bor\b/.test(rest) ? `(${rest}) and ${part}` : `${rest} and ${part}`;
}
