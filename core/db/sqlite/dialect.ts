import { sql } from "../measuredSql.ts";
import type { ValueType } from "../../query/types.ts";
import type { Dialect, Sql } from "../dialect.ts";
import { anyMagnitude, upTo } from "../magnitude.ts";
import type { Shape } from "../shape.ts";
import { isBinary } from "./columnReading.ts";
import { explainSqliteError } from "./errors.ts";
import { numberLiteral } from "../sqlParts.ts";

/** What a stored time may lack at its end. */
const midnight = "0000-00-00 00:00:00.000000";

/** A stored time with six digits of seconds, whoever wrote it. */
function fullTime(stored: Sql): Sql {
  return sql`substr(replace(${stored}, 'T', ' ') || substr(${sql.lit(midnight)}, length(${stored}) + 1), 1, 26)`;
}

/** Other clients store texts as bytes. A cast leaves a text as it is, and keeps the column's collation. */
function asText(stored: Sql): Sql {
  return sql`CAST(${stored} AS TEXT)`;
}

/** What can be read as a type. All numbers are less than all texts, and these less than all bytes. */
function readable(type: ValueType, column: Sql): Sql {
  switch (type) {
    case "int":
    case "float":
      return sql`(${column} >= '') IS NOT TRUE`;
    case "bool":
      return sql`(${column} IN (0, 1)) IS NOT FALSE`;
    case "time":
      // A day that does not exist comes out as another one.
      return sql`(${column} IS NULL OR strftime('%Y-%m-%d %H:%M:%S', ${column}) IS substr(${fullTime(column)}, 1, 19))`;
    default:
      // In plain SQL, for people copy statements and run them elsewhere.
      return sql`(typeof(${column}) IS NOT 'blob' OR instr(${column}, x'00') = 0)`;
  }
}

/** A float with a point or exponent, so that SQL does not take it for an integer. */
function floatText(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

export const sqliteDialect: Dialect = {
  mostLayers: 200,
  mostBound: 32_766,

  // CASE would call the function for the other rows, too.
  greatest: (value, condition) => sql`max(${value}) FILTER (WHERE ${condition})`,

  stored: (type, column) => {
    if (type === "time") return fullTime(column);
    return type === "int" || type === "float" || type === "bool" ? column : asText(column);
  },
  readable,
  storedText: asText,
  shown: (_, column) => column,
  // Unlike the length of a blob it is told without reading the text.
  bytes: (text) => sql`octet_length(${text})`,

  storedMagnitude: (type) => (type === "int" ? upTo(2 ** 63) : anyMagnitude),
  // Its own integers become floats by themselves.
  greatestInteger: Number.POSITIVE_INFINITY,

  textLiteral: (text) => sql`${text}`,
  floatLiteral: (value) => sql.raw(floatText(value)),

  greatestComparable: Number.POSITIVE_INFINITY,
  compareWithFloat: (operator, integer, float) => sql`${integer.sql} ${sql.raw(operator)} ${float}`,
  same: (left, right) => sql`${left} IS ${right}`,

  position: (text, part) => sql`instr(${text}, ${part})`,
  endsWith: (wholeText, wholeEnd, once) => {
    const [text, end] = [once(wholeText), once(wholeEnd)];
    return sql`CASE WHEN length(${end}) > length(${text}) THEN 0 ELSE substr(${text}, length(${text}) - length(${end}) + 1) = ${end} END`;
  },
  lower: (text) => sql`unicode_lower(${text})`,
  upper: (text) => sql`unicode_upper(${text})`,
  matches: (text, pattern) => sql`${text} REGEXP ${pattern}`,
  length: (text) => sql`characters(${text})`,
  characterAt: (text, at) => sql`character_at(${text}, ${numberLiteral(at)})`,
  slice: (text, { start, stop, step }) =>
    sql`slice_of(${text}, ${numberLiteral(start)}, ${numberLiteral(stop)}, ${numberLiteral(step)})`,
  integerOfText: (text) => sql`integer_of_text(${text})`,
  floatOfText: (text) => sql`float_of_text(${text})`,

  calculateIntegers: (operator, left, right) => sql`${left} ${sql.raw(operator)} ${right}`,
  calculateFloats: (operator, left, right) => sql`${left.sql} ${sql.raw(operator)} ${right.sql}`,
  // SQLite divides integers to an integer, and by zero to NULL.
  divide: (left, right) => sql`CAST(${left.sql} AS REAL) / ${right.sql}`,
  floorDivideIntegers: floorDivide,
  floorDivideFloats: (left, right) => floorDivide(left.sql, right.sql),
  remainderOfIntegers: remainder,
  remainderOfFloats: (left, right) => remainder(left.sql, right.sql),
  absolute: (value) => sql`absolute(${value})`,
  round: (value) => sql`whole(round_even(${value.sql}, 0))`,
  roundTo: (value, digits) => sql`round_even(${value.sql}, ${numberLiteral(digits)})`,
  whole: (value) => sql`whole(${value.sql})`,
  asFloat: (value) => sql`CAST(${value} AS REAL)`,
  productForSum: (left, right) => sql`${left} * ${right}`,
  secondsBetween: (start, end) =>
    sql`CAST(floor(unixepoch(${end}, 'subsec') - unixepoch(${start}, 'subsec') + 0.5) AS REAL)`,
  finite: (value) => sql`nullif(nullif(${value}, 9e999), -9e999)`,
  least: (values) => sql`min(${sql.join(values)})`,
  most: (values) => sql`max(${sql.join(values)})`,
  powerByLiteral: (left, exponent) => sql`power_of_integers(${left}, ${sql.raw(exponent.toString())})`,
  powerOfIntegers: (left, right) => sql`power_of_integers(${left.sql}, ${right.sql})`,
  powerOfFloats: (left, right) => sql`power_of_floats(${left.sql}, ${right.sql})`,

  quote: (text) => `'${text.replaceAll("'", "''")}'`,
  explain: explainSqliteError,
};

/** The dialect for a file: where the text of conditions has another collation than BINARY each comparison names that. */
export function sqliteDialectFor({ tables }: Shape): Dialect {
  const text = tables.get("conditions")?.columns.get("text_value");
  return text && !isBinary(text) ? { ...sqliteDialect, stored: storedBinary } : sqliteDialect;
}

function storedBinary(type: ValueType, column: Sql): Sql {
  const stored = sqliteDialect.stored(type, column);
  return type === "string" || type === "json" || type === "blob" ? sql`${stored} COLLATE BINARY` : stored;
}

function floorDivide(left: Sql, right: Sql): Sql {
  return sql`floor_divide(${left}, ${right})`;
}

function remainder(left: Sql, right: Sql): Sql {
  return sql`floor_remainder(${left}, ${right})`;
}
