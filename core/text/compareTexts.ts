/**
 * Compares texts by code point, as Python and SQLite do (JavaScript's `<` compares UTF-16 units); `from` is up to
 * where they are known to be alike.
 */
export function compareTexts(left: string, right: string, from = 0): number {
  const length = Math.min(left.length, right.length);
  for (let at = from; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return rankOfUnit(a) - rankOfUnit(b);
  }
  return left.length - right.length;
}

const byNature = new Intl.Collator("en", { numeric: true });

/** Compares names as people order them: `m2` before `m10`, small and large letters together; by code point where that tells nothing apart. */
export function compareNames(left: string, right: string): number {
  return byNature.compare(left, right) || compareTexts(left, right);
}

/** Surrogates stand for the highest code points, above the rest of the 16-bit ones. */
export function rankOfUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
