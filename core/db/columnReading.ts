import type { Sql } from "./dialect.ts";
import type { StoredColumn, StoredTable } from "./storedTable.ts";
import type { TableName } from "./tables.ts";

/** How a kind of database has columns that are not as RCDB makes them, and what is read of them. */
export interface ColumnReading {
  /** Whether a statement finds the table `Runs` by the name `runs`. */
  readonly ignoresCase: boolean;
  /** Whether rows can be written through a view. */
  readonly writesViews: boolean;
  /** The number in a column of numbers, by its name, that holds texts or bits; null where the column holds numbers. */
  number(name: string, column: StoredColumn): Sql | null;
  /** What is read in place of any other stored value; null for the value itself. */
  value(table: TableName, name: string, column: StoredColumn): Sql | null;
  /** Whether a value is an integer that the program can keep. */
  isInteger(value: Sql): Sql;
  /** What stands for NULL in a column of integers that is never NULL in RCDB's tables. */
  readonly noInteger: Sql;
  /** Behind a table's name, where nothing else says how it is read. */
  hint(table: StoredTable): Sql;
  /** Whether texts of a column have another order than that of their code points, where a statement asks for none. */
  hasOtherOrder(column: StoredColumn): boolean;
}
