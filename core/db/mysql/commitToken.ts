/**
 * How a transaction is found again whose COMMIT was not answered: by a record that it stores in the log, its token. That is one which it
 * leaves there anyway, else one which is removed when the answer has come. docs/writing.md tells how it is asked for.
 */
import { CompiledQuery, InsertQueryNode, type Kysely, type KyselyPlugin, type QueryId } from "kysely";
import type { Tables } from "../tables.ts";
import type { ServerColumns } from "./columns.ts";
import { isLoss } from "./loss.ts";
import { quoted } from "./names.ts";

export interface CommitToken {
  /** The id of its record. */
  readonly id: number;
  /** The text of its record. */
  readonly text: string;
  /** Whether the record is for that alone. */
  readonly isRemoved: boolean;
}

/** Notices what is done through it: whether something may have changed, and the record that is left in the log. */
export class ChangeWatch implements KyselyPlugin {
  hasChanges = false;
  /** A record in the log, its text where that is known already; null while there is none. */
  record: { readonly id: number; readonly text: string | null } | null = null;
  readonly #ofLog = new WeakSet<QueryId>();

  readonly transformQuery: KyselyPlugin["transformQuery"] = ({ node, queryId }) => {
    if (InsertQueryNode.is(node) && node.into?.table.identifier.name === "logs") this.#ofLog.add(queryId);
    return node;
  };

  readonly transformResult: KyselyPlugin["transformResult"] = ({ result, queryId }) => {
    if ((result.numAffectedRows ?? 0n) > 0n) this.hasChanges = true;
    if (this.#ofLog.has(queryId)) this.addRecord(result.insertId);
    return Promise.resolve(result);
  };

  addRecord(id: bigint | undefined, text: string | null = null): void {
    if (id !== undefined && id > 0n) this.record = { id: Number(id), text };
  }
}

/** ER_TABLEACCESS_DENIED_ERROR and ER_COLUMNACCESS_DENIED_ERROR. */
const denied: readonly unknown[] = [1142, 1143];

/** Leaves a token in the transaction of a connection; null where the log is not made for that, or is not this user's to write. */
export async function leaveToken(
  connection: Kysely<Tables>,
  { shape, logKeepsTokens }: Pick<ServerColumns, "shape" | "logKeepsTokens">,
  { record }: ChangeWatch,
): Promise<CommitToken | null> {
  if (!logKeepsTokens) return null;
  const table = logOf(shape);
  try {
    if (record !== null) {
      const text = record.text ?? (await readText(connection, table, record.id));
      if (text !== null) return { id: record.id, text, isRemoved: false };
    }
    const text = `Transaction ${crypto.randomUUID()}: this record is removed as soon as its commit is confirmed.`;
    const { insertId } = await connection.executeQuery(
      CompiledQuery.raw(`INSERT INTO ${table} (${columns}) VALUES (${values})`, [text]),
    );
    return insertId === undefined ? null : { id: Number(insertId), text, isRemoved: true };
  } catch (thrown) {
    if (denied.includes(numberOf(thrown))) return null;
    throw thrown;
  }
}

/** The name of the log's table as it stands in statements. */
function logOf({ tables }: ServerColumns["shape"]): string {
  return quoted(tables.get("logs")?.name ?? "logs");
}

/** All columns that records of ours have. */
const columns = "table_ids, description, related_run, created, user_name";
const values = "'', ?, NULL, NOW(), 'rcdb'";

/**
 * Removes the token of a transaction that was committed, where it is for that alone; answers whether it is gone. One that stays means
 * nothing.
 */
export async function removeToken(
  connection: Kysely<Tables>,
  { shape }: Pick<ServerColumns, "shape">,
  { id, text, isRemoved }: CommitToken,
): Promise<boolean> {
  if (!isRemoved) return true;
  const table = logOf(shape);
  const removal = CompiledQuery.raw(`DELETE FROM ${table} WHERE id = ? AND description = ?`, [id, text]);
  return connection.executeQuery(removal).then(
    () => true,
    () => false,
  );
}

/**
 * Whether the transaction with a token was committed; null where that cannot be said yet. Where it was not, it never will be:
 * a record of the same id is stored and removed in its place. A server lets that wait until the transaction has ended, and the nodes
 * of a cluster certify only one of the two, also where the node of the other still works on it.
 */
export async function wasCommitted(
  kysely: Kysely<Tables>,
  { shape }: Pick<ServerColumns, "shape">,
  { id, text, isRemoved }: CommitToken,
): Promise<boolean | null> {
  const table = logOf(shape);
  const run = (connection: Kysely<Tables>, sql: string, given: readonly (string | number)[] = []) =>
    connection.executeQuery(CompiledQuery.raw(sql, [...given]));
  return kysely.connection().execute(async (connection) => {
    try {
      await run(connection, "BEGIN");
      await run(connection, `INSERT INTO ${table} (id, ${columns}) VALUES (?, ${values})`, [id, text]);
      await run(connection, `DELETE FROM ${table} WHERE id = ?`, [id]);
      await run(connection, "COMMIT");
      return false;
    } catch (thrown) {
      // The connection is the pool's again, whatever comes of it.
      await run(connection, "ROLLBACK").catch(() => undefined);
      if (numberOf(thrown) === duplicate) {
        const found = await readText(connection, table, id);
        if (found === text) return true;
        // A record that another program has written anew, or another with its id: only of one for that alone it is known which.
        return found !== null && isRemoved ? false : null;
      }
      if (isLoss(thrown) || undecided.includes(numberOf(thrown))) return null;
      throw thrown;
    }
  });
}

async function readText(connection: Kysely<Tables>, table: string, id: number): Promise<string | null> {
  const query = CompiledQuery.raw(`SELECT description FROM ${table} WHERE id = ?`, [id]);
  const { rows } = await connection.executeQuery<{ description: string | null }>(query);
  return rows[0]?.description ?? null;
}

/** ER_DUP_ENTRY. */
const duplicate = 1062;
/** ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK and ER_ERROR_DURING_COMMIT: the transaction is still on its way. */
const undecided: readonly unknown[] = [1205, 1213, 1180];

function numberOf(thrown: unknown): unknown {
  return thrown instanceof Error && "errno" in thrown ? thrown.errno : undefined;
}
