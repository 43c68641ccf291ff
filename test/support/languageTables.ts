/** The rows that docs/query-language.md has of the tables of the language. */
import { runFields } from "../../core/query/fields.ts";
import { functions } from "../../core/query/functions.ts";
import { methods } from "../../core/query/methods.ts";
import { infix, prefix } from "../../core/query/operators.ts";

const inPython = {
  same: "same",
  "unless zero": "same where `b` is a number other than 0",
  refused: "refused",
} as const;

/** All operators with how they are written with their operands, as `a + b`, `a is None`, `not a`. */
export function writtenOperators(a: string, b: string) {
  const before = Object.entries(prefix).map(([sign, row]) => ({
    row,
    written: sign === "not" ? `not ${a}` : sign + a,
  }));
  const between = Object.entries(infix).map(([sign, row]) => ({
    row,
    written: `${a} ${sign} ${row.takes === "None" ? "None" : b}`,
  }));
  return [...before, ...between];
}

/** Those that bind most tightly first. */
export function operatorRows(): string[][] {
  return writtenOperators("a", "b")
    .toSorted((one, other) => other.row.binding - one.row.binding)
    .map(({ written, row }) => {
      const meaning = "meaning" in row ? row.meaning : row.detail;
      return [code(written), meaning, row.missing, inPython[row.python]];
    });
}

export function methodRows(): string[][] {
  return Object.entries(methods).map(([name, { argument, detail }]) => {
    return [code(`.${name}(${argument === null ? "" : "'a'"})`), detail];
  });
}

export function functionRows(): string[][] {
  return Object.values(functions).map(({ written, meaning }) => [written.map(code).join(" "), meaning]);
}

export function fieldRows(): string[][] {
  return Object.entries(runFields).map(([name, { type, meaning }]) => [code(name), type, meaning]);
}

export function code(text: string): string {
  return `\`${text}\``;
}
