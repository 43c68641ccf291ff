import { sql, type Kysely } from "kysely";
import type { StorageLimits, TableIndex } from "./database.ts";
import type { Tables } from "./tables.ts";

/** What the columns of a server's database are: databases are made by different programs over many years. */
export interface ServerColumns {
  readonly tables: readonly string[];
  readonly limits: StorageLimits;
  /** The most bytes of values in one statement. */
  readonly statementBytes: number;
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  /** The most bytes of a text. */
  readonly bytes: number | null;
  /** Digits of a second's fraction. */
  readonly digits: number | null;
}

/** Reads the tables that the user may see, and what fits into their columns. */
export async function readColumns(kysely: Kysely<Tables>): Promise<ServerColumns> {
  const { rows } = await sql<ColumnRow>`SELECT CONCAT(LOWER(table_name), '.', LOWER(column_name)) AS name,
  LOWER(data_type) AS type, character_octet_length AS bytes, datetime_precision AS digits
FROM information_schema.columns WHERE table_schema = DATABASE()`.execute(kysely);
  const columns = new Map(rows.map((row) => [row.name, row]));
  const packet = await mostBytesAtOnce(kysely);
  const bytesOf = (column: string): number => Math.min(columns.get(column)?.bytes ?? packet, packet);
  const integers = integerRanges.get(columns.get("conditions.int_value")?.type ?? "int") ?? 32n;
  return {
    statementBytes: packet,
    tables: [...new Set(rows.map(({ name }) => name.slice(0, name.indexOf("."))))],
    limits: {
      smallestInteger: -(2n ** (integers - 1n)),
      greatestInteger: 2n ** (integers - 1n) - 1n,
      singlePrecision: columns.get("conditions.float_value")?.type === "float",
      secondFractions: columns.get("conditions.time_value")?.digits === 6,
      conditionBytes: bytesOf("conditions.text_value"),
      contentBytes: bytesOf("files.content"),
      logBytes: bytesOf("logs.description"),
    },
  };
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
export async function readConditionIndexes(kysely: Kysely<Tables>): Promise<TableIndex[]> {
  const { rows } = await sql<{ name: string; column: string | null }>`
    SELECT index_name AS name, LOWER(column_name) AS ${sql.id("column")} FROM information_schema.statistics
    WHERE table_schema = DATABASE() AND table_name = 'conditions' AND index_name <> 'PRIMARY'
    ORDER BY index_name, seq_in_index`.execute(kysely);
  const columns = new Map<string, (string | null)[]>();
  for (const { name, column } of rows) columns.set(name, [...(columns.get(name) ?? []), column]);
  return [...columns].map(([name, own]) => ({ name, columns: own }));
}
