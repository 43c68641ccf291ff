import { setImmediate as nextTurn } from "node:timers/promises";
import type { CompiledQuery } from "kysely";
import type { CallContext } from "../api/dispatch.ts";
import type { Database } from "../db/database.ts";
import type { Kind, RowOf } from "../db/stored/kinds.ts";
import { showStep } from "../db/progress.ts";

/** The rows of a query in batches, of columns of these kinds; tells how many were read. Throws `cancelled`. */
export async function* readBatches<const Kinds extends readonly Kind[]>(
  database: Database,
  context: CallContext,
  label: string,
  query: CompiledQuery,
  kinds: Kinds,
): AsyncGenerator<readonly RowOf<Kinds>[]> {
  let read = 0;
  showStep(context, read, null, label);
  for await (const batch of database.stream(query, kinds, context.signal)) {
    yield batch;
    read += batch.length;
    showStep(context, read, null, label);
    // Lets whoever cancels have a turn: SQLite answers without one.
    await nextTurn();
  }
}
