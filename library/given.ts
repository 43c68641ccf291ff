/** What a program gives to a method, checked: programs in plain JavaScript have no types to tell them. */
import { RcdbError } from "../core/api/failure.ts";

/** Throws `bad_input` for an option that there is not: a misspelt one would be ignored, and answer something else. */
export function checkOptions(given: unknown, known: readonly string[]): void {
  if (given === undefined) return;
  if (!isNamed(given)) throw new RcdbError("bad_input", `Options are an object: { ${known[0] ?? ""}: … }.`);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new RcdbError("bad_input", `There is no option “${unknown}”. There are ${known.join(", ")}.`);
}

/** Throws `bad_input` for what is not a list; `example` shows one. */
export function checkList(given: unknown, what: string, example: string): void {
  if (!Array.isArray(given)) throw new RcdbError("bad_input", `Give ${what} as a list: ${example}.`);
}

/** Throws `bad_input` for what is no object of names and values: a `Map` has its entries elsewhere, and would give none. */
export function checkNamed(given: unknown, what: string, example: string): void {
  if (!isNamed(given)) throw new RcdbError("bad_input", `Give ${what} as an object: ${example}.`);
}

/** Throws `bad_input` for what is none of the types, by the names that `typeof` gives them. */
export function checkType(given: unknown, types: readonly string[], what: string, example: string): void {
  if (!types.includes(typeof given)) throw new RcdbError("bad_input", `Give ${what}: ${example}.`);
}

function isNamed(given: unknown): given is object {
  if (typeof given !== "object" || given === null) return false;
  const prototype: unknown = Object.getPrototypeOf(given);
  return prototype === null || prototype === Object.prototype || !(Symbol.iterator in given);
}
