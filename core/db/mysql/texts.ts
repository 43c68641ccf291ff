/** Parts of texts and numbers in texts, in the SQL of MySQL and MariaDB. Texts are the bytes of their UTF-8. */
import { nullIf, sql } from "../measuredSql.ts";
import type { OnceSql, Places, Sql } from "../dialect.ts";
import { finite } from "./floats.ts";
import { numberLiteral } from "../sqlParts.ts";

/** The text as characters. */
function characters(text: Sql): Sql {
  return sql`CONVERT(${text} USING utf8mb4)`;
}

export function lengthOf(text: Sql): Sql {
  return sql`CHAR_LENGTH(${characters(text)})`;
}

/** NULL where there is no such character. */
export function characterAt(text: Sql, at: number): Sql {
  // Beyond the beginning or the end SUBSTRING gives an empty text.
  const place = at < 0 ? at : at + 1;
  const character = sql`CAST(SUBSTRING(${characters(text)}, ${numberLiteral(place)}, 1) AS BINARY)`;
  return nullIf(character, sql`_binary ''`);
}

export function sliceOf(whole: Sql, { start, stop, step }: Places, once: OnceSql): Sql {
  const [first, end] = step > 0 ? [start, stop] : [stop, start];
  const namesTwice = first !== null && first < 0 && end !== null && end >= 0;
  const text = characters(namesTwice ? once(whole) : whole);
  const taken = step > 0 ? forwards(text, start, stop) : backwards(text, start, stop);
  return sql`CAST(${everyFew(taken, Math.abs(step))} AS BINARY)`;
}

/** `text[start:stop]`; all but one of the cases name the text once, `namesTwice` of `sliceOf`. */
function forwards(text: Sql, start: number | null, stop: number | null): Sql {
  const first = start ?? 0;
  if (first >= 0) {
    const rest = first === 0 ? text : sql`SUBSTRING(${text}, ${numberLiteral(first + 1)})`;
    if (stop === null) return rest;
    return stop < 0
      ? withoutLast(rest, -stop)
      : sql`LEFT(${rest}, ${numberLiteral(Math.max(0, stop - first))})`;
  }
  if (stop === null) return sql`RIGHT(${text}, ${numberLiteral(-first)})`;
  if (stop < 0) return sql`RIGHT(${withoutLast(text, -stop)}, ${numberLiteral(Math.max(0, stop - first))})`;
  const before = sql`GREATEST(0, CHAR_LENGTH(${text}) - ${numberLiteral(-first)})`;
  return sql`LEFT(RIGHT(${text}, ${numberLiteral(-first)}), GREATEST(0, ${numberLiteral(stop)} - ${before}))`;
}

/** `text[start:stop:-1]`: the same characters forwards, turned round. */
function backwards(text: Sql, start: number | null, stop: number | null): Sql {
  if (stop === -1) return sql`LEFT(${text}, 0)`;
  const after = start === null || start === -1 ? null : start + 1;
  return sql`REVERSE(${forwards(text, stop === null ? null : stop + 1, after)})`;
}

function withoutLast(text: Sql, count: number): Sql {
  return sql`REVERSE(SUBSTRING(REVERSE(${text}), ${numberLiteral(count + 1)}))`;
}

/** The first character of each `step` in a row. */
function everyFew(text: Sql, step: number): Sql {
  if (step === 1) return text;
  // Regular expressions count to some thousands; no texts are longer than the places left out by then.
  const skipped = sql.lit(`(?s)(.).{0,${Math.min(step - 1, longestSkip)}}`);
  // What stands for the group is $1 on MySQL; MariaDB alone reads the comment, and has \1.
  return sql`REGEXP_REPLACE(${text}, ${skipped}, COALESCE(/*M! CONCAT(CHAR(92), '1'), */ '$1'))`;
}

const longestSkip = 65_000;

/** A number that is written in a text by Python's rules; NULL for another text. */
export function integerOfText(text: Sql, once: OnceSql): Sql {
  return numberOfText(once(text), integerPattern, (digits) => sql`CAST(${digits} AS DECIMAL(65))`);
}

export function floatOfText(text: Sql, once: OnceSql): Sql {
  // A number too large for a float becomes the greatest one.
  return numberOfText(once(text), floatPattern, (digits) => finite(sql`${digits} + 0e0`));
}

/** Names the text twice. */
function numberOfText(text: Sql, pattern: string, read: (digits: Sql) => Sql): Sql {
  const isNumber = sql`${characters(text)} REGEXP ${sql.lit(pattern)}`;
  // The server's own conversions take no blanks but ASCII's.
  const number = sql`REGEXP_REPLACE(${characters(text)}, ${sql.lit(`[_${blank}]`)}, '')`;
  return sql`CASE WHEN ${isNumber} THEN ${read(number)} END`;
}

/** What Python strips of a text before it reads a number. */
const blank = " \t\n\v\f\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";
const blanks = `[${blank}]*`;
const digits = "[0-9]+(_[0-9]+)*";
const integerPattern = `^${blanks}[-+]?${digits}${blanks}$`;
const floatPattern = `^${blanks}[-+]?(${digits}[.]?(${digits})?|[.]${digits})([eE][-+]?${digits})?${blanks}$`;
