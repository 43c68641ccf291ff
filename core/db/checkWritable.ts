import { RcdbError } from "../api/failure.ts";
import type { Shape } from "./shape.ts";
import { otherNumberColumns } from "./tableSource.ts";
import type { TableName } from "./tables.ts";

/** Throws `wrong_schema` where a database has not what a change needs: these columns of a table. */
export function checkWritable(shape: Shape, table: TableName, columns: readonly string[]): void {
  const stored = shape.tables.get(table);
  if (!stored) {
    const unusable = shape.unusable.get(table);
    if (unusable !== undefined) throw refused(`its table ${table} cannot be used: ${unusable}`, renameTable);
    throw refused(`it has no table ${table}`, update);
  }
  if (!shape.reading.ignoresCase && stored.name !== table) {
    throw refused(`the table ${table} is called “${stored.name}”`, update);
  }
  if (!shape.reading.writesViews && stored.isView) throw refused(`“${table}” is a view`, otherProgram);
  const [other] = otherNumberColumns(shape.reading, stored);
  if (other) {
    throw refused(`its column ${table}.${other.name} is ${other.type}, no type of numbers`, otherProgram);
  }
  for (const name of columns) {
    const column = stored.columns.get(name);
    if (!column) throw refused(`its table ${table} has no column ${name}`, update);
    if (column.isComputed) throw refused(`${table}.${name} is calculated by the database`, otherProgram);
  }
}

const update = "Have it added by “rcdb db update”.";
const renameTable = `Rename that table, and have “rcdb db update” add one of RCDB's.`;
const otherProgram =
  "Write with the program that made the database, or to a database made by “rcdb db init”.";

function refused(reason: string, fix: string): RcdbError {
  return new RcdbError(
    "wrong_schema",
    `This database cannot take the change: ${reason}. Nothing was changed. ${fix}`,
  );
}
