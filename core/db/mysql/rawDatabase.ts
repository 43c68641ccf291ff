import type { PoolConnection } from "mysql2";
import { RcdbError } from "../../api/failure.ts";
import type { MysqlConnection } from "./connection.ts";
import { columnsQuery, mysqlShape, type ColumnRow } from "./columns.ts";
import { explainMysqlError } from "./errors.ts";
import { quoted } from "./names.ts";
import { ServerPool } from "./pool.ts";
import { usualTimeouts } from "./pulse.ts";
import type { RawAccess, RawDatabase, RawRow, Contents, Reference } from "../rawDatabase.ts";

/** Before a change of the schema gives up waiting for another's open transaction, in seconds. */
const timeout = 30;
/** The name of the lock that keeps two programs from making or changing the same database at once; 64 characters at most. */
const lockName = "left(concat('rcdb schema ', database()), 64)";

/** Opens a database of a server, whatever is in it. `create` makes it where there is none and the user may. */
export async function openRawMysql(connection: MysqlConnection, access: RawAccess): Promise<RawDatabase> {
  if (access === "create") await createDatabase(connection);
  const session = await Session.open(connection, access === "read" ? "read" : "write");
  const query: Query = (statement, signal) =>
    signal ? session.queryUntil(signal, statement) : session.query(statement);
  return {
    connection,
    query,
    quoted,
    contents: () => contentsOf(query),
    shape: async () => mysqlShape((await query(columnsQuery)) as unknown as readonly ColumnRow[]),
    references: () => referencesOf(query),
    dropAll: () => dropAll(query),
    exclusively: async (work) => {
      const [row] = await query(`SELECT GET_LOCK(${lockName}, 0) AS granted`);
      if (row?.["granted"] !== 1) throw locked(connection);
      // Closing the connection gives the lock back, as does losing it.
      return work();
    },
    backUp: () => Promise.resolve(null),
    checkIntegrity: () => Promise.resolve(),
    close: () => session.close(),
  };
}

type Query = RawDatabase["query"];

/** One connection for all statements: locks and settings belong to it. */
class Session {
  readonly #location: string;
  readonly #pool: ServerPool;
  readonly #connection: PoolConnection;
  readonly #unwatch: () => void;

  private constructor(location: string, pool: ServerPool, connection: PoolConnection) {
    this.#location = location;
    this.#pool = pool;
    this.#connection = connection;
    this.#unwatch = pool.watch(connection);
  }

  static async open(connection: MysqlConnection, access: "read" | "write"): Promise<Session> {
    const pool = new ServerPool(connection, access, usualTimeouts(connection));
    try {
      const session = new Session(connection.location, pool, await pool.acquire());
      // Tables that are dropped may refer to each other.
      await session.query(`SET SESSION foreign_key_checks = 0, SESSION lock_wait_timeout = ${timeout}`);
      return session;
    } catch (thrown) {
      await pool.close();
      throw explained(thrown, connection.location);
    }
  }

  async query(statement: string, parameters: readonly string[] = []): Promise<readonly RawRow[]> {
    const connection = this.#connection;
    try {
      return await new Promise((resolve, reject) => {
        connection.query(statement, [...parameters], (error, rows: unknown) => {
          if (error) reject(error);
          else resolve(Array.isArray(rows) ? (rows as RawRow[]) : []);
        });
      });
    } catch (thrown) {
      throw explained(thrown, this.#location);
    }
  }

  /** The same, ended by the signal on the server as well. Throws `cancelled` then. */
  async queryUntil(signal: AbortSignal, statement: string): Promise<readonly RawRow[]> {
    const checkSignal = (): void => {
      if (signal.aborted)
        throw new RcdbError("cancelled", "Cancelled. The statement was ended on the server.");
    };
    checkSignal();
    // Where the server cannot be told its answer is waited for.
    const kill = (): void => void this.#pool.kill(this.#connection).catch(() => undefined);
    signal.addEventListener("abort", kill);
    try {
      return await this.query(statement);
    } catch (thrown) {
      if (thrown instanceof RcdbError && thrown.code === "interrupted") checkSignal();
      throw thrown;
    } finally {
      signal.removeEventListener("abort", kill);
    }
  }

  async close(): Promise<void> {
    this.#unwatch();
    // Not released into the pool, which would keep its locks.
    this.#connection.destroy();
    await this.#pool.close();
  }
}

function explained(thrown: unknown, location: string): unknown {
  const failure = explainMysqlError(thrown);
  return failure ? new RcdbError(failure.code, `“${location}”: ${failure.message}`, failure.detail) : thrown;
}

function locked({ location }: MysqlConnection): RcdbError {
  return new RcdbError(
    "locked",
    `Another program is making or updating the database “${location}”. Wait until it is done, and look again.`,
  );
}

/** Where the user sees the database it is there; a user who may not make one may still use one. */
async function createDatabase(connection: MysqlConnection): Promise<void> {
  const server = await Session.open({ ...connection, database: "" }, "write");
  try {
    const known = await server.query("SELECT 1 FROM information_schema.schemata WHERE schema_name = ?", [
      connection.database,
    ]);
    if (known.length > 0) return;
    await server.query(`CREATE DATABASE ${quoted(connection.database)} CHARACTER SET utf8mb4`);
  } catch (thrown) {
    if (!(thrown instanceof RcdbError) || thrown.code !== "no_permission") throw thrown;
    throw new RcdbError(
      "no_permission",
      `The server has no database “${connection.database}”, and the user “${connection.user}” may not make it. Ask the server's administrator for it.`,
      thrown.detail,
    );
  } finally {
    await server.close();
  }
}

async function contentsOf(query: Query): Promise<Contents> {
  const rows = await query(
    "SELECT table_name AS name, table_type AS type FROM information_schema.tables WHERE table_schema = database() ORDER BY table_name",
  );
  const named = (type: string): string[] =>
    rows.filter((row) => row["type"] === type).map((row) => String(row["name"]));
  return { tables: named("BASE TABLE"), views: named("VIEW") };
}

async function referencesOf(query: Query): Promise<readonly Reference[]> {
  const rows = await query(
    "SELECT table_name AS referring, referenced_table_name AS referred FROM information_schema.referential_constraints WHERE constraint_schema = database()",
  );
  return rows.map((row) => ({ from: String(row["referring"]), to: String(row["referred"]) }));
}

async function dropAll(query: Query): Promise<void> {
  const { tables, views } = await contentsOf(query);
  for (const view of views) await query(`DROP VIEW ${quoted(view)}`);
  for (const table of tables) await query(`DROP TABLE ${quoted(table)}`);
}
