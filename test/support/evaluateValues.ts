/** None is null. Times are texts `YYYY-MM-DD HH:MM:SS.ffffff`. */
export type Value = bigint | number | string | boolean | null;

/** Where Python would raise an exception. */
export class Failure extends Error {}

export function textOf(value: Value): string {
  if (typeof value !== "string") throw new Failure("no text");
  return value;
}

/** Bools are the integers 0 and 1. */
export function numberOf(value: Value): bigint | number {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "bigint" || typeof value === "number") return value;
  throw new Failure("no number");
}
