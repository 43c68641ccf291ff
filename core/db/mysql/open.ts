import { Kysely, MysqlDialect, sql } from "kysely";
import { RcdbError } from "../../api/failure.ts";
import { checkSchema } from "../checkSchema.ts";
import type { MysqlConnection } from "./connection.ts";
import type { Database, WritableDatabase } from "../database.ts";
import { readColumns, readConditionIndexes, type ServerColumns } from "./columns.ts";
import { mysqlDialectFor } from "./dialect.ts";
import { explainMysqlError } from "./errors.ts";
import { mysqlHintsFor } from "./plannerHints.ts";
import { ServerPool } from "./pool.ts";
import { usualTimeouts, type Timeouts } from "./pulse.ts";
import { streamBatches } from "./stream.ts";
import { mysqlTransaction } from "./transaction.ts";
import { lockUpdates } from "./updatesLock.ts";
import { shapePlugin } from "../shapePlugin.ts";
import { mysqlSchema } from "./schema.ts";
import { storedValues } from "../stored/columns.ts";
import { columnsOf, readRows, type Kind, type RowOf } from "../stored/kinds.ts";
import type { Tables } from "../tables.ts";

/**
 * Connects to a database on a server for reading and checks that it is an RCDB database, of schema v2 or v1.
 * Throws an `RcdbError` that says what is wrong with the connection or the database, and what to do.
 */
export async function openMysql(
  connection: MysqlConnection,
  timeouts: Timeouts = usualTimeouts(connection),
): Promise<Database> {
  const { database } = await open(connection, "read", timeouts);
  return database;
}

/** The same for writing, which takes schema v2. */
export async function openWritableMysql(
  connection: MysqlConnection,
  timeouts: Timeouts = usualTimeouts(connection),
): Promise<WritableDatabase> {
  const { database, pool, kysely, columns } = await open(connection, "write", timeouts);
  return {
    ...database,
    access: "write",
    isOneConnection: false,
    transaction: (work) => mysqlTransaction(kysely, columns, work, timeouts.absence),
    lockUpdates: (milliseconds) => lockUpdates(pool, milliseconds),
  };
}

interface Opened {
  readonly database: Database;
  readonly pool: ServerPool;
  readonly kysely: Kysely<Tables>;
  readonly columns: ServerColumns;
}

/** Where a node of several is lost meanwhile the next one is opened. */
async function open(
  connection: MysqlConnection,
  access: Database["access"],
  timeouts: Timeouts,
): Promise<Opened> {
  for (let losses = 1; ; losses++) {
    try {
      return await openOnce(connection, access, timeouts);
    } catch (thrown) {
      const isLost = thrown instanceof RcdbError && thrown.code === "connection_lost";
      if (!isLost || losses >= connection.hosts.length) throw thrown;
    }
  }
}

async function openOnce(
  connection: MysqlConnection,
  access: Database["access"],
  timeouts: Timeouts,
): Promise<Opened> {
  const pool = new ServerPool(connection, access, timeouts);
  const untyped = new Kysely<Tables>({ dialect: new MysqlDialect({ pool }), plugins: [storedValues] });
  try {
    const columns = await readColumns(untyped);
    const { shape } = columns;
    const plugin = shapePlugin(shape);
    const kysely = plugin ? untyped.withPlugin(plugin) : untyped;
    const highest = shape.tables.has("schema_versions") ? await highestVersion(kysely) : null;
    const schemaVersion = checkSchema(connection, shape, highest, access, mysqlSchema);
    const database: Database = {
      connection,
      files: [],
      access,
      copy: null,
      schemaVersion,
      shape,
      dialect: mysqlDialectFor(shape, columns.limits.singlePrecision),
      hints: mysqlHintsFor(shape),
      limits: columns.limits,
      read: kysely,
      stream: (query, kinds, signal) => readBatches(streamBatches(pool, query, signal), kinds),
      rows: (query, kinds) => readAll(readBatches(streamBatches(pool, query), kinds)),
      keys: async (query) =>
        (await readAll(readBatches(streamBatches(pool, query), ["key"]))).map(([key]) => key),
      columns: async (query, kinds) =>
        columnsOf(await readAll(readBatches(streamBatches(pool, query), kinds)), kinds),
      conditionIndexes: () => readConditionIndexes(kysely, shape),
      storage: () => readStorage(kysely),
      file: null,
      hostInUse: () => pool.hostInUse,
      checkFile: () => undefined,
      close: () => kysely.destroy(),
    };
    return { database, pool, kysely, columns };
  } catch (thrown) {
    await untyped.destroy();
    const failure = explainMysqlError(thrown);
    if (!failure) throw thrown;
    throw new RcdbError(failure.code, `“${connection.location}”: ${failure.message}`, failure.detail);
  }
}

async function highestVersion(kysely: Kysely<Tables>): Promise<unknown> {
  const row = await kysely
    .selectFrom("schema_versions")
    .select(({ fn }) => fn.max<number | null>("version").as("version"))
    .executeTakeFirst();
  return row?.version ?? null;
}

/** About, by the server's own statistics: counting would read everything. */
async function readStorage(kysely: Kysely<Tables>): ReturnType<Database["storage"]> {
  const { rows } = await sql<{ bytes: number | null; changed: number | null }>`
    SELECT SUM(data_length + index_length) AS bytes, UNIX_TIMESTAMP(MAX(update_time)) AS changed
    FROM information_schema.tables WHERE table_schema = DATABASE()`.execute(kysely);
  const { bytes, changed } = rows[0] ?? { bytes: null, changed: null };
  const modified = changed === null ? null : new Date(changed * 1000).toISOString();
  return { bytes: bytes ?? 0, modified, isInMemory: false };
}

async function* readBatches<const Kinds extends readonly Kind[]>(
  batches: AsyncIterable<unknown[][]>,
  kinds: Kinds,
): AsyncGenerator<readonly RowOf<Kinds>[]> {
  for await (const batch of batches) yield readRows(batch, kinds);
}

async function readAll<Row>(batches: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}
