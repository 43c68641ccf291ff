import { sql, type Kysely } from "kysely";
import { readCharacterSets } from "./characterSets.ts";
import { mysqlReading } from "./columnReading.ts";
import type { StorageLimits, TableIndex } from "../database.ts";
import { shapeOf, type Shape } from "../shape.ts";
import { findsByIndex } from "../tableSource.ts";
import type { Tables } from "../tables.ts";

/** What the columns of a server's database are: databases are made by different programs over many years. */
export interface ServerColumns {
  readonly shape: Shape;
  readonly limits: StorageLimits;
  /** The most bytes of values in one statement. */
  readonly statementBytes: number;
  /** Whether a transaction can leave a token in the log (see `commitToken.ts`). */
  readonly logKeepsTokens: boolean;
}

/** A row of `columnsQuery`. */
export interface ColumnRow {
  readonly table_name: string;
  readonly table_type: string;
  readonly column_name: string;
  readonly type: string;
  /** The type with its length, its values and whether it is unsigned. */
  readonly declared: string;
  /** Null for a view. */
  readonly engine: string | null;
  readonly collation: string | null;
  /** Null for what is not a text. */
  readonly charset: string | null;
  readonly column_key: string;
  /** YES or NO. */
  readonly nullable: string;
  readonly extra: string;
  /** The most bytes of a text. */
  readonly bytes: number | null;
  /** Digits of a second's fraction. */
  readonly digits: number | null;
}

/** The columns of all tables and views that the user may see. */
export const columnsQuery = `SELECT c.table_name AS table_name, t.table_type AS table_type,
  c.column_name AS column_name, LOWER(c.data_type) AS type, LOWER(c.column_type) AS declared, t.engine AS engine, c.collation_name AS collation,
  LOWER(c.character_set_name) AS charset,
  c.column_key AS column_key, c.is_nullable AS nullable, c.extra AS extra, c.character_octet_length AS bytes, c.datetime_precision AS digits
FROM information_schema.columns AS c
JOIN information_schema.tables AS t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
WHERE c.table_schema = DATABASE() ORDER BY c.table_name, c.ordinal_position`;

/** The shape of a database with these columns. */
export function mysqlShape(rows: readonly ColumnRow[]): Shape {
  const tables = [...new Set(rows.map(({ table_name }) => table_name))].map((name) => {
    const columns = rows.filter((row) => row.table_name === name);
    const keys = columns.filter(({ column_key }) => column_key === "PRI");
    return {
      name,
      isView: columns[0]?.table_type === "VIEW",
      rowNumber: null,
      columns: columns.map((column) => ({
        name: column.column_name,
        type: column.declared,
        collation: column.collation,
        isComputed: /\b(VIRTUAL|STORED|PERSISTENT)\b/i.test(column.extra),
        isKey: column.column_key === "PRI",
        // A foreign key's columns must be of the very same type, and only InnoDB has foreign keys.
        canBeReferred:
          column.column_key === "PRI" &&
          /^int(\(\d+\))?$/.test(column.declared) &&
          column.engine === "InnoDB",
        isFilled: column.nullable === "NO",
        isUnique: column.column_key === "UNI" || (column.column_key === "PRI" && keys.length === 1),
        isInteger: column.nullable === "NO" && !/^(bigint|decimal)/.test(column.declared),
        hasTexts: /^(var)?char|text|^enum/.test(column.declared),
      })),
    };
  });
  return shapeOf(mysqlReading, tables);
}

/** Reads the tables that the user may see, and what fits into their columns. */
export async function readColumns(kysely: Kysely<Tables>): Promise<ServerColumns> {
  const { rows } = await sql<ColumnRow>`${sql.raw(columnsQuery)}`.execute(kysely);
  const columns = new Map(
    rows.map((row) => [`${row.table_name}.${row.column_name}`.toLowerCase(), row] as const),
  );
  const packet = await mostBytesAtOnce(kysely);
  const bytesOf = (column: string): number => Math.min(columns.get(column)?.bytes ?? packet, packet);
  const charsets = new Set(rows.flatMap(({ charset }) => charset ?? []));
  const sets = await readCharacterSets(kysely, charsets);
  const integers = integerRanges.get(columns.get("conditions.int_value")?.type ?? "int") ?? 32n;
  return {
    statementBytes: packet,
    logKeepsTokens: keepsTokens(columns),
    shape: mysqlShape(rows),
    limits: {
      smallestInteger: -(2n ** (integers - 1n)),
      greatestInteger: 2n ** (integers - 1n) - 1n,
      singlePrecision: columns.get("conditions.float_value")?.type === "float",
      secondFractions: columns.get("conditions.time_value")?.digits === 6,
      conditionBytes: bytesOf("conditions.text_value"),
      contentBytes: bytesOf("files.content"),
      logBytes: bytesOf("logs.description"),
      characters: new Map(
        [...columns].flatMap(([name, { charset }]) => {
          const set = sets.get(charset ?? "");
          return set ? [[name, set]] : [];
        }),
      ),
    },
  };
}

/** Whether `logs` is a table whose records are stored with their transaction, under ids of their own. */
function keepsTokens(columns: ReadonlyMap<string, ColumnRow>): boolean {
  const id = columns.get("logs.id");
  const others = ["table_ids", "related_run", "created", "user_name"];
  return (
    id?.engine === "InnoDB" &&
    id.column_key === "PRI" &&
    /auto_increment/i.test(id.extra) &&
    (columns.get("logs.description")?.bytes ?? 0) >= 255 &&
    others.every((name) => columns.has(`logs.${name}`))
  );
}

/** Bits of the server's integer types. */
const integerRanges = new Map([
  ["tinyint", 8n],
  ["smallint", 16n],
  ["mediumint", 24n],
  ["int", 32n],
  ["bigint", 64n],
]);

/** Bytes of values in one statement: below half of what the server takes, for each may need a backslash. */
async function mostBytesAtOnce(kysely: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`SELECT @@max_allowed_packet AS bytes`.execute(kysely);
  const [row] = rows;
  if (!row) throw new TypeError("the server does not tell its max_allowed_packet");
  return Math.floor(row.bytes * 0.45);
}

/** The indexes of `conditions` beside its primary key. */
export async function readConditionIndexes(kysely: Kysely<Tables>, shape: Shape): Promise<TableIndex[]> {
  if (!findsByIndex(shape)) return [];
  const table = shape.tables.get("conditions")?.name ?? "";
  const { rows } = await sql<{ name: string; column: string | null; repeats: number }>`
    SELECT index_name AS name, LOWER(column_name) AS ${sql.id("column")}, non_unique AS repeats FROM information_schema.statistics
    WHERE table_schema = DATABASE() AND table_name = ${table} AND index_name <> 'PRIMARY'
    ORDER BY index_name, seq_in_index`.execute(kysely);
  return [...new Set(rows.map(({ name }) => name))].map((name) => {
    const own = rows.filter((row) => row.name === name);
    return {
      name,
      isUnique: own[0]?.repeats === 0,
      columns: own.map(({ column }) => column),
    };
  });
}
