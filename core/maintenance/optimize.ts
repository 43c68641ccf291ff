/** Our own index on a database: told beforehand, made when it is asked for, and removed again. */
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import type { Optimization, OwnIndex } from "../api/maintenance.ts";
import { backendOf } from "../db/backends.ts";
import type { Connection } from "../db/connection.ts";
import type { Database, TableIndex, WritableDatabase } from "../db/database.ts";
import { ownIndexIn, ownIndexName } from "../db/ownIndex.ts";
import { ownIndexStatement } from "../db/ownIndexStatement.ts";
import { missingParts, nameOfPart, type Shape } from "../db/shape.ts";
import { findsByIndex } from "../db/tableSource.ts";
import { openRaw } from "../db/open.ts";
import { estimateIndex, measureIndex } from "./optimizeSize.ts";
import { showStep } from "../db/progress.ts";

/** As measured on two slow processor cores; other disks and servers take longer or shorter. */
const rowsPerSecond = 500_000;

/** Whether the index is there, how large it is or would be, and by which statements it is made or removed. */
export async function describeOwnIndex(database: Database): Promise<OwnIndex> {
  const indexes = await database.conditionIndexes();
  const exists = ownIndexIn(indexes) !== undefined;
  const statements = exists ? removal(database, indexes) : [ownIndexStatement(database)];
  if (exists)
    return { name: ownIndexName, exists, statements, bytes: await measureIndex(database), seconds: 0 };
  const { rows, bytes } = await estimateIndex(database);
  return { name: ownIndexName, exists, statements, bytes, seconds: Math.ceil(rows / rowsPerSecond) };
}

/**
 * Makes the index where it is not there, or with `undo` removes it. In a file that is one transaction, which a killed
 * process leaves undone; a server goes on with a statement unless it is told to stop. Nothing is logged: what the
 * database says stays the same. Throws `cancelled`, `locked`, `disk_full`, `no_permission`.
 */
export async function optimizeDatabase(
  database: WritableDatabase,
  { undo }: { undo: boolean },
  context: CallContext,
): Promise<Optimization> {
  checkIndexable(database.shape);
  const raw = await openRaw(database.connection, "write");
  try {
    return await raw.exclusively(async () => {
      // Looked at when nobody else can make or remove it any more.
      const { exists, bytes, statements } = await describeOwnIndex(database);
      if (exists !== undo) return { changed: false, exists, bytes };
      for (const [done, statement] of statements.entries()) {
        showStep(context, done, statements.length, undo ? "Removing the index" : "Making the index");
        await raw.query(statement, context.signal);
      }
      return { changed: true, exists: !undo, bytes };
    });
  } catch (thrown) {
    throw explained(thrown, database.connection);
  } finally {
    await raw.close();
  }
}

function removal({ connection }: Database, indexes: readonly TableIndex[]): string[] {
  const others = indexes.filter(({ name }) => name !== ownIndexName);
  return [...backendOf(connection).upkeep.ownIndex.removal(ownIndexName, others)];
}

function explained(thrown: unknown, connection: Connection): unknown {
  if (!(thrown instanceof RcdbError) || thrown.code !== "no_permission") return thrown;
  const refusal = backendOf(connection).upkeep.ownIndex.refusal(connection);
  return refusal === null ? thrown : new RcdbError("no_permission", refusal, thrown.detail);
}

/** The index has all columns of a table, and nothing else can have one. */
function checkIndexable(shape: Shape): void {
  const missing = missingParts(shape, 1).filter(
    ({ table, column }) => table === "conditions" && column !== null,
  );
  if (findsByIndex(shape) && missing.length === 0) return;
  const reason = shape.tables.get("conditions")?.isView
    ? "conditions is a view"
    : missing.length > 0
      ? `it lacks ${missing.map(nameOfPart).join(", ")}, which “rcdb db update” adds`
      : "conditions keeps numbers in columns of another type";
  throw new RcdbError(
    "wrong_schema",
    `The index cannot be made in this database: ${reason}. Nothing was changed.`,
  );
}
