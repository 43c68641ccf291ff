import { createInterface } from "node:readline/promises";
import { RcdbError } from "../core/api/failure.ts";
import { parseConnection } from "../core/db/connection.ts";
import type { MaintenanceClient } from "./database.ts";
import { escapeControls } from "../core/text/escapeControls.ts";
import { badInput, unwrap } from "./failures.ts";

/**
 * Before all tables of a database are removed its name must be given: as `confirmed`, or else typed on the
 * terminal. A database without tables needs none. Throws `bad_input` where it is another name or nobody can be asked.
 */
export async function confirmRemoval(
  client: MaintenanceClient,
  connection: string,
  confirmed: string | undefined,
): Promise<void> {
  const { tables, location } = unwrap(await client.inspectDatabase({ connection }));
  if (tables.length === 0) return;
  const { name } = parseConnection(connection);
  const given =
    confirmed ??
    (await ask(
      `All ${tables.length} tables of ${location} will be removed. To go on type its name, ${name}: `,
    ));
  if (given === null) {
    throw badInput(
      `“${location}” has ${tables.length} tables, and nobody can be asked. Nothing was changed. To remove them add --yes-drop ${name}`,
    );
  }
  if (given !== name) {
    throw badInput(`“${given}” is not the name of the database, “${name}”. Nothing was changed.`);
  }
}

/** What somebody types; null where standard input is no terminal. Throws `cancelled` for Ctrl-C and Ctrl-D. */
async function ask(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new AbortController();
  terminal.once("close", () => closed.abort());
  try {
    return (await terminal.question(escapeControls(question), { signal: closed.signal })).trim();
  } catch (thrown) {
    if (!closed.signal.aborted) throw thrown;
    throw new RcdbError("cancelled", "Nothing was changed.");
  } finally {
    terminal.close();
  }
}
