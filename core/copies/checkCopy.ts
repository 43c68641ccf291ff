import type { CopyCheck } from "../api/copies.ts";
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import { backendOf, copyBackend } from "../db/backends.ts";
import { copiedTables } from "../db/copiedTables.ts";
import type { CopiedTable, CopySource, CopyTarget, RowDifferences } from "../db/copying.ts";
import type { Database } from "../db/database.ts";
import { Yielding } from "../db/yielding.ts";
import { chosenTables } from "./choice.ts";
import { openedCopy, openSource } from "./openedCopy.ts";

type Difference = CopyCheck["differences"][number];

/**
 * Compares an open database, which is a copy, with its source. What differs is brought to a file of its own for that: the copy
 * stays as it is. `source` and what is thrown are as in `updateCopy`.
 */
export async function checkCopy(
  database: Database,
  source: string | null,
  context: CallContext,
): Promise<CopyCheck> {
  const { path, state } = await openedCopy(database);
  const origin = await openSource(state, source);
  try {
    const { backend, files } = copyBackend();
    const { copying } = backendOf(origin.connection);
    const reader = await copying.source(origin.connection, origin.shape);
    const copy = await files.openForReading(path);
    const scratch = await files.scratch();
    try {
      const all = copiedTables(origin.shape, backend.schema, copying.declaration);
      const tables = await chosenTables(all, origin, reader, state.choice);
      const differences = await compareTables({ reader, copy, scratch, context }, tables);
      return { copy: state, differences };
    } finally {
      scratch.close();
      copy.close();
      await reader.close();
    }
  } finally {
    await origin.close();
  }
}

interface Comparing {
  readonly reader: CopySource;
  readonly copy: CopyTarget;
  readonly scratch: CopyTarget;
  readonly context: CallContext;
}

async function compareTables(comparing: Comparing, tables: readonly CopiedTable[]): Promise<Difference[]> {
  const { reader, copy, scratch, context } = comparing;
  const present = tables.filter((table) => copy.hasTable(table));
  const blocks = new Map<CopiedTable, number[]>();
  reader.attach(copy);
  await reader.begin();
  for (const table of present) {
    context.report({ done: blocks.size, total: present.length, label: "Comparing tables" });
    blocks.set(table, await whileWanted(context.signal, () => reader.differences(table, context.signal)));
  }
  reader.attach(scratch);
  scratch.begin();
  scratch.makeTables(tables);
  const differences: Difference[] = [];
  for (const table of tables) {
    const differing = blocks.get(table);
    const found = differing ? await compareRows(comparing, table, differing) : otherColumns;
    if (found.missing + found.surplus + found.changed + found.examples.length > 0)
      differences.push({ table: table.name, ...found });
  }
  scratch.commit();
  return differences;
}

async function compareRows(
  { reader, copy, scratch, context: { signal } }: Comparing,
  table: CopiedTable,
  blocks: readonly number[],
): Promise<RowDifferences> {
  if (blocks.length === 0) return { missing: 0, surplus: 0, changed: 0, examples: [] };
  const yielding = new Yielding(signal, "Cancelled.");
  await whileWanted(signal, () => reader.bring(table, blocks, () => yielding.pause(), signal));
  // Another file is looked into only outside of a transaction.
  scratch.commit();
  const found = scratch.compare(table, blocks, copy);
  scratch.begin();
  return found;
}

/** A table of the source that the copy has otherwise, or not at all. */
const otherColumns: RowDifferences = { missing: 0, surplus: 0, changed: 0, examples: ["other columns"] };

async function whileWanted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw signal.aborted ? new RcdbError("cancelled", "Cancelled.") : thrown;
  }
}
