import type { Column } from "../api/search.ts";
import type { Cell } from "../api/values.ts";
import { headerOf, recordsOf } from "./records.ts";
import type { RowEncoder } from "./rowEncoder.ts";

/** An array of objects, one on each line. */
export function jsonEncoder(columns: readonly Column[]): RowEncoder {
  const objectOf = objectWriter(columns);
  let separator = "\n";
  return {
    begin: () => "[",
    part: (rows) => {
      const objects = recordsOf(rows).map(objectOf);
      if (objects.length === 0) return "";
      const text = separator + objects.join(",\n");
      separator = ",\n";
      return text;
    },
    end: () => (separator === "\n" ? "]\n" : "\n]\n"),
  };
}

/** An object on each line and nothing else. */
export function jsonLinesEncoder(columns: readonly Column[]): RowEncoder {
  const objectOf = objectWriter(columns);
  return {
    begin: () => "",
    part: (rows) =>
      recordsOf(rows)
        .map((record) => `${objectOf(record)}\n`)
        .join(""),
    end: () => "",
  };
}

/** Objects are put together by hand: JavaScript's would put names such as `2` before `run`. */
function objectWriter(columns: readonly Column[]): (record: readonly Cell[]) => string {
  const keys = headerOf(columns).map((name) => JSON.stringify(name));
  return (record) => {
    const members = record.map((cell, index) => `${keys[index]}:${JSON.stringify(cell)}`);
    return `{${members.join(",")}}`;
  };
}
