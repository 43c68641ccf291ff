/** The tables of a copy: as RCDB makes them, but where the source has something that these would not hold as it is. */
import type { BlockKey, CopiedTable, Copying } from "./copying.ts";
import { tableStatement, type SchemaDialect } from "./schema.ts";
import type { Shape } from "./shape.ts";
import { keyOf } from "./soundRows.ts";
import type { StoredTable } from "./storedTable.ts";
import { tableNames, type TableName } from "./tables.ts";

/** Keys in a block: where few rows change, few more are brought. Contents of files are long. */
const spans: Readonly<Partial<Record<TableName, number>>> = { conditions: 4096, files: 64 };
const usualSpan = 1024;

/** All tables that the source has, without filters. `schema` is that of the copy, `declaration` the source's. */
export function copiedTables(
  shape: Shape,
  schema: SchemaDialect,
  declaration: Copying["declaration"],
): CopiedTable[] {
  const present = tableNames.filter((name) => shape.tables.has(name));
  const plain = present.filter((name) => isPlain(name, shape.tables.get(name), declaration, schema));
  const withReferences = plain.length === tableNames.length;
  return present.map((name) => {
    const stored = shape.tables.get(name);
    if (!stored) throw new TypeError(`the table ${name} is not there`);
    const isAsInSchema = plain.includes(name);
    return {
      name,
      columns: [...stored.columns.keys()],
      statement: isAsInSchema
        ? tableStatement(schema, name, withReferences)
        : oddStatement(schema, name, stored, declaration),
      key: keyFor(name, stored, hasOwnKey(name, stored)),
      filter: null,
      emptied: [],
    };
  });
}

/** Whether a row is found by its key: the copy has the primary key of RCDB's tables then. */
function hasOwnKey(name: TableName, { columns, isView }: StoredTable): boolean {
  const column = columns.get(keyOf[name] ?? "");
  if (isView || !column?.isKey || !column.isUnique || !column.isFilled) return false;
  return column.isInteger || column.type.startsWith("bigint");
}

function isPlain(
  name: TableName,
  stored: StoredTable | undefined,
  declaration: Copying["declaration"],
  schema: SchemaDialect,
): boolean {
  if (!stored) return false;
  if (keyOf[name] !== null && !hasOwnKey(name, stored)) return false;
  return columnLines(schema, name).every(({ column, line }) => {
    const own = stored.columns.get(column);
    return own && declaration(name, column, own) === null && (own.isFilled || !line.includes("NOT NULL"));
  });
}

interface ColumnLine {
  readonly column: string;
  readonly line: string;
}

function columnLines(schema: SchemaDialect, name: TableName): ColumnLine[] {
  const lines = tableStatement(schema, name, false)
    .split(/, \n\t|\n\t|\n\)/)
    .slice(1, -1);
  return lines
    .filter((line) => !/^(PRIMARY KEY|UNIQUE|FOREIGN KEY)/.test(line))
    .map((line) => ({ column: line.slice(0, line.indexOf(" ")), line }));
}

/** With the columns that there are, each so that it takes all that it holds. */
function oddStatement(
  schema: SchemaDialect,
  name: TableName,
  stored: StoredTable,
  declaration: Copying["declaration"],
): string {
  const lines = columnLines(schema, name).flatMap(({ column, line }) => {
    const own = stored.columns.get(column);
    if (!own) return [];
    const declared = declaration(name, column, own);
    if (declared !== null) return [`${column} ${declared}`.trim()];
    return [own.isFilled ? line : line.replace(/ NOT NULL|( DEFAULT '0')/g, "")];
  });
  const key = keyOf[name];
  const keyLine = key !== null && hasOwnKey(name, stored) ? [`PRIMARY KEY (${key})`] : [];
  return `CREATE TABLE ${name} (\n\t${[...lines, ...keyLine].join(", \n\t")}\n)`;
}

function keyFor(name: TableName, { columns, rowNumber }: StoredTable, hasKey: boolean): BlockKey | null {
  const span = spans[name] ?? usualSpan;
  const key = keyOf[name];
  if (hasKey && key !== null) return { column: key, span };
  if (rowNumber !== null) return { column: "rowid", span };
  // Servers give their rows no number of their own, but keep texts out of columns of integers.
  const column = key ?? "run_number";
  return /^(tiny|small|medium|big)?int\b/.test(columns.get(column)?.type ?? "")
    ? { column, span: key === null ? 64 : span }
    : null;
}
