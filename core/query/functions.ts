/**
 * The functions there are, a row each: parser, check, completion and docs/query-language.md take them from here.
 * `core/compile/calls.ts` has their SQL. All fail where an argument is missing; the Python client refuses them.
 */
import type { Kind, StaticType } from "./types.ts";

interface FunctionRow {
  /** How it is called, for the documentation. */
  readonly written: readonly string[];
  /** One value; one, and how many digits of it to keep; or several values of one kind, also in a list. */
  readonly arguments: "one" | "digits" | "several";
  readonly takes: readonly Kind[];
  /** The type of its value, of the type of its first argument; `hasDigits` where there is a second one. */
  readonly gives: (type: StaticType, hasDigits: boolean) => StaticType;
  /** The kind of its value; null where that is the kind of its arguments. */
  readonly kind: Kind | null;
  /** For completion. */
  readonly detail: string;
  /** For the documentation. */
  readonly meaning: string;
}

const sameNumber = (type: StaticType): StaticType => (type === "float" ? "float" : "int");

export const functions = {
  abs: {
    written: ["abs(x)"],
    arguments: "one",
    takes: ["number"],
    gives: sameNumber,
    kind: "number",
    detail: "without its sign",
    meaning: "the number without its sign",
  },
  round: {
    written: ["round(x)", "round(x, n)"],
    arguments: "digits",
    takes: ["number"],
    gives: (type, hasDigits) => (hasDigits ? sameNumber(type) : "int"),
    kind: "number",
    detail: "the nearest integer, or to a number of digits",
    meaning:
      "the nearest integer, or to `n` digits behind the point (-22 to 22); halves go to the even neighbour",
  },
  min: {
    written: ["min(x, y, …)"],
    arguments: "several",
    takes: ["number", "text", "time"],
    gives: (type) => type,
    kind: null,
    detail: "the least of several values",
    meaning: "the least of numbers, texts or times, also of a list",
  },
  max: {
    written: ["max(x, y, …)"],
    arguments: "several",
    takes: ["number", "text", "time"],
    gives: (type) => type,
    kind: null,
    detail: "the greatest of several values",
    meaning: "the greatest of numbers, texts or times, also of a list",
  },
  len: {
    written: ["len(text)"],
    arguments: "one",
    takes: ["text"],
    gives: () => "int",
    kind: "number",
    detail: "how many characters a text has",
    meaning: "how many characters it has",
  },
  int: {
    written: ["int(x)"],
    arguments: "one",
    takes: ["number", "text"],
    gives: () => "int",
    kind: "number",
    detail: "an integer, without its fraction or of a text",
    meaning: "a number without its fraction; of a text the integer it is, as `' 12 '`",
  },
  float: {
    written: ["float(x)"],
    arguments: "one",
    takes: ["number", "text"],
    gives: () => "float",
    kind: "number",
    detail: "a number, also of a text",
    meaning: "a number as a float; of a text the number it is, as `'1e3'`",
  },
} as const satisfies Readonly<Record<string, FunctionRow>>;

export type FunctionName = keyof typeof functions;

export const functionNames = Object.keys(functions) as readonly FunctionName[];
