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

/** The text in one line, for the cell of a table that knows no quotes: breaks and tabs become a blank. */
export function inOneLine(text: string): string {
  return text.replaceAll(/[\t\n\v\f\r\x1c-\x1e\u0085\u2028\u2029]+/g, " ");
}
