import { compareTexts } from "../text/compareTexts.ts";

/** The last of the names of evio files, one with an index (`_005.evio`) before all without; null where there are none. */
export function lastEvioFile(names: readonly string[]): string | null {
  return names.reduce<string | null>(
    (last, name) => (last === null || compareFileNames(name, last) > 0 ? name : last),
    null,
  );
}

/** Compares by code point, but digits as the numbers that they are: `run_1000.evio` comes behind `run_999.evio`. */
function compareFileNames(left: string, right: string): number {
  const byForm = Number(hasIndex(left)) - Number(hasIndex(right));
  if (byForm !== 0) return byForm;
  const [leftParts, rightParts] = [partsOf(left), partsOf(right)];
  for (const [at, part] of leftParts.entries()) {
    const other = rightParts[at] ?? "";
    const byNumber = isNumber(part) && isNumber(other) ? compareNumbers(part, other) : 0;
    const difference = byNumber || compareTexts(part, other);
    if (difference !== 0) return difference;
  }
  return leftParts.length - rightParts.length;
}

function hasIndex(name: string): boolean {
  return /_\d+\.evio$/.test(name);
}

/** Digits and what stands between them. */
function partsOf(name: string): string[] {
  return name.match(/\d+|\D+/g) ?? [];
}

function isNumber(part: string): boolean {
  return /^\d/.test(part);
}

function compareNumbers(left: string, right: string): number {
  const [a, b] = [left, right].map((digits) => digits.replace(/^0+/, ""));
  return (a ?? "").length - (b ?? "").length || compareTexts(a ?? "", b ?? "");
}
