/** Texts within CSV and TSV: one rule for whatever is exported, saved or copied as a table. */

export type Delimiter = "," | "\t";

/**
 * Besides the delimiter and quotes, all that some reader takes for the end of a line: Python's `splitlines` and many
 * editors break at VT, FF, FS, GS, RS, NEL, and the separators of Unicode.
 */
const special: Readonly<Record<Delimiter, RegExp>> = {
  ",": /[",\n\v\f\r\x1c-\x1e\u0085\u2028\u2029]/,
  "\t": /["\t\n\v\f\r\x1c-\x1e\u0085\u2028\u2029]/,
};

/** The text as a field: in quotes where it needs them. */
export function delimitedField(text: string, delimiter: Delimiter): string {
  return special[delimiter].test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What spreadsheets begin a formula with, also in its wide form or after a break, and after apostrophes of our own. */
const formula = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const number = /^[+-](?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$|^-Infinity$/i;

/**
 * The text as spreadsheets show it and never evaluate it: with an apostrophe before what begins like a formula. Numbers stay numbers.
 * One apostrophe taken away before such a beginning gives the text again.
 */
export function defused(text: string): string {
  return formula.test(text) && !number.test(text) ? `'${text}` : text;
}

/** The text in one line, for the cell of a table that knows no quotes: breaks and tabs become a blank. */
export function inOneLine(text: string): string {
  return text.replaceAll(/[\t\n\v\f\r\x1c-\x1e\u0085\u2028\u2029]+/g, " ");
}
