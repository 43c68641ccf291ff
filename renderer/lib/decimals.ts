/** Numbers under each other, with their points in one line. */

/** More are not waited for: one long number would push all others to the left. */
const mostAligned = 6;

/** The digits of a formatted number behind its point; 0 where it has none, null where it has an exponent or is no number. */
export function decimalsOf(text: string): number | null {
  const number = /^[-+]?[\d\u202f,]+(?:\.(\d+))?$/.exec(text);
  return number === null ? null : (number[1] ?? "").length;
}

/** The most digits behind the point among formatted numbers. */
export function mostDecimals(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, Math.min(mostAligned, decimalsOf(text) ?? 0)), 0);
}

/** What takes the room of the digits that a number has less than the others behind its point: `.00`, `0`, or nothing. */
export function missingDecimals(text: string, most: number): string {
  const own = decimalsOf(text);
  if (own === null || own >= most) return "";
  return (own === 0 ? "." : "") + "0".repeat(most - own);
}
