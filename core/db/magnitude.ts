/** Bounds of a number without its sign, as far as they are known before any run is looked at. */
export interface Magnitude {
  /** It is never greater; Infinity where nothing is known, and where it may be infinite itself. */
  readonly most: number;
  /** It is never smaller, unless it is 0. */
  readonly least: number;
}

export const anyMagnitude: Magnitude = { most: Number.POSITIVE_INFINITY, least: 0 };

/** A bound that is this near to the greatest double is none: bounds are rounded themselves. */
const greatest = 1.79e308;

/** The magnitude of a result that is at most `most`. */
export function upTo(most: number, least = 0): Magnitude {
  return { most: most <= greatest ? most : Number.POSITIVE_INFINITY, least };
}

/** Of one number or the other. */
export function magnitudeOfEither(values: readonly Magnitude[]): Magnitude {
  return {
    most: Math.max(...values.map(({ most }) => most)),
    least: Math.min(...values.map(({ least }) => least)),
  };
}

export type MagnitudeOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";

/** Of a calculation; `exponent` is that of a power where it is a literal. */
export function magnitudeOf(
  operator: MagnitudeOperator,
  left: Magnitude,
  right: Magnitude,
  exponent: number | null,
): Magnitude {
  switch (operator) {
    case "+":
    case "-":
      return upTo(left.most + right.most);
    case "*":
      return upTo(left.most === 0 || right.most === 0 ? 0 : left.most * right.most);
    case "/":
      return upTo(left.most / right.least);
    case "//":
      return upTo(left.most / right.least + 1);
    case "%":
      return upTo(right.most);
    case "**":
      return exponent === null || exponent < 0 ? anyMagnitude : upTo(Math.max(1, left.most) ** exponent);
  }
}
