import { sql } from "./measuredSql.ts";
import type { Dialect, OnceSql, Sql } from "./dialect.ts";
import { explainMysqlError } from "./mysqlErrors.ts";
import { numberLiteral } from "./sqlParts.ts";
import { characterAt, floatOfText, integerOfText, lengthOf, sliceOf } from "./mysqlParts.ts";
import type { Shape } from "./shape.ts";

/**
 * MySQL's and MariaDB's SQL. Texts are compared as the bytes of their UTF-8, which have the order of the code
 * points: collations ignore case, accents or trailing blanks, and each table may have another one. Floats are
 * doubles by the time they are calculated with, integers decimals of 65 digits.
 */
export function mysqlDialect(hasSingleFloats: boolean): Dialect {
  return {
    name: "mysql",
    // MariaDB takes 64 parts of a WITH clause, of which the selection has two of its own.
    mostLayers: 60,
    // The driver writes them into the statement.
    mostBound: Number.MAX_SAFE_INTEGER,
    scan: sql` USE INDEX ()`,
    joinInOrder: sql`STRAIGHT_JOIN`,
    inOrder: sql` FORCE INDEX (PRIMARY)`,
    idsAtOnce: 200_000,
    byIndex: (name) => sql` FORCE INDEX (${sql.id(name)})`,

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

    textLiteral: (text) => sql`_binary ${text}`,
    floatLiteral: (value) => sql.raw(floatText(value)),

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
    round: (float) => sql`ROUND(${float})`,
    roundTo: (value, digits, isFloat) =>
      isFloat || digits < 0 ? sql`ROUND(${value} + 0e0, ${numberLiteral(digits)})` : value,
    whole: (float) => sql`TRUNCATE(${float}, 0)`,
    asFloat: (number) => sql`(${number} + 0e0)`,
    least: (values) => sql`LEAST(${sql.join(values)})`,
    most: (values) => sql`GREATEST(${sql.join(values)})`,

    calculateIntegers: (operator, left, right) => sql`${decimal(left)} ${sql.raw(operator)} ${right}`,
    divide: (left, right) => sql`(${left} + 0e0) / ${right}`,
    floorDivideIntegers: (dividend, by, once) => {
      const [left, right] = [once(dividend), once(by)];
      return sql`ROUND((${decimal(left)} - ${remainderOfIntegers(left, right, once)}) / ${right})`;
    },
    floorDivideFloats: (dividend, by, once) => {
      const [left, right] = [once(dividend), once(by)];
      const rest = mod(left, right);
      return sql`ROUND((${left} - ${rest}) / ${right}) - ${crossesZero(left, right, rest)}`;
    },
    remainderOfIntegers,
    remainderOfFloats: (dividend, by, once) => {
      const [left, right] = [once(dividend), once(by)];
      const rest = mod(left, right);
      return sql`${rest} + ${right} * ${crossesZero(left, right, rest)}`;
    },
    powerOfIntegers: (left, right, once) => power([left, right], sql`1.7976931348623157e308`, once),
    powerOfFloats: (left, right, once) => power([left, right], sql`NULL`, once),

    quote: (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`,
    explain: explainMysqlError,
  };
}

/**
 * The dialect for a database: a view takes no hints, and where conditions have no primary key they are read in one
 * part.
 */
export function mysqlDialectFor({ tables }: Shape, hasSingleFloats: boolean): Dialect {
  const dialect = mysqlDialect(hasSingleFloats);
  const conditions = tables.get("conditions");
  if (conditions?.isView) return { ...dialect, scan: sql``, inOrder: sql`` };
  if (conditions?.columns.get("id")?.isKey) return dialect;
  return { ...dialect, inOrder: dialect.scan, idsAtOnce: Number.MAX_SAFE_INTEGER };
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

function decimal(integer: Sql): Sql {
  return sql`CAST(${integer} AS DECIMAL(65))`;
}

function mod(left: Sql, right: Sql): Sql {
  return sql`MOD(${left}, ${right})`;
}

function remainderOfIntegers(left: Sql, right: Sql, once: OnceSql): Sql {
  const divisor = once(decimal(once(right)));
  return mod(sql`${mod(decimal(left), divisor)} + ${divisor}`, divisor);
}

/** 1 where the truncated remainder has another sign than the divisor, so that Python's is one divisor further. */
function crossesZero(left: Sql, right: Sql, rest: Sql): Sql {
  return sql`(${rest} <> 0 AND (${left} < 0) <> (${right} < 0))`;
}

/** `tooLarge` in place of what is beyond a float: for the server that would be an error of the whole statement. */
function power([base, exponent]: readonly [Sql, Sql], tooLarge: Sql, once: OnceSql): Sql {
  const [left, right] = [once(base), once(exponent)];
  const magnitude = sql`${right} * LN(ABS(${left}))`;
  return sql`CASE WHEN ${left} = 0 AND ${right} < 0 OR ${left} < 0 AND ${right} <> FLOOR(${right}) THEN NULL WHEN ${magnitude} > ${sql.raw(greatestExponent)} THEN ${tooLarge} ELSE POW(${left}, ${right}) END`;
}

/** The logarithm of the greatest float, rounded down. */
const greatestExponent = "709.782712893";
