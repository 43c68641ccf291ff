import type { WritableDatabase } from "../db/database.ts";
import { addLogRecord } from "./log.ts";
import { inTransaction, type Writing } from "./writing.ts";

/** Thrown to have a transaction rolled back that has shown what it was to show. */
class OnlyTried extends Error {}

/**
 * Tries what a change of values needs, and takes it back. Throws why it cannot be done: the file may only be read, the user
 * lacks a permission, a table lacks a column.
 */
export async function tryWriting(database: WritableDatabase, user: string): Promise<void> {
  try {
    await inTransaction(database, user, async (writing) => {
      await touchNothing(writing);
      await addLogRecord(writing, { description: "Tried to write", tables: null, run: null });
      throw new OnlyTried();
    });
  } catch (thrown) {
    if (!(thrown instanceof OnlyTried)) throw thrown;
  }
}

/** Statements of each kind, which find no row: a server looks at the permissions before it looks for rows. */
async function touchNothing({ transaction: { write } }: Writing): Promise<void> {
  const noRow = -1;
  await write.updateTable("conditions").set({ text_value: null }).where("id", "=", noRow).execute();
  await write.deleteFrom("conditions").where("id", "=", noRow).execute();
}
