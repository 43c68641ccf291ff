/** The notations in which people write numbers and ranges of runs, and those that would be read as other runs than they mean. */

/** Hyphens, dashes and the minus sign, `..`, `…` and `:` between two ends. */
const dash = String.raw`(?:[-‐‑‒–—−:…]|\.{2,3}|\bto\b)`;
const rangePattern = new RegExp(String.raw`^(\d*)\s*${dash}\s*(\d*)$`, "i");
/** With a sign before a number below 0: another dash would be taken for it. */
const signedPattern = /^(-\d+|\d*)\s*\.\.\s*(-\d+|\d*)$/;
const spacedDash = new RegExp(String.raw`(\d)\s+${dash}\s+(?=\d)`, "gi");
const wordPattern = /^(run|from|up\s+to)\s+(\d+)$/i;

/** The two ends of a range as they are written, or one number twice; null where an item is neither. */
export function endsOf(item: string): readonly [first: string, last: string] | null {
  if (/^\d+$/.test(item)) return [item, item];
  const [, word = "", number = ""] = wordPattern.exec(item) ?? [];
  if (word !== "") return [/^up/i.test(word) ? "" : number, /^from/i.test(word) ? "" : number];
  const [, first = "", last = ""] = rangePattern.exec(item) ?? signedPattern.exec(item) ?? [];
  return first + last === "" ? null : [first, last];
}

/** A range as it is written for `parseRunRanges`; nothing where all runs are meant. `-5` are the runs up to 5, so one with a number below 0 has two dots. */
export function rangeText(first: number | null, last: number | null): string {
  if (first === null && last === null) return "";
  const isSigned = (first ?? 0) < 0 || (last ?? 0) < 0;
  if (first === last && !isSigned) return String(first);
  return `${first ?? ""}${isSigned ? ".." : "-"}${last ?? ""}`;
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
  const pairs = /^\[\s*(?:\[\s*-?\d+\s*,\s*-?\d+\s*\]\s*,?\s*)+\]$/.test(trimmed);
  if (pairs) {
    return [...trimmed.matchAll(/(-?\d+)\s*,\s*(-?\d+)/g)]
      .map(([, first = "", last = ""]) => `${first}${(first + last).includes("-") ? ".." : "-"}${last}`)
      .join(", ");
  }
  const inner = /^(?:\[([^[\](){}]*)\]|\(([^[\](){}]*)\)|\{([^[\](){}]*)\})$/.exec(trimmed);
  return inner ? (inner[1] ?? inner[2] ?? inner[3] ?? "") : text;
}

const groups = String.raw`[1-9]\d{0,2}(?:,\d{3})+`;
/** A number with commas between its thousands, where the list would have a run that begins with 0. */
const groupedZero = /(?<![\w,.])[1-9]\d{0,2}(?:,\d{3})*, ?0\d\d(?:,\d{3})*(?![\w,])/;
/** Two such numbers as the ends of one range; in `100,200-300,400-500` there are three ranges. */
const groupedRange = new RegExp(
  String.raw`(?<![\w,.:…‐‑‒–—−-])(${groups})\s*${dash}\s*${groups}(?![\w,]|\s*${dash})`,
  "i",
);

/**
 * What is unclear in a list that a command is given or a person types into a field; null where it is clear.
 * `10,001-10,005` is meant as one range, and would be read as three. Names are those of run periods: they are no numbers.
 */
export function groupedNumbers(text: string, names: readonly string[]): string | null {
  const numbers = withoutNames(text, names);
  return refusedGroups(text, groupedZero.exec(numbers)?.[0] ?? groupedRange.exec(numbers)?.[1]);
}

/** A list that a program wrote, so that neither the command line nor a field takes it for numbers with commas in them. */
export function clearRunList(written: string): string {
  return groupedNumbers(written, []) === null
    ? written
    : written.replaceAll(/,\s*/g, ", ").replaceAll(/(?<!\d)0+(?=\d)/g, "");
}

function withoutNames(text: string, names: readonly string[]): string {
  const known = new Set(names.map((name) => name.trim().toLowerCase()));
  const isName = (item: string): boolean => known.has(item.trim().toLowerCase());
  return isName(text) ? "" : text.replaceAll(/[^,;\n]+/g, (item) => (isName(item) ? "" : item));
}

function refusedGroups(text: string, number: string | undefined): string | null {
  if (number === undefined) return null;
  const meant = text.trim().replaceAll(/(?<!\d)\d{1,3}(?:,\d{3}|, 0\d\d)+(?!\d)/g, withoutCommas);
  const list = /, ?0/.test(number) ? "" : ` For a list write blanks: ${number.replaceAll(",", ", ")}.`;
  return `“${number}” looks like one number with commas in it. Did you mean ${meant}?${list}`;
}

const withoutCommas = (number: string): string => number.replaceAll(/, ?/g, "");

/** The month or day that a text reads as, so that it is asked of the start of runs; null for others. */
export function dateOf(text: string): string | null {
  return /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?$/.test(text) ? text : null;
}
