/** Python's functions and parts of texts over SQL values: each names its arguments once. */
import type { Dialect, OnceSql, Places, Sql } from "../db/dialect.ts";
import type { FunctionCall, Index, Slice } from "../query/tree.ts";
import { magnitudeOfEither, upTo } from "../db/magnitude.ts";
import { literalNumber } from "../query/literals.ts";
import {
  certain,
  failingWhereNull,
  isText,
  mayBeNull,
  operandOf,
  type CompiledType,
  type Value,
} from "./values.ts";

/** A function of its compiled arguments; as in Python it fails where one of them is None. */
export function compileFunction(
  dialect: Dialect,
  { name, arguments: nodes }: FunctionCall,
  values: readonly Value[],
  once: OnceSql,
): Value {
  const [value] = values;
  if (value === undefined) throw new TypeError(`${name} has no argument`);
  const operands = values.map((each) => operandOf(dialect, each));
  const of = operandOf(dialect, value);
  const number = value.type === "float" ? "float" : "int";
  const sized = (result: Value, most: number, least = 0): Value => ({
    ...result,
    magnitude: upTo(most, least),
  });
  switch (name) {
    case "abs":
      return sized(made(dialect.absolute(value.sql, of.isFloat), number, values), of.most, of.least);
    case "round": {
      const digits = nodes[1] === undefined ? null : Number(literalNumber(nodes[1]));
      const most = of.most + 10 ** Math.max(0, -(digits ?? 0));
      if (digits !== null) return sized(made(dialect.roundTo(of, digits), number, [value]), most);
      return sized(wholeNumber(dialect.round(of), value, values), most);
    }
    case "min":
    case "max": {
      const extreme = dialect[name === "min" ? "least" : "most"](values.map((each) => each.sql));
      return { ...made(extreme, commonTypeOf(values), values), magnitude: magnitudeOfEither(operands) };
    }
    case "len":
      return sized(made(dialect.length(value.sql), "int", values), 2 ** 32);
    case "int":
      if (isText(value.type)) {
        return sized(failingWhereNull(dialect.integerOfText(value.sql, once), "int"), longestInteger);
      }
      return sized(wholeNumber(dialect.whole(of), value, values), of.most);
    case "float": {
      if (isText(value.type)) return failingWhereNull(dialect.floatOfText(value.sql, once), "float");
      const isFloat = value.type === "float";
      // Python has larger integers than floats.
      if (!isFloat && of.most === Number.POSITIVE_INFINITY) {
        return failingWhereNull(dialect.finite(dialect.asFloat(value.sql)), "float");
      }
      return sized(
        made(isFloat ? value.sql : dialect.asFloat(value.sql), "float", values),
        of.most,
        of.least,
      );
    }
  }
}

/** Servers read no more digits of a text. */
const longestInteger = 1e64;

/** An integer made of a float, for which it fails where that is infinite; an integer stays as it is. */
function wholeNumber(ofFloat: Sql, value: Value, values: readonly Value[]): Value {
  return value.type === "float" ? failingWhereNull(ofFloat, "int") : made(value.sql, "int", values);
}

/** One character of a text; fails where there is none. */
export function compileCharacter(dialect: Dialect, { at }: Index, text: Value): Value {
  return failingWhereNull(dialect.characterAt(text.sql, placeOf(at)), "string");
}

export function compileSlice(
  dialect: Dialect,
  { start, stop, step }: Slice,
  text: Value,
  once: OnceSql,
): Value {
  const places: Places = {
    start: start === null ? null : placeOf(start),
    stop: stop === null ? null : placeOf(stop),
    step: placeOf(step ?? 1n),
  };
  return made(dialect.slice(text.sql, places, once), "string", [text]);
}

/** What fails only where an argument is None or fails, and whose SQL is NULL there. */
function made(sql: Sql, type: CompiledType, values: readonly Value[]): Value {
  return mayBeNull(...values) ? failingWhereNull(sql, type) : certain(sql, type);
}

function commonTypeOf(values: readonly Value[]): CompiledType {
  const types = new Set(values.map(({ type }) => type));
  const [only = "none"] = types;
  if (types.size === 1) return only;
  if (isText(only)) return "string";
  return types.has("float") ? "float" : "int";
}

/** Beyond this no text has a character. */
const farthest = 1_000_000_000n;

function placeOf(place: bigint): number {
  return Number(place > farthest ? farthest : place < -farthest ? -farthest : place);
}
