/** Variants of an alias as people type them: a row each, with what is wrong with it. */
import { analyze, rangesOfVariants, writeVariants, type Variant } from "../../core/query/index.ts";
import type { Vocabulary } from "../../core/query/tree.ts";

/** As it is typed; no text for an end is none. */
export interface VariantRow {
  readonly from: string;
  readonly to: string;
  readonly code: string;
}

export function rowOf({ from, to, code }: Variant): VariantRow {
  return { from: from === null ? "" : String(from), to: to === null ? "" : String(to), code };
}

/** What is wrong with a row, in words; null where it can be stored. */
export function rowProblem(row: VariantRow, vocabulary: Vocabulary): string | null {
  const [from, to] = [numberOf(row.from), numberOf(row.to)];
  if (from === undefined || to === undefined) return "Give run numbers, or leave an end empty.";
  if (from !== null && to !== null && from > to) return `Run ${from} comes after run ${to}. Swap them.`;
  if (row.code.trim() === "") return "Give an expression.";
  const analyzed = analyze(row.code, vocabulary);
  return analyzed.ok ? null : (analyzed.problems[0]?.message ?? "The expression has an error.");
}

/** The expression that rows without a problem make; null where one cannot be read. */
export function codeOfRows(rows: readonly VariantRow[]): string | null {
  return writeVariants(rows.map(variantOf));
}

/** What is to be known of the ranges of all rows, in words: runs that several rows have, and runs between them that none has. */
export function rangeWarnings(rows: readonly VariantRow[]): readonly string[] {
  const { overlaps, gaps } = rangesOfVariants(rows.map(variantOf));
  const twice = overlaps.map(({ first, second, from, to }) => {
    const isSame = rows[first]?.code.trim() === rows[second]?.code.trim();
    const words = isSame ? "both say the same" : "they conflict: a run is selected where either fits";
    return `${runsText(from, to)} in variants ${first + 1} and ${second + 1}; ${words}.`;
  });
  const none = gaps.map(({ from, to }) => `${runsText(from, to)} in no variant: not selected.`);
  return [...twice, ...none];
}

function runsText(from: number | null, to: number | null): string {
  if (from === null && to === null) return "All runs are";
  if (from === null) return `Runs to ${to} are`;
  if (to === null) return `Runs from ${from} are`;
  return from === to ? `Run ${from} is` : `Runs ${from}–${to} are`;
}

function variantOf({ from, to, code }: VariantRow): Variant {
  return { from: numberOf(from) ?? null, to: numberOf(to) ?? null, code };
}

/** Null for an empty text, undefined for what is no run number. */
function numberOf(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === "") return null;
  const number = Number(typed);
  return /^\d+$/.test(typed) && Number.isSafeInteger(number) ? number : undefined;
}
