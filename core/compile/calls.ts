/** Python's functions and parts of texts over SQL values: each names its arguments once. */
import type { Dialect, OnceSql, Places, Sql } from "../db/dialect.ts";
import type { FunctionCall, Index, Slice } from "../query/tree.ts";
import { literalNumber } from "../query/types.ts";
import { certain, failingWhereNull, isText, mayBeNull, type CompiledType, type Value } from "./values.ts";

/** A function of its compiled arguments; as in Python it fails where one of them is None. */
export function compileFunction(
  dialect: Dialect,
  { name, arguments: nodes }: FunctionCall,
  values: readonly Value[],
  once: OnceSql,
): Value {
  const [value] = values;
  if (value === undefined) throw new TypeError(`${name} has no argument`);
  const isFloat = value.type === "float";
  const number = isFloat ? "float" : "int";
  switch (name) {
    case "abs":
      return made(dialect.absolute(value.sql, isFloat), number, values);
    case "round": {
      const digits = nodes[1] === undefined ? null : Number(literalNumber(nodes[1]));
      if (digits !== null) return made(dialect.roundTo(value.sql, digits, isFloat), number, [value]);
      return isFloat ? failingWhereNull(dialect.round(value.sql), "int") : made(value.sql, "int", values);
    }
    case "min":
      return made(dialect.least(values.map((each) => each.sql)), commonTypeOf(values), values);
    case "max":
      return made(dialect.most(values.map((each) => each.sql)), commonTypeOf(values), values);
    case "len":
      return made(dialect.length(value.sql), "int", values);
    case "int":
      if (isText(value.type)) return failingWhereNull(dialect.integerOfText(value.sql, once), "int");
      return isFloat ? failingWhereNull(dialect.whole(value.sql), "int") : made(value.sql, "int", values);
    case "float":
      if (isText(value.type)) return failingWhereNull(dialect.floatOfText(value.sql, once), "float");
      return made(isFloat ? value.sql : dialect.asFloat(value.sql), "float", values);
  }
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
