/**
 * What a column of each type is in Parquet; all of them may be empty but for `run`.
 *
 * - int: INT64, with all digits.
 * - float: DOUBLE; bool: BOOLEAN; string, blob: STRING.
 * - json: JSON. A stored text that is no JSON comes as a JSON string of that text.
 * - time: TIMESTAMP in microseconds, not adjusted to UTC: the clock on the wall, of which no zone is stored.
 */
import type { ParquetWriter } from "hyparquet-writer";
import { RcdbError } from "../api/failure.ts";
import type { Cell, Column } from "../api/schemas.ts";
import { fitsType } from "../query/fitsType.ts";
import { normalizeTime } from "../query/time.ts";
import type { ValueType } from "../query/tree.ts";

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

/** A cell as it is written. Throws `bad_value` where its type cannot hold it, as SQLite stores anything anywhere. */
export function toParquet(column: Column, run: number | undefined, cell: Cell): unknown {
  if (cell === null) return null;
  switch (column.type) {
    case "int":
      return integer(column.type, cell) ?? refuse(column, run, cell, "integer of 64 bits");
    case "float":
      return float(cell) ?? refuse(column, run, cell, "number");
    case "bool":
      return typeof cell === "boolean" ? cell : refuse(column, run, cell, "boolean");
    case "time":
      return microseconds(String(cell)) ?? refuse(column, run, cell, "time");
    case "json":
      return jsonText(String(cell));
    default:
      return cell;
  }
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

function refuse({ name }: Column, run: number | undefined, cell: Cell, kind: string): never {
  throw new RcdbError(
    "bad_value",
    `Run ${run} has “${cell}” in “${name}”, which is no ${kind}, and Parquet can hold nothing else there. ` +
      "Leave the column out, or choose another format.",
    { run, name },
  );
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
