/** A sum as text: of fractions the digits that mean something; “≈” before what is beyond 2^53, where the last digits may be rounded. */
export function sumText(sum: number): string {
  if (Number.isSafeInteger(sum)) return String(sum);
  return Number.isInteger(sum) ? `≈${sum}` : String(Number(sum.toPrecision(12)));
}
