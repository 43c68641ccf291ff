import type { RowDataPacket } from "mysql2";
import { RcdbError } from "../../api/failure.ts";
import type { UpdatesLock } from "../database.ts";
import type { ServerPool } from "./pool.ts";

/** Names of locks count for the whole server, and have up to 64 characters. */
const name = "CONCAT('rcdb updates ', SHA1(LOWER(DATABASE())))";

/**
 * Takes the server's lock of a database's updates, on a connection of its own, and waits at most `timeout` milliseconds for it;
 * null where another holds it still. The server frees it when the connection ends, however that comes.
 */
export async function lockUpdates(pool: ServerPool, timeout: number): Promise<UpdatesLock | null> {
  const connection = await pool.acquire();
  const isTrue = async (question: string): Promise<boolean> => {
    const unwatch = pool.watch(connection);
    try {
      return await new Promise((resolve, reject) => {
        connection.query<RowDataPacket[]>(`SELECT ${question} AS answer`, (error, rows) =>
          error ? reject(error) : resolve(rows[0]?.["answer"] === 1),
        );
      });
    } finally {
      unwatch();
    }
  };
  let isTaken: boolean;
  try {
    // Whole seconds: MySQL knows no others.
    isTaken = await isTrue(`GET_LOCK(${name}, ${Math.ceil(timeout / 1000)})`);
  } catch (thrown) {
    connection.destroy();
    throw thrown;
  }
  if (!isTaken) {
    connection.release();
    return null;
  }
  return {
    check: async () => {
      // On a connection that broke the driver's error says only that nothing can be asked any more.
      const isHeld = await isTrue(`IS_USED_LOCK(${name}) = CONNECTION_ID()`).catch(() => false);
      if (!isHeld) throw lost();
    },
    release: async () => {
      // A lock whose connection broke is free already.
      const isReleased = await isTrue(`RELEASE_LOCK(${name})`).catch(() => false);
      if (isReleased) connection.release();
      else connection.destroy();
    },
  };
}

function lost(): RcdbError {
  return new RcdbError(
    "connection_lost",
    "The connection that keeps other updates away broke: another one may be running now, and nothing more was stored. Try again.",
  );
}
