import { isRounded } from "../core/text/isRounded.ts";

/** A sum as text: of fractions the digits that mean something; “≈” before what is beyond 2^53, where the last digits may be rounded. */
export function sumText(sum: number): string {
  if (isRounded(sum)) return `≈${sum}`;
  return String(Number.isInteger(sum) ? sum : Number(sum.toPrecision(12)));
}
