import { stringify, type Options } from "csv-stringify/sync";
import type { Cell } from "./api/schemas.ts";

const options: Options = {
  // A missing value is nothing at all, an empty text is a pair of quotes: they can be told apart.
  cast: {
    boolean: (value) => (value ? "true" : "false"),
    string: (value) => (value === "" ? { value, quoted_empty: true } : value),
  },
  quoted_match: /\r/,
};

/** Lines of CSV (RFC 4180 but for the line end, which is a line feed), or of another delimiter. */
export function csvLines(records: readonly (readonly Cell[])[], delimiter = ","): string {
  return stringify(
    records.map((record) => [...record]),
    { ...options, delimiter },
  );
}
