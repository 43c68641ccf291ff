/** Changes in words. */
import type { ReviewedChange } from "../../core/api/changes.ts";
import type { Cell } from "../../core/api/values.ts";
import type { ValueType } from "../../core/query/types.ts";
import { formatCell, formatTime } from "../lib/format.ts";

/** A value as the review shows it. */
export function shownValue(value: Cell, type: ValueType | null): string {
  if (value === null) return "no value";
  if (value === "") return "empty text";
  if (type === "float" || type === "int") return String(value);
  // The seconds of a time may be what was changed.
  return type === null || type === "time" ? String(value) : formatCell(value, type).text;
}

/** A version of a file: the beginning of its hash. */
export function shownVersion(hash: Cell): string {
  return hash === null ? "no file" : `version ${String(hash).slice(0, 8)}`;
}

/** Who stored what is in the way, and when: ` by hdops, 2016-02-17 13:26`. */
export function changedBy({ changed }: ReviewedChange): string {
  if (!changed) return "";
  const user = changed.user === null ? "" : ` by ${changed.user}`;
  return changed.at === null ? user : `${user}, ${formatTime(changed.at).text}`;
}
