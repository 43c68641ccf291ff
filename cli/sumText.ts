import { isRounded } from "../core/text/isRounded.ts";

/** What stands for a figure that is infinite, or beyond the greatest float; in JSON it is null. */
export const infinite = "infinite";

/** The digits of a figure with a fraction that mean something. */
const digits = 12;
/** From here on they show no fraction. */
const withoutFraction = 10 ** (digits - 1);

/** A mean and the like as text: of fractions the digits that mean something. */
export function figureText(figure: number): string {
  return String(Number.isInteger(figure) ? figure : Number(figure.toPrecision(digits)));
}

/** A sum as text: “≈” before what is rounded, beyond 2^53 and where a fraction is not shown. */
export function sumText(sum: number | null): string {
  if (sum === null) return infinite;
  const isCut = !Number.isInteger(sum) && Math.abs(sum) >= withoutFraction;
  return isRounded(sum) || isCut ? `≈${figureText(sum)}` : figureText(sum);
}
