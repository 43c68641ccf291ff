import { stringify, type Options } from "csv-stringify/sync";
import type { Cell, Column } from "../api/schemas.ts";
import { headerOf, recordsOf } from "./records.ts";
import type { RowEncoder } from "./rowEncoder.ts";

const options: Options = {
  // A missing value is nothing at all, an empty text is a pair of quotes: they can be told apart.
  cast: {
    boolean: (value) => (value ? "true" : "false"),
    string: (value) => (value === "" ? { value, quoted_empty: true } : value),
  },
  quoted_match: /\r/,
};

/** CSV (RFC 4180 but for the line end, which is a line feed), or the same with another delimiter. */
export function delimitedEncoder(columns: readonly Column[], delimiter: "," | "\t"): RowEncoder {
  return {
    begin: () => delimitedLines([headerOf(columns)], delimiter),
    part: (rows) => delimitedLines(recordsOf(rows), delimiter),
    end: () => "",
  };
}

/** Records as lines. */
export function delimitedLines(records: readonly (readonly Cell[])[], delimiter: "," | "\t"): string {
  return stringify(
    records.map((record) => [...record]),
    { ...options, delimiter },
  );
}
