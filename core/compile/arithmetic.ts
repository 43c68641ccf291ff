/** Python's `+`, `-`, `*`, `/`, `//`, `%` and `**` over SQL values. */
import type { Dialect, OnceSql, Operand, Sql } from "../db/dialect.ts";
import { magnitudeOf } from "../db/magnitude.ts";
import { sql } from "../db/measuredSql.ts";
import type { ArithmeticOperator } from "../query/tree.ts";
import { failingWhereNull, operandOf, type Value } from "./values.ts";

type Operands = readonly [left: Operand, right: Operand];
/** A number that is written out. */
type Literal = number | bigint | null;

interface Calculation {
  /** Of integers, where the database keeps every digit of the result; `exponent` is that of a power. */
  readonly exact: (dialect: Dialect, operands: Operands, once: OnceSql, exponent: Literal) => Sql;
  /** Of floats, or of `integers` that may be too large to be exact. */
  readonly float: (dialect: Dialect, operands: Operands, once: OnceSql, integers: boolean) => Sql;
}

const calculations: Readonly<Record<ArithmeticOperator, Calculation>> = {
  "+": inBoth("+"),
  "-": inBoth("-"),
  "*": inBoth("*"),
  "/": {
    exact: (dialect, operands, once) => dialect.divide(...operands, once),
    float: (dialect, operands, once) => dialect.divide(...operands, once),
  },
  "//": {
    exact: (dialect, [left, right], once) => dialect.floorDivideIntegers(left.sql, right.sql, once),
    float: (dialect, operands, once) => dialect.floorDivideFloats(...operands, once),
  },
  "%": {
    exact: (dialect, [left, right], once) => dialect.remainderOfIntegers(left.sql, right.sql, once),
    float: (dialect, operands, once) => dialect.remainderOfFloats(...operands, once),
  },
  "**": {
    exact: (dialect, [left], once, exponent) => dialect.powerByLiteral(left.sql, BigInt(exponent ?? 1), once),
    float: (dialect, operands, once, integers) =>
      integers ? dialect.powerOfIntegers(...operands, once) : dialect.powerOfFloats(...operands, once),
  },
};

function inBoth(operator: "+" | "-" | "*"): Calculation {
  return {
    exact: (dialect, [left, right]) => dialect.calculateIntegers(operator, left.sql, right.sql),
    float: (dialect, operands, once) => dialect.calculateFloats(operator, ...operands, once),
  };
}

/** The value of `left operator right`; `exponent` is that of a power, where it is written out. */
export function calculate(
  dialect: Dialect,
  operator: ArithmeticOperator,
  values: readonly [left: Value, right: Value],
  exponent: Literal,
  once: OnceSql,
): Value {
  const [left, right] = values;
  const integers = left.type !== "float" && right.type !== "float";
  const operands = [operandOf(dialect, left), operandOf(dialect, right)] as const;
  const magnitude = magnitudeOf(operator, ...operands, exponent === null ? null : Number(exponent));
  const isWholePower = exponent !== null && exponent >= 0;
  const isInteger = integers && operator !== "/" && (operator !== "**" || isWholePower);
  const isExact =
    isInteger && Math.max(magnitude.most, ...operands.map(({ most }) => most)) <= dialect.greatestInteger;
  const { exact, float } = calculations[operator];
  const calculated = isExact
    ? exact(dialect, operands, once, exponent)
    : float(dialect, integers ? operands : floatOperands(dialect, values), once, integers);
  return { ...failingWhereNull(sql`(${calculated})`, isInteger ? "int" : "float"), magnitude };
}

/** The operands beside a float: an integer that is larger than all floats fails there. */
function floatOperands(dialect: Dialect, values: readonly [Value, Value]): readonly [Operand, Operand] {
  const [left, right] = values.map((value): Operand => {
    const operand = operandOf(dialect, value);
    if (value.type === "float" || operand.most < Number.POSITIVE_INFINITY) return operand;
    return { ...operand, sql: dialect.finite(operand.sql) };
  });
  if (!left || !right) throw new TypeError("two operands");
  return [left, right];
}
