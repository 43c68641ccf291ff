import { Readable } from "node:stream";
import type { CompiledQuery } from "kysely";
import type { PoolConnection } from "mysql2";
import { RcdbError } from "../../api/failure.ts";
import type { StoredValue } from "../database.ts";
import type { ServerPool } from "./pool.ts";

const rowsPerBatch = 2000;
/** More batches than this are not read ahead of whoever takes them. */
const batchesAhead = 4;

/**
 * The rows of a query in batches, as the server sends them. Where the signal is aborted, or the caller stops
 * reading, the server is told to stop as well. Throws `cancelled`, or what the driver throws.
 */
export async function* streamBatches(
  pool: ServerPool,
  query: CompiledQuery,
  signal?: AbortSignal,
): AsyncGenerator<unknown[][]> {
  if (signal?.aborted) throw cancelledQuery();
  const connection = await pool.acquire();
  const unwatch = pool.watch(connection);
  try {
    yield* streamOn(pool, connection, query, signal);
  } finally {
    unwatch();
    connection.release();
  }
}

function cancelledQuery(): RcdbError {
  return new RcdbError("cancelled", "The query was cancelled.");
}

/** The same over a connection that the caller has acquired and releases. */
export async function* streamOn(
  pool: ServerPool,
  connection: PoolConnection,
  query: Pick<CompiledQuery, "sql" | "parameters">,
  signal?: AbortSignal,
  rowsAtOnce = rowsPerBatch,
): AsyncGenerator<unknown[][]> {
  if (signal?.aborted) throw cancelledQuery();
  const batches = readBatches(pool, connection, query, rowsAtOnce);
  const cancel = (): void => void batches.destroy(cancelledQuery());
  signal?.addEventListener("abort", cancel);
  try {
    yield* batches as AsyncIterable<unknown[][]>;
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

function readBatches(
  pool: ServerPool,
  connection: PoolConnection,
  { sql, parameters }: Pick<CompiledQuery, "sql" | "parameters">,
  rowsAtOnce: number,
): Readable {
  let batch: unknown[][] = [];
  let isOver = false;
  const command = connection.query({
    sql,
    values: [...parameters] as StoredValue[],
    rowsAsArray: true,
  });
  const batches = new Readable({
    objectMode: true,
    highWaterMark: batchesAhead,
    read: () => connection.resume(),
    destroy: (error, done) => {
      if (!isOver) endStatement(pool, connection);
      done(error);
    },
  });
  const fail = (error: Error): void => {
    isOver = true;
    pool.failed(connection, error);
    batches.destroy(error);
  };
  command.on("result", (row) => {
    batch.push(row as unknown as unknown[]);
    if (batch.length < rowsAtOnce) return;
    if (!batches.push(batch)) connection.pause();
    batch = [];
  });
  command.on("error", fail);
  // A statement without a callback does not hear of a lost connection.
  connection.once("error", fail);
  command.on("end", () => {
    connection.off("error", fail);
    if (isOver) return;
    isOver = true;
    if (batch.length > 0) batches.push(batch);
    batches.push(null);
  });
  return batches;
}

/** A connection in the middle of an answer is of no further use, and its statement is to cost the server no more. */
function endStatement(pool: ServerPool, connection: PoolConnection): void {
  connection.destroy();
  // Nobody waits for it, and the server may have ended the statement by itself.
  pool.kill(connection).catch(() => undefined);
}
