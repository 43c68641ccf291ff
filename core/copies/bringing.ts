/** Bringing rows of a source into a copy: all of them, or those of the blocks that differ. */
import type { CopiedRows } from "../api/copies.ts";
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import type { CopiedTable, CopySource, CopyTarget } from "../db/copying.ts";
import { Yielding } from "../db/yielding.ts";

/** Milliseconds between two transactions of a copy that is being made: what is lost where it is interrupted. */
const transactionTime = 1000;

/** Of more blocks than these the rows are not kept to count what has changed: of conditions those are 200,000. */
const mostCounted = 50;

export interface Bringing {
  readonly source: CopySource;
  readonly target: CopyTarget;
  readonly context: CallContext;
  /** What is said where it is cancelled. */
  readonly cancelled: string;
}

/**
 * Makes the tables of the target what the source has. With `isStepwise` that is done in many transactions, of which the
 * caller begins the first and commits the last; else within the caller's. Throws `cancelled`.
 */
export async function bringTables(
  { source, target, context, cancelled }: Bringing,
  tables: readonly CopiedTable[],
  isStepwise: boolean,
): Promise<CopiedRows[]> {
  const yielding = new Yielding(context.signal, cancelled);
  const result: CopiedRows[] = [];
  for (const table of tables) {
    const label = `Copying ${table.name.replaceAll("_", " ")}`;
    let brought = 0;
    let removed = 0;
    let blocks: number[] | null = null;
    let isCounted = false;
    if (!target.isEmpty(table) || target.blocks(table).size > 0) {
      context.report({
        done: 0,
        total: null,
        label: `Comparing ${table.name.replaceAll("_", " ")}`,
      });
      blocks = await cancellable(context.signal, cancelled, () => source.differences(table, context.signal));
      isCounted = blocks.length <= mostCounted && target.canCount(table);
      removed = target.removeBlocks(table, blocks, isCounted);
    }
    const total = blocks === null ? await source.estimate(table) : null;
    let committed = performance.now();
    const onRows = async (rows: number): Promise<void> => {
      brought += rows;
      context.report({
        done: brought,
        total: total === null ? null : Math.max(total, brought),
        label,
      });
      if (isStepwise && performance.now() - committed > transactionTime) {
        target.commit();
        target.begin();
        committed = performance.now();
      }
      await yielding.pause();
    };
    if (blocks === null || blocks.length > 0)
      await cancellable(context.signal, cancelled, () => source.bring(table, blocks, onRows, context.signal));
    if (brought > 0 || removed > 0) {
      const counts = isCounted ? target.countChanges(table, brought) : countsOfNew(brought, removed);
      result.push({ table: table.name, brought, removed, counts });
    }
  }
  return result;
}

/** Where nothing was there all is new, and where nothing came all is gone. */
function countsOfNew(brought: number, removed: number): CopiedRows["counts"] {
  return brought > 0 && removed > 0 ? null : { added: brought, changed: 0, removed };
}

/** Does work that an aborted signal ends, whatever it throws then. */
async function cancellable<T>(signal: AbortSignal, message: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw signal.aborted ? new RcdbError("cancelled", message) : thrown;
  }
}
