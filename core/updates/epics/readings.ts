/** How slow controls are read: what is asked of a reader, and what it answers. */

/** A variable that has states is read as the number of its state, or as that state's text. */
export type Form = "number" | "text";

export interface ValueRequest {
  readonly variable: string;
  readonly form: Form;
}

/** A value; or why there is none, as the end of “VARIABLE: …”. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

/** Reads what variables say now. */
export interface ValueReader {
  /** One answer for each request, in their order, each within the reader's time limit. Nothing is thrown. */
  readonly read: (
    requests: readonly ValueRequest[],
    signal: AbortSignal,
  ) => Promise<readonly Reading<number | string>[]>;
}

/** Limits of a number: `from` and `to` belong to the range, `above` and `below` do not. */
export interface Range {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly above?: number | undefined;
  readonly below?: number | undefined;
}

export interface VariableRange extends Range {
  readonly variable: string;
}

export interface AverageRequest {
  readonly variable: string;
  /** Only samples at which all of these variables lie in their ranges. */
  readonly where: readonly VariableRange[];
}

/** Wall-clock times, `YYYY-MM-DD HH:MM:SS`. */
export interface TimeSpan {
  readonly begin: string;
  readonly end: string;
}

/** Reads what an archive has kept. */
export interface AverageReader {
  /** The average of the samples of a time span, within the reader's time limit. Nothing is thrown. */
  readonly average: (
    request: AverageRequest,
    span: TimeSpan,
    signal: AbortSignal,
  ) => Promise<Reading<number>>;
}

/** The number that a text tells; null where it tells none. */
export function numberIn(text: string): number | null {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}

export function notANumber(text: string): { readonly problem: string } {
  return { problem: `“${text.length > 40 ? `${text.slice(0, 40)}…` : text}” is not a number` };
}
