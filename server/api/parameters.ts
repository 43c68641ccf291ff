/** The parameters of addresses: how each is read, and how OpenAPI describes it. */
import { RcdbError } from "../../core/api/failure.ts";

/** A parameter in the path or behind the question mark. */
export interface Parameter {
  readonly description: string;
  /** Whether it may be given several times: its values are a list, with commas between them. */
  readonly isList?: true;
  /** Whether it may be given several times with a text each, which may have commas in it. */
  readonly isRepeated?: true;
  readonly schema: { readonly type: "string" | "integer" | "boolean"; readonly enum?: readonly string[] };
}

/** The parameters of a request by their names; those of the path are always there. */
export type Given = Readonly<Record<string, string | undefined>>;

export const text = (description: string): Parameter => ({ description, schema: { type: "string" } });
export const names = (description: string): Parameter => ({ ...text(description), isList: true });
export const texts = (description: string): Parameter => ({ ...text(description), isRepeated: true });
export const integer = (description: string): Parameter => ({ description, schema: { type: "integer" } });
export const flag = (description: string): Parameter => ({ description, schema: { type: "boolean" } });
export const oneOf = (description: string, choices: readonly string[]): Parameter => ({
  description,
  schema: { type: "string", enum: choices },
});

/** No text of an expression has it. */
const betweenTexts = "\0";

/** The texts of a parameter that may be given several times. */
export function readTexts(given: Given, name: string): string[] {
  return given[name]?.split(betweenTexts) ?? [];
}

/** An integer; null where it is not given. Throws `bad_input`. */
export function readInteger(given: Given, name: string): number | null {
  const value = given[name];
  if (value === undefined || value === "") return null;
  const number = Number(value);
  if (/^-?\d+$/.test(value) && Number.isSafeInteger(number)) return number;
  throw new RcdbError("bad_input", `“${name}” is “${value}”, which is not an integer. Give one like 10340.`);
}

/** One of some texts; null where it is not given. Throws `bad_input`. */
export function readChoice<T extends string>(given: Given, name: string, choices: readonly T[]): T | null {
  const value = given[name];
  if (value === undefined) return null;
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  throw new RcdbError("bad_input", `There is no ${name} “${value}”. There are ${choices.join(", ")}.`);
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

/**
 * The parameters behind a question mark. Refuses what is none of those, and a second value of one that is no list: what is passed
 * over would answer something else. Throws `bad_input`.
 */
export function readQuery(
  query: Readonly<Record<string, readonly string[]>>,
  known: Readonly<Record<string, Parameter>>,
): Given {
  const entries = Object.entries(query).map(([name, values]) => {
    const parameter = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!parameter) throw new RcdbError("bad_input", `There is no parameter “${name}”. ${namesOf(known)}`);
    if (values.length > 1 && !parameter.isList && !parameter.isRepeated) {
      throw new RcdbError("bad_input", `“${name}” is given ${values.length} times. Give it once.`);
    }
    return [name, values.join(parameter.isRepeated ? betweenTexts : ",")] as const;
  });
  return Object.fromEntries(entries);
}

function namesOf(known: Readonly<Record<string, Parameter>>): string {
  const all = Object.keys(known);
  return all.length === 0 ? "There are none here." : `There are ${all.join(", ")}.`;
}
