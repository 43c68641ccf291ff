/**
 * What a column of each type is in Parquet; all of them may be empty but for `run`.
 *
 * - int: INT64, with all digits.
 * - float: DOUBLE; bool: BOOLEAN; string, blob: STRING.
 * - json: JSON. A stored text that is not JSON comes as a JSON string of that text.
 * - time: TIMESTAMP in microseconds, not adjusted to UTC: the clock on the wall, of which no zone is stored.
 */
import type { ParquetWriter } from "hyparquet-writer";
import type { Column } from "../api/search.ts";
import type { Cell } from "../api/values.ts";
import { fitsType } from "../query/fitsType.ts";
import { normalizeTime } from "../query/time.ts";
import type { ValueType } from "../query/types.ts";

type SchemaElement = ParquetWriter["schema"][number];

/** The element of the file's schema that describes a column. */
export function schemaElement({ name, type }: Column, index: number): SchemaElement {
  return { name, repetition_type: index === 0 ? "REQUIRED" : "OPTIONAL", ...physicalTypes[type] };
}

const text = { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } } as const;
const physicalTypes: Readonly<Record<ValueType, Omit<SchemaElement, "name">>> = {
  int: { type: "INT64" },
  float: { type: "DOUBLE" },
  bool: { type: "BOOLEAN" },
  string: text,
  blob: text,
  // With the older `converted_type`, too, the texts would be taken for values to be made JSON of.
  json: { type: "BYTE_ARRAY", logical_type: { type: "JSON" } },
  time: { type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "MICROS" } },
};

/** A cell as it is written; null also where its type cannot hold it, as SQLite stores anything anywhere. */
export function toParquet({ type }: Column, cell: Cell): unknown {
  if (cell === null) return null;
  switch (type) {
    case "int":
      return integer(type, cell);
    case "float":
      return float(cell);
    case "bool":
      return typeof cell === "boolean" ? cell : null;
    case "time":
      return microseconds(String(cell));
    case "json":
      return jsonText(String(cell));
    default:
      return cell;
  }
}

/** What a column of a type holds in Parquet, in words. */
export function wordFor(type: ValueType): string {
  const words: Readonly<Partial<Record<ValueType, string>>> = {
    int: "an integer of 64 bits",
    float: "a number",
    bool: "a boolean",
  };
  return words[type] ?? `a ${type}`;
}

/** Null for what does not fit, as in the next ones. Integers beyond 2^53 come as their digits. */
function integer(type: ValueType, cell: NonNullable<Cell>): bigint | null {
  if (typeof cell === "boolean" || !fitsType(type, cell)) return null;
  const value = BigInt(cell);
  return BigInt.asIntN(64, value) === value ? value : null;
}

/** Infinite ones come as texts. */
function float(cell: NonNullable<Cell>): number | null {
  if (typeof cell === "number") return cell;
  return cell === "Infinity" || cell === "-Infinity" ? Number(cell) : null;
}

function microseconds(time: string): bigint | null {
  const normal = normalizeTime(time);
  if (normal === null) return null;
  const [seconds = "", fraction = ""] = normal.split(".");
  return BigInt(Date.parse(`${seconds.replace(" ", "T")}Z`)) * 1000n + BigInt(fraction);
}

function jsonText(stored: string): string {
  try {
    JSON.parse(stored);
    return stored;
  } catch {
    return JSON.stringify(stored);
  }
}
