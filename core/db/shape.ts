/** Which of RCDB's tables and columns a database really has: many programs, converters and views made them. */
import type { ColumnReading } from "./columnReading.ts";
import type { StoredColumn, StoredTable } from "./storedTable.ts";
import { columnsOf, tableNames, type TableName } from "./tables.ts";

export interface Shape {
  /** What is read of columns that are not as RCDB makes them. */
  readonly reading: ColumnReading;
  readonly tables: ReadonlyMap<TableName, StoredTable>;
  /** Tables that are there and cannot be used, with the reason in words. */
  readonly unusable: ReadonlyMap<TableName, string>;
}

/** A table as a database tells of it. `fault` is what it says where the table cannot be read. */
export interface FoundTable {
  readonly name: string;
  readonly isView: boolean;
  readonly rowNumber: string | null;
  readonly columns: readonly StoredColumn[];
  readonly fault?: string;
}

/** Columns without which a table says nothing. Others are empty where they are missing. */
const essential: Readonly<Record<TableName, readonly string[]>> = {
  runs: ["number"],
  condition_types: ["id", "name", "value_type"],
  conditions: ["id", "run_number", "condition_type_id"],
  files: ["id", "path", "sha256", "content"],
  files_have_runs: ["files_id", "run_number"],
  run_periods: ["id", "name", "run_min", "run_max"],
  aliases: ["id", "name", "code"],
  logs: ["id"],
  schema_versions: ["version"],
};

/** The shape of a database with these tables; those of other programs are left out. */
export function shapeOf(reading: ColumnReading, found: readonly FoundTable[]): Shape {
  const tables = new Map<TableName, StoredTable>();
  const unusable = new Map<TableName, string>();
  for (const name of tableNames) {
    // On a server both `runs` and `Runs` may be there.
    const table =
      found.find((candidate) => candidate.name === name) ??
      found.find((candidate) => candidate.name.toLowerCase() === name);
    if (!table) continue;
    const columns = knownColumns(name, table.columns);
    const lacking = essential[name].filter((column) => !columns.has(column));
    if (table.fault !== undefined) unusable.set(name, table.fault);
    else if (lacking.length > 0) unusable.set(name, `it has no column ${lacking.join(", ")}`);
    else tables.set(name, { ...table, columns });
  }
  return { reading, tables, unusable };
}

function knownColumns(table: TableName, found: readonly StoredColumn[]): Map<string, StoredColumn> {
  const byName = new Map(found.map((column) => [column.name.toLowerCase(), column]));
  return new Map(
    columnsOf[table].flatMap((name) => {
      const column = byName.get(name);
      return column ? [[name, column]] : [];
    }),
  );
}

/** A table that a database lacks, or where that is not null, a column of one that it has. */
export interface MissingPart {
  readonly table: TableName;
  readonly column: string | null;
}

/** Tables that v2 added to v1, which may have the last one already. */
export const addedInV2: readonly TableName[] = ["run_periods", "aliases", "schema_versions"];

/** What a database of a schema version should have and has not. */
export function missingParts(shape: Shape, version: number): MissingPart[] {
  const wanted = tableNames.filter((name) => version >= 2 || !addedInV2.includes(name));
  return wanted.flatMap((table): MissingPart[] => {
    const stored = shape.tables.get(table);
    if (!stored) return [{ table, column: null }];
    return columnsOf[table]
      .filter((column) => !stored.columns.has(column))
      .map((column) => ({ table, column }));
  });
}

/** A missing part for people: `files`, or `files.importance`. */
export function nameOfPart({ table, column }: MissingPart): string {
  return column === null ? table : `${table}.${column}`;
}
