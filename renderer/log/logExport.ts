/** The records of the log as the lines of a file. */
import { defused, delimitedField } from "../../core/api/delimitedField.ts";
import type { LogRecord } from "../../core/api/log.ts";

export type LogFormat = "csv" | "tsv";

const columns = ["id", "created", "user", "run", "tables", "description"] as const;

/** The names of the columns and the records, a line each; a missing value is nothing, an empty text a pair of quotes. `safe` as `defused` says. */
export function writeLog(records: readonly LogRecord[], format: LogFormat, safe = false): string {
  const delimiter = format === "csv" ? "," : "\t";
  const field = (value: string | number | null): string => {
    if (value === null) return "";
    const text = String(value);
    return text === "" ? '""' : delimitedField(safe ? defused(text) : text, delimiter);
  };
  const lines = records.map((record) => columns.map((column) => field(record[column])).join(delimiter));
  return [columns.join(delimiter), ...lines].map((line) => `${line}\n`).join("");
}
