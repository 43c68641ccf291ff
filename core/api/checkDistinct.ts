import { RcdbError } from "./failure.ts";

/** Throws `bad_input` where two have the same name: who reads the answer by names would take one for the other. */
export function checkDistinct(names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice === undefined) return;
  throw new RcdbError(
    "bad_input",
    `“${twice}” is named twice. Name it once, and give each computed column a name of its own.`,
  );
}
