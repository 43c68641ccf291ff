/**
 * A number for the content of a row, calculated by the server: of all bytes of all values, whatever their collations. NULL differs
 * from an empty text, and floats are written with all their digits.
 */
import type { CopiedTable } from "../copying.ts";
import type { Shape } from "../shape.ts";
import type { StoredColumn } from "../storedTable.ts";
import { quoted } from "./names.ts";

/** Sums of checksums are taken modulo this: they are exact as numbers of JavaScript. */
export const modulus = 2 ** 52;
/** A prime below 2^20, so that a checksum of a row is below `modulus`. */
const weights = 1_048_573;

/**
 * A row's checksum, as SQL of the table `s`. CRC32 alone is linear: the same change of two rows could leave the sum of both as it is.
 * So it is multiplied by a number that the row's first value gives.
 */
export function rowChecksum({ name, columns }: CopiedTable, shape: Shape): string {
  const stored = columns.map((column) => storedColumn(shape, name, column));
  const first = stored[0];
  if (!first) throw new TypeError(`the table ${name} has no columns`);
  return `CRC32(CONCAT(${stored.map(exact).join(", ',', ")})) * (1 + CRC32(${exact(first)}) % ${weights})`;
}

function storedColumn(shape: Shape, table: CopiedTable["name"], column: string): StoredColumn {
  const found = shape.tables.get(table)?.columns.get(column);
  if (!found) throw new TypeError(`the table ${table} has no column ${column}`);
  return found;
}

/** A value as bytes of which no other value has the same, also where others stand behind it. */
function exact({ name, type, isFilled }: StoredColumn): string {
  const column = `s.${quoted(name)}`;
  const bytes = bytesOf(column, type);
  return isFilled ? bytes : `IFNULL(${bytes}, 'N')`;
}

function bytesOf(column: string, type: string): string {
  // In its own text form a single-precision float has six digits.
  if (/^(float|double)/.test(type)) return `${column} + 0e0`;
  if (/^(tiny|small|medium|big)?int|^(decimal|date|time|year)/.test(type)) return column;
  // What CONCAT makes is limited by max_allowed_packet, and NULL beyond it.
  if (/^(long|medium)|^json/.test(type))
    return `CONCAT(LENGTH(${column}), ':', MD5(CAST(${column} AS BINARY)))`;
  return `CONCAT(LENGTH(${column}), ':', CAST(${column} AS BINARY))`;
}
