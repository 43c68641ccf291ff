/**
 * The one place where what drivers give becomes values of the program. SQLite stores anything in any column, and
 * other clients do (the Python client keeps hashes as bytes); servers have columns of bytes, of decimals, and dates of
 * zeros. What cannot be read as its kind comes as a text of it: nothing is lost, and no other row suffers.
 */
import { isUtf8 } from "node:buffer";

/** A value as a driver gives it. */
export type RawValue = string | number | bigint | Uint8Array | null;

/** What a column holds, and how that is read. */
interface KindValues {
  /** The number of a row; NaN where it is none, which no row is found by. (Null beyond the end of a left join, and of an empty table.) */
  readonly key: number;
  /** The number of another row, or none. */
  readonly reference: number | null;
  /** A text of digits beyond 2^53, and of what is not an integer. */
  readonly integer: number | string | null;
  /** A text of what is infinite or no number, for JSON has neither. */
  readonly float: number | string | null;
  /** A double that the database has calculated: no integer whose digits may be lost, however great. */
  readonly double: number | null;
  readonly text: string | null;
  /** Of a configuration file: bytes that are no UTF-8 are Latin-1, as they are stored by `core/writing`. */
  readonly content: string | null;
  /** `YYYY-MM-DD HH:MM:SS[.ffffff]` as it is stored, or a text of what is not a time. */
  readonly time: string | null;
  /** Not read yet: whoever takes it knows its type. */
  readonly raw: RawValue;
}
export type Kind = keyof KindValues;

/** Values of these kinds, in their order. */
export type RowOf<Kinds extends readonly Kind[]> = { [At in keyof Kinds]: KindValues[Kinds[At]] };

/** Columns of these kinds, in their order. */
export type ColumnsOf<Kinds extends readonly Kind[]> = {
  [At in keyof Kinds]: readonly KindValues[Kinds[At]][];
};

type Readers = { readonly [K in Kind]: (raw: RawValue) => KindValues[K] };

export const readers: Readers = {
  key: (raw) => (typeof raw === "number" || raw === null ? (raw as number) : (readReference(raw) ?? NaN)),
  reference: readReference,
  integer: readInteger,
  float: readFloat,
  double: (raw) => (raw === null ? null : Number(raw)),
  text: readText,
  content: readContent,
  time: readText,
  raw: (raw) => raw,
};

/** Reads rows, which are changed for that: there are millions of them. They may have fewer columns. */
export function readRows<const Kinds extends readonly Kind[]>(
  rows: readonly unknown[][],
  kinds: Kinds,
): readonly RowOf<Kinds>[] {
  const columns = kinds.flatMap((kind, at) => (kind === "raw" ? [] : [{ at, read: readers[kind] }]));
  for (const row of rows as RawValue[][]) {
    for (const { at, read } of columns) {
      const value = row[at];
      if (value !== undefined) row[at] = read(value);
    }
  }
  return rows as unknown as readonly RowOf<Kinds>[];
}

/** Rows as a list for each column. */
export function columnsOf<const Kinds extends readonly Kind[]>(
  rows: readonly RowOf<Kinds>[],
  kinds: Kinds,
): ColumnsOf<Kinds> {
  return kinds.map((_, at) => rows.map((row) => row[at])) as unknown as ColumnsOf<Kinds>;
}

/** A value of no known kind: the bytes of a text as that, an integer as a number where that is exact, else its digits. */
export function readAny(raw: RawValue): string | number | null {
  if (typeof raw === "bigint") return exactNumber(raw);
  return raw instanceof Uint8Array ? readText(raw) : raw;
}

function readReference(raw: RawValue): number | null {
  if (typeof raw === "number") return raw;
  const read = readInteger(raw);
  return typeof read === "number" ? read : null;
}

/** A server's integers have up to 65 digits, and a product of two of them some more. */
const digits = /^[+-]?\d{1,81}$/;
/** The number of digits that every double keeps. */
const exactDigits = 15;

function readInteger(raw: RawValue): number | string | null {
  if (typeof raw === "number" && Number.isInteger(raw)) return raw;
  if (typeof raw === "bigint") return exactNumber(raw);
  const text = readText(raw);
  if (text === null || !digits.test(text)) return text;
  return text.length <= exactDigits ? Number(text) : exactNumber(BigInt(text.replace("+", "")));
}

function exactNumber(integer: bigint): number | string {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer.toString();
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function readFloat(raw: RawValue): number | string | null {
  if (typeof raw === "number" && Number.isFinite(raw)) return raw;
  const text = readText(raw);
  if (text === null || !decimal.test(text)) return text;
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

function readText(raw: RawValue): string | null {
  if (raw === null || typeof raw === "string") return raw;
  if (!(raw instanceof Uint8Array)) return String(raw);
  return isUtf8(raw) && !raw.includes(0) ? textOf(raw, "utf8") : bytesInWords(raw);
}

function readContent(raw: RawValue): string | null {
  if (!(raw instanceof Uint8Array)) return readText(raw);
  return textOf(raw, isUtf8(raw) ? "utf8" : "latin1");
}

function textOf(bytes: Uint8Array, encoding: "utf8" | "latin1" | "hex"): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
}

/** The number of bytes shown of what is not a text. */
const mostBytes = 32;

/** As SQL writes bytes, which texts hardly ever look like. */
function bytesInWords(bytes: Uint8Array): string {
  return `x'${textOf(bytes.subarray(0, mostBytes), "hex")}${bytes.length > mostBytes ? "…" : ""}'`;
}
