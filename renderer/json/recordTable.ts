/** JSON whose parts are alike, as a table: a row for each part, a column for each key. */
import { isContainer, isJsonArray, writeJson, type JsonObject, type JsonValue } from "./json.ts";

export interface RecordTable {
  /** The first names the part. */
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** By column, whether all of its values are numbers. */
  readonly numeric: readonly boolean[];
}

const fewestRows = 2;
const mostRows = 500;
const mostColumns = 12;

/**
 * Objects of plain values, as the kinds of components are, a row for each key; and objects of such objects, as their statistics are:
 * `{"ROC1": {"rate": 1}, "ROC2": {"rate": 2}}`. Null for what has another shape, is too small to gain by it, or too large to be
 * read as one.
 */
export function recordTable(value: JsonValue): RecordTable | null {
  if (!isObject(value)) return null;
  const parts = Object.entries(value);
  if (parts.length < fewestRows || parts.length > mostRows) return null;
  if (parts.every(([, part]) => !isContainer(part))) return tableOf(["value"], parts, (part) => [part]);
  if (!parts.every(([, part]) => isObject(part) && !Object.values(part).some(isContainer))) return null;
  const keys = [...new Set(parts.flatMap(([, part]) => (isObject(part) ? Object.keys(part) : [])))];
  if (keys.length === 0 || keys.length > mostColumns) return null;
  return tableOf(keys, parts, (part) =>
    keys.map((key) => (isObject(part) && Object.hasOwn(part, key) ? part[key] : undefined)),
  );
}

function tableOf(
  heads: readonly string[],
  parts: readonly (readonly [string, JsonValue])[],
  cellsOf: (part: JsonValue) => readonly (JsonValue | undefined)[],
): RecordTable {
  const cells = parts.map(([, part]) => cellsOf(part));
  return {
    heads: ["", ...heads],
    rows: parts.map(([name], at) => [name, ...(cells[at] ?? []).map(cellText)]),
    numeric: [false, ...heads.map((_, at) => cells.every((row) => isNumberLike(row[at])))],
  };
}

function isObject(value: JsonValue): value is JsonObject {
  return isContainer(value) && !isJsonArray(value);
}

function isNumberLike(cell: JsonValue | undefined): boolean {
  return (
    cell === undefined ||
    typeof cell === "number" ||
    typeof cell === "bigint" ||
    (typeof cell === "string" && /^-?[\d.]+(e[-+]?\d+)?$/i.test(cell))
  );
}

function cellText(cell: JsonValue | undefined): string {
  if (cell === undefined) return "";
  return typeof cell === "string" ? cell : writeJson(cell);
}
