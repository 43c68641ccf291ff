import { shortTextOf, sql } from "../measuredSql.ts";
import type { Dialect, OnceSql, Operand, Sql } from "../dialect.ts";
import { anyMagnitude, upTo } from "../magnitude.ts";
import { explainMysqlError } from "./errors.ts";
import {
  calculateFloats,
  compareWithFloat,
  decimal,
  divideFloats,
  finite,
  floorDivideFloats,
  isInfinite,
  mayBeInfinite,
  mod,
  power,
  remainderOfFloats,
} from "./floats.ts";
import { numberLiteral } from "../sqlParts.ts";
import { characterAt, floatOfText, integerOfText, lengthOf, sliceOf } from "./texts.ts";
import type { Shape } from "../shape.ts";

/**
 * MySQL's and MariaDB's SQL. Texts are compared as the bytes of their UTF-8, which have the order of the code
 * points: collations ignore case, accents or trailing blanks, and each table may have another one. Floats are
 * doubles by the time they are calculated with, integers decimals of 65 digits.
 */
function mysqlDialect(hasSingleFloats: boolean, hasShortIntegers = false): Dialect {
  return {
    // MariaDB takes 64 parts of a WITH clause, of which the selection has two of its own.
    mostLayers: 60,
    // The driver writes them into the statement.
    mostBound: Number.MAX_SAFE_INTEGER,

    greatest: (value, condition) => sql`max(CASE WHEN ${condition} THEN ${value} END)`,

    stored: (type, column) => {
      switch (type) {
        case "float":
          return hasSingleFloats ? sql`(${readFloat(column)} + 0e0)` : column;
        case "time":
          return sql`DATE_FORMAT(${column}, '%Y-%m-%d %H:%i:%s.%f')`;
        case "int":
        case "bool":
          return column;
        default:
          return bytesOf(column);
      }
    },
    readable: (type, column) => {
      // Servers that are not strict have dates of zeros.
      if (type === "time") return sql`coalesce(DAYOFMONTH(${column}) * MONTH(${column}), 1) > 0`;
      // TINYINT(1) is only how many digits are shown.
      return type === "bool" ? sql`coalesce(${column} IN (0, 1), 1)` : null;
    },
    storedText: bytesOf,
    shown: (type, column) => {
      if (type === "float" && hasSingleFloats) return readFloat(column);
      return type === "int" || type === "float" || type === "bool" ? sql`CONCAT(${column})` : column;
    },
    bytes: (text) => sql`LENGTH(CONVERT(${text} USING utf8mb4))`,

    storedMagnitude: (type) => {
      if (type === "bool") return upTo(255, 1);
      if (type === "int") return upTo(hasShortIntegers ? 2 ** 32 : 2 ** 64, 1);
      return type === "float" && hasSingleFloats ? upTo(3.41e38, 1e-45) : anyMagnitude;
    },
    greatestInteger: 1e65,

    textLiteral: (text) => sql`_binary ${text}`,
    floatLiteral: (value) => sql.raw(floatText(value)),

    greatestComparable: Number.MAX_SAFE_INTEGER,
    compareWithFloat,
    same: (left, right) => sql`${left} <=> ${right}`,

    position: (text, part) => sql`LOCATE(${part}, ${text})`,
    endsWith: (text, whole, once) => {
      const end = once(whole);
      return sql`RIGHT(${text}, LENGTH(${end})) = ${end}`;
    },
    // The server changes one character to one: of the others those that people write are put in by hand.
    lower: (text) => sql`CAST(LOWER(${characters(replaced(text, "İ", "i̇"))}) AS BINARY)`,
    upper: (text) => sql`CAST(UPPER(${characters(replaced(text, "ß", "SS"))}) AS BINARY)`,
    matches: (text, pattern) =>
      sql`CONVERT(${text} USING utf8mb4) COLLATE utf8mb4_bin REGEXP CONVERT(${pattern} USING utf8mb4)`,

    length: lengthOf,
    characterAt,
    slice: sliceOf,
    integerOfText,
    floatOfText,

    absolute: (value, isFloat) => sql`ABS(${isFloat ? value : decimal(value)})`,
    // Doubles are rounded half to even, decimals away from zero.
    round: (float) => sql`ROUND(${finiteOf(float)})`,
    roundTo: (value, digits) => {
      if (!value.isFloat && digits >= 0) return value.sql;
      const rounded = sql`ROUND(${value.sql} + 0e0, ${numberLiteral(digits)})`;
      if (!mayBeInfinite(value)) return rounded;
      return sql`CASE WHEN ${isInfinite(value.sql)} THEN ${value.sql} ELSE ${rounded} END`;
    },
    whole: (float) => sql`TRUNCATE(${finiteOf(float)}, 0)`,
    asFloat: (number) => sql`(${number} + 0e0)`,
    productForSum: (left, right) =>
      sql`CASE WHEN ABS(${left}) >= 1e300 / GREATEST(1e0, ABS(${right})) THEN 1e300 ELSE ${left} * ${right} END`,
    secondsBetween: (start, end) =>
      sql`(FLOOR(TIMESTAMPDIFF(MICROSECOND, ${start}, ${end}) / 1000000 + 0.5) + 0e0)`,
    finite,
    least: (values) => sql`LEAST(${sql.join(values)})`,
    most: (values) => sql`GREATEST(${sql.join(values)})`,

    calculateIntegers: (operator, left, right) => sql`${decimal(left)} ${sql.raw(operator)} ${right}`,
    calculateFloats,
    divide: divideFloats,
    floorDivideFloats,
    remainderOfFloats,
    floorDivideIntegers: (dividend, by, once) => {
      const [left, right] = [once(dividend), once(by)];
      return sql`ROUND((${decimal(left)} - ${remainderOfIntegers(left, right, once)}) / ${right})`;
    },
    remainderOfIntegers: trueRemainder,
    powerByLiteral,
    powerOfIntegers: power,
    powerOfFloats: power,

    quote: (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`,
    explain: explainMysqlError,
  };
}

/** The dialect for a database, by the types of its columns of numbers. */
export function mysqlDialectFor({ tables }: Shape, hasSingleFloats: boolean): Dialect {
  const integers = [
    tables.get("conditions")?.columns.get("int_value"),
    tables.get("runs")?.columns.get("number"),
  ];
  const hasShortIntegers = integers.every((column) =>
    /^(?:tiny|small|medium)?int\b/.test(column?.type ?? ""),
  );
  return mysqlDialect(hasSingleFloats, hasShortIntegers);
}

function bytesOf(text: Sql): Sql {
  return sql`CAST(CONVERT(${text} USING utf8mb4) AS BINARY)`;
}

/** The text form of a single-precision float, which is what people see: six significant digits. */
function readFloat(column: Sql): Sql {
  return sql`CONCAT(${column})`;
}

/** Texts to change the case of: the newest rules that MySQL and MariaDB have in common. */
function characters(text: Sql): Sql {
  return sql`CONVERT(${text} USING utf8mb4) COLLATE utf8mb4_unicode_520_ci`;
}

function replaced(text: Sql, from: string, to: string): Sql {
  return sql`REPLACE(${text}, ${sql.lit(from)}, ${sql.lit(to)})`;
}

/** A number with an exponent is a double to the server, others are decimals. */
function floatText(value: number): string {
  const text = String(value);
  return text.includes("e") ? text : `${text}e0`;
}

function finiteOf(float: Operand): Sql {
  return mayBeInfinite(float) ? finite(float.sql) : float.sql;
}

function remainderOfIntegers(left: Sql, right: Sql, once: OnceSql): Sql {
  const divisor = once(decimal(once(right)));
  return mod(sql`${mod(decimal(left), divisor)} + ${divisor}`, divisor);
}

/** The same; MOD by a negative decimal gives a negative zero, which is not equal to 0. */
function trueRemainder(left: Sql, right: Sql, once: OnceSql): Sql {
  const rest = remainderOfIntegers(left, right, once);
  const isPositive = /^\d+$/.test(shortTextOf(right) ?? "");
  return isPositive ? rest : sql`${rest} + 0`;
}

/** By squares, each of which is named twice. */
function powerByLiteral(base: Sql, exponent: bigint, once: OnceSql): Sql {
  // Of 0 and 1 alone.
  if (exponent > longestPower) return sql`POW(${base}, ${sql.raw(exponent.toString())})`;
  if (exponent === 0n) return sql`CASE WHEN ${base} IS NOT NULL THEN 1 END`;
  if (exponent === 1n) return decimal(base);
  const root = once(powerByLiteral(base, exponent / 2n, once));
  const square = sql`${root} * ${root}`;
  return exponent % 2n === 0n ? sql`(${square})` : sql`(${square} * ${once(base)})`;
}

/** Of 2 it is as long as a decimal can be. */
const longestPower = 216n;
