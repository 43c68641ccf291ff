import { CompiledQuery } from "kysely";
import { RcdbError } from "../core/api/failure.ts";
import type { Database, Transaction, WritableDatabase } from "../core/db/database.ts";
import { readRows, type Kind, type RowOf } from "../core/db/stored/kinds.ts";

/**
 * Runs `work` in one transaction of a database: all of it or, where it throws, nothing. `work` gets the database as the
 * transaction has it, and may be called again where the server gave it up for another's sake.
 */
export function inTransactionOf<T>(
  database: WritableDatabase,
  work: (within: WritableDatabase) => Promise<T>,
): Promise<T> {
  return database.transaction(async (transaction) => {
    const faults = new Faults();
    try {
      const result = await work(databaseWithin(database, transaction, faults));
      if (faults.end !== null) throw new Error("the transaction has ended");
      return result;
    } catch (thrown) {
      // The database tells by the driver's error whether it is tried again; the calls have made words of it.
      throw faults.end ?? thrown;
    }
  });
}

/** What has ended the transaction. */
class Faults {
  end: unknown = null;
}

/** The database as a running transaction sees it. What a call changes in it is undone where the call fails. */
function databaseWithin(
  database: WritableDatabase,
  transaction: Transaction,
  faults: Faults,
): WritableDatabase {
  let calls = 0;
  const execute = async (statement: string): Promise<void> => {
    await transaction.read.getExecutor().executeQuery(CompiledQuery.raw(statement));
  };
  return {
    ...database,
    read: transaction.read,
    ...(database.isOneConnection ? {} : readingOver(transaction)),
    transaction: async (work) => {
      const savepoint = `rcdb_${++calls}`;
      await execute(`SAVEPOINT ${savepoint}`);
      try {
        const result = await work(transaction);
        await execute(`RELEASE SAVEPOINT ${savepoint}`);
        return result;
      } catch (thrown) {
        try {
          await execute(`ROLLBACK TO SAVEPOINT ${savepoint}`);
        } catch {
          // The server has ended the transaction, or is gone: the first error says why.
          faults.end ??= thrown;
        }
        throw thrown;
      }
    },
    close: () =>
      Promise.reject(
        new RcdbError("bad_input", "A transaction ends by itself, with the function it was given."),
      ),
  };
}

/** Rows over the connection of a transaction: all at once, as that serves one statement after the other. */
function readingOver(transaction: Transaction): Pick<Database, "rows" | "stream"> {
  const rows: Database["rows"] = async <const Kinds extends readonly Kind[]>(
    query: CompiledQuery,
    kinds: Kinds,
  ): Promise<readonly RowOf<Kinds>[]> => {
    const answer = await transaction.read.getExecutor().withoutPlugins().executeQuery(query);
    const arrays = (answer.rows as object[]).map((row): unknown[] => Object.values(row));
    return readRows(arrays, kinds);
  };
  return {
    rows,
    stream: async function* (query, kinds) {
      yield await rows(query, kinds);
    },
  };
}
