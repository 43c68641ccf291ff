/** The parameters of addresses: how each is read, and how OpenAPI describes it. */
import { RcdbError } from "../../core/api/failure.ts";

/** A parameter in the path or behind the question mark. */
export interface Parameter {
  readonly description: string;
  readonly schema: { readonly type: "string" | "integer" | "boolean"; readonly enum?: readonly string[] };
}

/** The parameters of a request by their names; those of the path are always there. */
export type Given = Readonly<Record<string, string | undefined>>;

export const text = (description: string): Parameter => ({ description, schema: { type: "string" } });
export const integer = (description: string): Parameter => ({ description, schema: { type: "integer" } });
export const flag = (description: string): Parameter => ({ description, schema: { type: "boolean" } });
export const oneOf = (description: string, choices: readonly string[]): Parameter => ({
  description,
  schema: { type: "string", enum: choices },
});

/** An integer; null where it is not given. Throws `bad_input`. */
export function readInteger(given: Given, name: string): number | null {
  const value = given[name];
  if (value === undefined || value === "") return null;
  const number = Number(value);
  if (/^-?\d+$/.test(value) && Number.isSafeInteger(number)) return number;
  throw new RcdbError("bad_input", `“${name}” is “${value}”, which is not an integer. Give one like 10340.`);
}

/** An integer that has to be there. Throws `bad_input`. */
export function readNumber(given: Given, name: string): number {
  const number = readInteger(given, name);
  if (number === null) throw new RcdbError("bad_input", `“${name}” is missing. Give a number like 10340.`);
  return number;
}

/** Whether something is wanted; false where it is not given. Throws `bad_input`. */
export function readFlag(given: Given, name: string): boolean {
  const value = given[name] ?? "false";
  if (value === "true" || value === "1" || value === "") return true;
  if (value === "false" || value === "0") return false;
  throw new RcdbError("bad_input", `“${name}” is “${value}”. Give true or false.`);
}

/** Refuses what is not a parameter: a misspelt one would be ignored, and answer something else. Throws `bad_input`. */
export function checkNames(given: Given, known: Readonly<Record<string, Parameter>>): void {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  const names = Object.keys(known);
  const there = names.length === 0 ? "There are none here." : `There are ${names.join(", ")}.`;
  throw new RcdbError("bad_input", `There is no parameter “${unknown}”. ${there}`);
}
