import { sql, type CompiledQuery } from "kysely";
import type { Database } from "../../db/database.ts";
import type { Dialect, Sql } from "../../db/dialect.ts";
import { columnKinds } from "../../db/stored/columns.ts";
import { readCell } from "../../db/stored/cells.ts";
import type { Kind } from "../../db/stored/kinds.ts";
import { keyOf } from "../../db/soundRows.ts";
import { tableSource } from "../../db/tableSource.ts";
import { columnsOf, tableNames, type TableColumn, type TableName } from "../../db/tables.ts";
import { fitsType } from "../../query/fitsType.ts";
import type { ValueType } from "../../query/types.ts";
import { readBatches } from "../readBatches.ts";
import type { Check } from "./check.ts";
import { Tally } from "./findings.ts";

/** The type that a value of a kind has to fit. Contents of files may be any bytes. */
const typeOfKind: Readonly<Record<Kind, ValueType | null>> = {
  key: "int",
  reference: "int",
  integer: "int",
  float: "float",
  double: null,
  text: "string",
  time: "time",
  content: null,
  raw: null,
};

/** What `checkRuns` and `checkValues` look at by themselves. */
const checkedElsewhere: readonly TableColumn[] = [
  "started",
  "finished",
  "int_value",
  "float_value",
  "bool_value",
  "time_value",
  "text_value",
];

interface CheckedColumn {
  readonly name: TableColumn;
  readonly type: ValueType;
}

/** Values in all tables that cannot be read as what their column holds: SQLite takes anything anywhere. */
export const checkStorage: Check = async (database, context) => {
  const odd = new Tally();
  for (const table of tableNames) {
    const columns = checkedColumns(table);
    const query = oddRows(database, table, columns);
    if (query === null) continue;
    const kinds = ["raw", ...columns.map(() => "raw" as const)] as const;
    for await (const batch of readBatches(database, context, `Checking the table ${table}`, query, kinds)) {
      for (const [row, ...values] of batch) {
        columns.forEach(({ name, type }, at) => {
          const value = readCell(type, values[at] ?? null);
          if (fitsType(type, value)) return;
          odd.add(`${table}, row ${String(readCell("int", row))}, ${name}: “${String(value).slice(0, 60)}”`);
        });
      }
    }
  }
  return odd.finding({
    kind: "values-not-readable",
    severity: "error",
    noun: ["value is", "values are"],
    message: (counted) => `${counted} not what the column holds, and shown as stored.`,
    fix: "By SQL, put the right value in its place.",
  });
};

function checkedColumns(table: TableName): CheckedColumn[] {
  const columns: readonly TableColumn[] = columnsOf[table];
  return columns.flatMap((name) => {
    const type = typeOfKind[columnKinds[name]];
    return type === null || checkedElsewhere.includes(name) ? [] : [{ name, type }];
  });
}

/** The rows of a table that may have such a value; null where the database lets in none. */
function oddRows(
  database: Database,
  table: TableName,
  columns: readonly CheckedColumn[],
): CompiledQuery | null {
  const { dialect, read } = database;
  const odd = columns.flatMap(({ name, type }) => isOdd(dialect, name, type) ?? []);
  if (odd.length === 0) return null;
  const wanted = [keyOf[table] ?? "files_id", ...columns.map(({ name }) => name)].map((name) =>
    sql.ref(name),
  );
  return sql`SELECT ${sql.join(wanted)} FROM ${tableSource(database, table)} WHERE ${sql.join(odd, sql` OR `)}`.compile(
    read,
  );
}

function isOdd(dialect: Dialect, column: TableColumn, type: ValueType): Sql | null {
  const readable = dialect.readable(type, sql.ref(column));
  if (readable === null) return null;
  return type === "string" ? sql`typeof(${sql.ref(column)}) = 'blob'` : sql`NOT (${readable})`;
}
