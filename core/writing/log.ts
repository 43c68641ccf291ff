import { RcdbError } from "../api/failure.ts";
import type { GivenLogRecord } from "../api/log.ts";
import { recordTexts } from "./changeRecord.ts";
import { checkText } from "./texts.ts";
import { newId, now, type Writing } from "./writing.ts";

/** A record of a change that is to be logged. */
export interface LoggedChange {
  /** What happened, in words. */
  readonly title: string;
  /** What a program is to read back; becomes JSON. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The changed row: the table's name, `_`, the id. */
  readonly row: string;
  readonly run: number | null;
}

/** Adds the records of changes to the log, in their order; one that is too long for its column in several parts. */
export async function logChanges(writing: Writing, changes: readonly LoggedChange[]): Promise<void> {
  if (changes.length === 0) return;
  const { transaction, limits, user } = writing;
  const created = now();
  const rows = changes.flatMap(({ title, data, row, run }) =>
    recordTexts(
      title,
      data,
      limits.logBytes,
      crypto.randomUUID(),
      limits.characters.get("logs.description"),
    ).map((text) => [row, text, run, created, user]),
  );
  await transaction.insertRows(
    "logs",
    ["table_ids", "description", "related_run", "created", "user_name"],
    rows,
  );
}

/** A record of what changed many rows. */
export interface LoggedSum extends Omit<LoggedChange, "row"> {
  readonly row: string | null;
}

/** Adds one record and answers its id. It must fit its column. */
export async function logOne(
  { transaction, limits, user }: Writing,
  { title, data, row, run }: LoggedSum,
): Promise<number> {
  const [text = ""] = recordTexts(
    title,
    data,
    limits.logBytes,
    "",
    limits.characters.get("logs.description"),
  );
  const record = { table_ids: row, description: text, related_run: run, created: now(), user_name: user };
  return newId(await transaction.write.insertInto("logs").values(record).executeTakeFirstOrThrow());
}

/** A record that stands in the log already, as it is to be from now on. */
export interface RewrittenChange extends LoggedChange {
  readonly created: string;
  readonly user: string | null;
}

/** Writes a record anew in its rows, of which there are more or fewer where its length has changed. */
export async function rewriteRecord(
  { transaction, limits }: Writing,
  ids: readonly number[],
  { title, data, row, run, created, user }: RewrittenChange,
): Promise<void> {
  const texts = recordTexts(
    title,
    data,
    limits.logBytes,
    crypto.randomUUID(),
    limits.characters.get("logs.description"),
  );
  const columns = { table_ids: row, related_run: run, created, user_name: user };
  for (const [at, description] of texts.entries()) {
    const values = { ...columns, description };
    const id = ids[at];
    if (id === undefined) await transaction.write.insertInto("logs").values(values).execute();
    else await transaction.write.updateTable("logs").set(values).where("id", "=", id).execute();
  }
  const surplus = ids.slice(texts.length);
  if (surplus.length > 0) await transaction.write.deleteFrom("logs").where("id", "in", surplus).execute();
}

const rowNames = /^[a-z_]+_\d+(?: [a-z_]+_\d+)*$/;
const mostCharacters = 255;

/**
 * Adds a record in one's own words to the log. Throws `bad_value` for a text that is empty or cannot be stored,
 * `too_large`, and `bad_input` for names of rows that are none.
 */
export async function addLogRecord(
  { transaction, limits, user }: Writing,
  { description, tables, run }: GivenLogRecord,
): Promise<{ id: number }> {
  if (description.trim() === "") throw new RcdbError("bad_value", "The log record is empty. Give a text.");
  checkText("The log record", description, limits.logBytes, limits.characters.get("logs.description"));
  if (tables !== null && (!rowNames.test(tables) || tables.length > mostCharacters)) {
    throw new RcdbError(
      "bad_input",
      `“${tables}” names no rows. Write the table's name, _ and the id, as in “runs_10340 files_3”, up to ${mostCharacters} characters.`,
    );
  }
  const record = { table_ids: tables, description, related_run: run, created: now(), user_name: user };
  return { id: newId(await transaction.write.insertInto("logs").values(record).executeTakeFirstOrThrow()) };
}
