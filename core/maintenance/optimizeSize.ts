/** How large our own index is, or would be. */
import { sql } from "kysely";
import type { Connection } from "../db/connection.ts";
import type { Database } from "../db/database.ts";
import type { Sql } from "../db/dialect.ts";
import { ownIndexName, shortText } from "../db/ownIndex.ts";
import { hasKey } from "../db/soundRows.ts";
import { tableSource } from "../db/tableSource.ts";
import { numberLiteral } from "../db/sqlParts.ts";

/** Rows are looked at in so many places of the table, and so many in each. */
const places = 20;
const rowsAtPlace = 500;

/** The bytes of a row's entry: what every entry has, and what its values add. Servers fill a sixteenth less. */
const entryBytes: Readonly<Record<Connection["kind"], Sql>> = {
  sqlite: sql`23 + 3 * (int_value <> 0) + 8 * (float_value <> 0) + coalesce(length(time_value), 0)
    + coalesce(octet_length(${shortText(sql.ref("text_value"))}), 0)`,
  mysql: sql`1.07 * (28 + coalesce(octet_length(left(text_value, 100)), 0))`,
};

export interface IndexSize {
  /** About how many conditions there are: the span of their ids. */
  readonly rows: number;
  readonly bytes: number;
}

/** About how large the index will be, by a sample of the conditions; quick on any size. */
export async function estimateIndex(database: Database): Promise<IndexSize> {
  const { connection, read } = database;
  const ends = await read
    .selectFrom("conditions")
    .select(({ fn }) => [fn.min<number | null>("id").as("first"), fn.max<number | null>("id").as("last")])
    .executeTakeFirstOrThrow();
  if (!isNumber(ends.first) || !isNumber(ends.last)) return { rows: 0, bytes: 0 };
  const first = ends.first;
  const span = ends.last - first + 1;
  const rows = isSpan(database) ? span : await countConditions(database);
  const samples = Array.from({ length: places }, (_, place) => {
    const from = first + Math.floor((span * place) / places);
    // Only in a subselect a part of a union may have a limit of its own.
    return sql`SELECT bytes FROM (SELECT ${entryBytes[connection.kind]} AS bytes FROM ${tableSource(database, "conditions")}
WHERE id >= ${numberLiteral(from)} ORDER BY id LIMIT ${numberLiteral(rowsAtPlace)}) AS sampled`;
  });
  const answered = await sql<{ bytes: number | string }>`
    SELECT avg(bytes) AS bytes FROM (${sql.join(samples, sql` UNION ALL `)}) AS entries`.execute(read);
  // A server gives an average of decimals as a text.
  return { rows, bytes: Math.round(rows * Number(answered.rows[0]?.bytes)) };
}

/** None in an empty table, and not where an id is a text. */
function isNumber(id: number | null): id is number {
  return id !== null && Number.isSafeInteger(id);
}

/** Whether ids tell how many conditions there are: without a key they are anything. */
function isSpan({ shape }: Database): boolean {
  const stored = shape.tables.get("conditions");
  return stored === undefined || hasKey("conditions", stored);
}

async function countConditions({ read }: Database): Promise<number> {
  const { count } = await read
    .selectFrom("conditions")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** The bytes of the index that is there. A server tells them only to its administrator: there they are estimated. */
export async function measureIndex(database: Database): Promise<number> {
  if (database.connection.kind === "mysql") return (await estimateIndex(database)).bytes;
  const { rows } = await sql<{ bytes: number | null }>`
    SELECT sum(pgsize) AS bytes FROM dbstat WHERE name = ${ownIndexName}`.execute(database.read);
  return rows[0]?.bytes ?? 0;
}
