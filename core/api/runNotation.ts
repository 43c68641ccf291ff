/** The notations in which people write numbers and ranges of runs, and those that would be read as other runs than they mean. */

/** Hyphens, dashes and the minus sign, `..`, `…` and `:` between two ends. */
const dash = String.raw`(?:[-‐‑‒–—−:…]|\.{2,3}|\bto\b)`;
const rangePattern = new RegExp(String.raw`^(\d*)\s*${dash}\s*(\d*)$`, "i");
const spacedDash = new RegExp(String.raw`(\d)\s+${dash}\s+(?=\d)`, "gi");
const wordPattern = /^(run|from|up\s+to)\s+(\d+)$/i;

/** The two ends of a range as they are written, or one number twice; null where an item is neither. */
export function endsOf(item: string): readonly [first: string, last: string] | null {
  if (/^\d+$/.test(item)) return [item, item];
  const [, word = "", number = ""] = wordPattern.exec(item) ?? [];
  if (word !== "") return [/^up/i.test(word) ? "" : number, /^from/i.test(word) ? "" : number];
  const [, first = "", last = ""] = rangePattern.exec(item) ?? [];
  return first + last === "" ? null : [first, last];
}

/** A text whose ranges have no blanks beside their dash. */
export function joinDashes(text: string): string {
  return text.replaceAll(spacedDash, "$1-");
}

/**
 * A list without the brackets of Python, JSON, a shell or a set around it; `[[1,5],[9,9]]` are ranges, as run lists are exported.
 * Other texts stay.
 */
export function withoutBrackets(text: string): string {
  const trimmed = text.trim();
  const pairs = /^\[\s*(?:\[\s*\d+\s*,\s*\d+\s*\]\s*,?\s*)+\]$/.test(trimmed);
  if (pairs) {
    return [...trimmed.matchAll(/(\d+)\s*,\s*(\d+)/g)]
      .map(([, first, last]) => `${first}-${last}`)
      .join(", ");
  }
  const inner = /^(?:\[([^[\](){}]*)\]|\(([^[\](){}]*)\)|\{([^[\](){}]*)\})$/.exec(trimmed);
  return inner ? (inner[1] ?? inner[2] ?? inner[3] ?? "") : text;
}

/** A number with commas between its thousands, or a short list that looks like one. */
const grouped = /(?<![\w,.-])\d{1,3}(?:,\d{3})+(?![\w,])/;

/**
 * What is unclear in a list that was typed: `10,001-10,005` is meant as one range, and would be read as three; null where it is clear.
 * Programs write lists without blanks after their commas, so only what people type is to be looked at.
 */
export function unclearNumbers(text: string): string | null {
  const [number] = grouped.exec(text) ?? [];
  if (number !== undefined) {
    const meant = text.trim().replaceAll(/(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)/g, withoutCommas);
    const list = /,0/.test(number) ? "" : ` For a list write blanks: ${number.replaceAll(",", ", ")}.`;
    return `“${number}” looks like one number with commas in it. Did you mean ${meant}?${list}`;
  }
  const padded = (word: string): boolean =>
    /(?<!\d)0\d/.test(word) && endsOf(word) !== null && dateOf(word) === null;
  const [first] = text.split(/[\s,;]+/).filter(padded);
  if (first === undefined) return null;
  const meant = text
    .trim()
    .replaceAll(/[^\s,;]+/g, (word) => (padded(word) ? word.replaceAll(/(?<!\d)0+(?=\d)/g, "") : word));
  return `“${first}” has a number that begins with 0, as no run's number is written. Did you mean ${meant}?`;
}

const withoutCommas = (number: string): string => number.replaceAll(",", "");

/** The month or day that a text reads as, so that it is asked of the start of runs; null for others. */
export function dateOf(text: string): string | null {
  return /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?$/.test(text) ? text : null;
}
