import type { CopyChoice } from "../api/copies.ts";

/** Whether two choices mean the same rows, whatever the order of their names. */
export function sameChoice(a: CopyChoice, b: CopyChoice): boolean {
  const names = ({ conditions }: CopyChoice): string =>
    JSON.stringify(conditions && [...new Set(conditions)].sort());
  return a.runs === b.runs && a.files === b.files && names(a) === names(b);
}
