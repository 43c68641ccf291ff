import { sql } from "kysely";
import type { ColumnReading } from "../columnReading.ts";
import { greatestInteger } from "../sqlParts.ts";
import { isNumber } from "../tables.ts";

/** A column holds values of its type; statements see to its collation where they compare texts (`Dialect.storedText`). */
export const mysqlReading: ColumnReading = {
  ignoresCase: false,
  writesViews: true,
  number: (name, { name: stored, type, hasTexts }) => {
    const column = sql.id(stored);
    if (type.startsWith("bit")) return sql`CAST(${column} AS UNSIGNED)`;
    if (!hasTexts) return null;
    return name === "float_value" ? sql`(${column} + 0e0)` : sql`CAST(${column} AS SIGNED)`;
  },
  // The driver would make a double of a decimal.
  value: (_table, name, { name: stored, type }) =>
    type.startsWith("decimal") && name !== "float_value" && isNumber(name)
      ? sql`CAST(${sql.id(stored)} AS SIGNED)`
      : null,
  isInteger: (value) =>
    sql`(${value} IS NOT NULL AND ${value} BETWEEN -${greatestInteger} AND ${greatestInteger})`,
  noInteger: sql`0`,
  hint: () => sql``,
  hasOtherOrder: () => false,
};
