/** Blocks of a table of a copy, as SQL. */
import { blockWithoutKey, type CopiedTable } from "../copying.ts";

/** The block of a row, as SQL; `row` stands before its columns. */
export function blockOf({ key }: Pick<CopiedTable, "key">, row = ""): string {
  return key === null ? "0" : `coalesce(${row}${key.column} / ${key.span}, ${blockWithoutKey})`;
}

/** Whether a row lies in a block, as SQL. Integers are divided towards 0: the block 0 has negative keys as well. */
export function rangeOf({ key }: Pick<CopiedTable, "key">, block: number, row = ""): string {
  if (key === null) return "1";
  if (block === blockWithoutKey) return `${row}${key.column} IS NULL`;
  const span = BigInt(key.span);
  const first = BigInt(block) * span - (block <= 0 ? span - 1n : 0n);
  const last = BigInt(block) * span + (block >= 0 ? span - 1n : 0n);
  return `${row}${key.column} BETWEEN ${first} AND ${last}`;
}

/** Whether two values differ in class or bytes, whatever the collations of their columns. */
export function differing(a: string, b: string): string {
  return `${a} IS NOT ${b} COLLATE BINARY OR typeof(${a}) <> typeof(${b})`;
}

/** Values by which rows are grouped, each with its class and bytes. */
export function exactValues(values: readonly string[]): string[] {
  return values.flatMap((value) => [`typeof(${value})`, `CAST(${value} AS BLOB)`]);
}
