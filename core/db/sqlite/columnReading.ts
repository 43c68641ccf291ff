import { sql } from "kysely";
import type { ColumnReading } from "../columnReading.ts";
import { greatestInteger } from "../sqlParts.ts";
import type { StoredColumn } from "../storedTable.ts";

/** Any value may stand in any column, in any collation. */
export const sqliteReading: ColumnReading = {
  ignoresCase: true,
  writesViews: false,
  number: (_name, { name, hasTexts }) => {
    if (!hasTexts) return null;
    const column = sql.id(name);
    return sql`CASE WHEN ${column} GLOB '*[0-9]*' AND ${column} NOT GLOB '*[^-+.0-9eE]*' THEN CAST(${column} AS NUMERIC) ELSE ${column} END`;
  },
  // The text of a condition is seen to where it is compared, for our own index would not be used otherwise; but a subselect
  // that gives a column of an unknown collation is refused.
  value: (table, name, column) => {
    if (isBinary(column)) return null;
    if (table === "conditions" && name === "text_value" && isKnown(column)) return null;
    return sql`${sql.id(column.name)} COLLATE BINARY`;
  },
  isInteger: (value) =>
    sql`(typeof(${value}) IN ('integer', 'real') AND CAST(${value} AS INTEGER) = ${value} AND ${value} BETWEEN -${greatestInteger} AND ${greatestInteger})`,
  // An empty text is told from a number.
  noInteger: sql`''`,
  // Rows are counted by the smallest index, also where its order is not known: then it is refused.
  hint: ({ columns, isView }) =>
    !isView && [...columns.values()].some((column) => !isKnown(column)) ? sql` NOT INDEXED` : sql``,
  hasOtherOrder: (column) => !isBinary(column),
};

function isKnown({ collation }: StoredColumn): boolean {
  return [binary, "NOCASE", "RTRIM"].includes(collation?.toUpperCase() ?? "");
}

/** The collation by which SQLite compares texts by code point. */
export const binary = "BINARY";

/** Whether SQLite compares the texts of a column by code point. */
export function isBinary({ collation }: StoredColumn): boolean {
  return collation?.toUpperCase() === binary;
}
