/** How large our own index is, or would be. */
import { sql } from "kysely";
import { backendOf } from "../db/backends.ts";
import type { Database } from "../db/database.ts";
import { hasKey } from "../db/soundRows.ts";
import { tableSource } from "../db/tableSource.ts";
import { numberLiteral } from "../db/sqlParts.ts";

/** The number of places of the table at which rows are sampled, and of rows at each. */
const places = 20;
const rowsAtPlace = 500;

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
  const { entryBytes } = backendOf(connection).upkeep.ownIndex;
  const samples = Array.from({ length: places }, (_, place) => {
    const from = first + Math.floor((span * place) / places);
    // Only in a subselect a part of a union may have a limit of its own.
    return sql`SELECT bytes FROM (SELECT ${entryBytes} AS bytes FROM ${tableSource(database, "conditions")}
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

/** The bytes of the index that is there; an estimate where the database does not tell. */
export async function measureIndex(database: Database): Promise<number> {
  const measured = await backendOf(database.connection).upkeep.ownIndex.measure(database);
  return measured ?? (await estimateIndex(database)).bytes;
}
