/** Our own index on a database: told beforehand, made when it is asked for, and removed again. */
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import type { Optimization, OwnIndex } from "../api/maintenance.ts";
import type { Connection } from "../db/connection.ts";
import type { Database, TableIndex, WritableDatabase } from "../db/database.ts";
import { ownIndexIn, ownIndexName, ownIndexStatement } from "../db/ownIndex.ts";
import { missingParts, nameOfPart, type Shape } from "../db/shape.ts";
import { findsByIndex } from "../db/tableSource.ts";
import type { BareDatabase } from "../db/rawDatabase.ts";
import { openBare } from "../db/openRaw.ts";
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
 * Makes the index where it is not there, or with `undo` removes it. On SQLite that is one transaction, which a killed
 * process leaves undone; a server goes on with a statement unless it is told to stop. Nothing is logged: what the
 * database says stays the same. Throws `cancelled`, `locked`, `disk_full`, `no_permission`.
 */
export async function optimizeDatabase(
  database: WritableDatabase,
  { undo }: { undo: boolean },
  context: CallContext,
): Promise<Optimization> {
  checkIndexable(database.shape);
  const bare = await openBare(database.connection, "write");
  try {
    return await bare.exclusively(async () => {
      // Looked at when nobody else can make or remove it any more.
      const { exists, bytes, statements } = await describeOwnIndex(database);
      if (exists !== undo) return { changed: false, exists, bytes };
      for (const [done, statement] of statements.entries()) {
        showStep(context, done, statements.length, undo ? "Removing the index" : "Making the index");
        await bare.query(statement, context.signal);
      }
      return { changed: true, exists: !undo, bytes };
    });
  } catch (thrown) {
    throw explained(thrown, bare);
  } finally {
    await bare.close();
  }
}

function removal({ connection }: Database, indexes: readonly TableIndex[]): string[] {
  return removals[connection.kind](indexes.filter(({ name }) => name !== ownIndexName));
}

/** The statements that remove the index from a table with these others. */
const removals: Readonly<Record<Connection["kind"], (others: readonly TableIndex[]) => string[]>> = {
  sqlite: () => [`DROP INDEX ${ownIndexName}`],
  mysql: (others) => {
    const drop = `DROP INDEX ${ownIndexName} ON conditions`;
    if (others.some(({ columns }) => columns[0] === "condition_type_id")) return [drop];
    // A foreign key needs an index. When ours was made the server dropped the one that it had made for that.
    return ["CREATE INDEX condition_type_id ON conditions (condition_type_id)", drop];
  },
};

function explained(thrown: unknown, { connection }: BareDatabase): unknown {
  if (connection.kind === "sqlite" || !(thrown instanceof RcdbError) || thrown.code !== "no_permission") {
    return thrown;
  }
  return new RcdbError(
    "no_permission",
    `The user “${connection.user}” may not make or remove an index in “${connection.location}”. Nothing was changed. Ask the server's administrator for the right INDEX on the table conditions.`,
    thrown.detail,
  );
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
