import { stringify, type Options } from "csv-stringify/sync";
import type { Cell, Rows } from "./api/schemas.ts";

const options: Options = {
  // A missing value is nothing at all, an empty text is a pair of quotes: they can be told apart.
  cast: {
    boolean: (value) => (value ? "true" : "false"),
    string: (value) => (value === "" ? { value, quoted_empty: true } : value),
  },
  quoted_match: /\r/,
};

/** Rows as records: the run, then the value of each column. */
export function recordsOf({ runs, values }: Rows): Cell[][] {
  return runs.map((run, row) => [run, ...values.map((column) => column[row] ?? null)]);
}

/** Lines of CSV (RFC 4180 but for the line end, which is a line feed), or of another delimiter. */
export function csvLines(records: readonly (readonly Cell[])[], delimiter = ","): string {
  return stringify(
    records.map((record) => [...record]),
    { ...options, delimiter },
  );
}
