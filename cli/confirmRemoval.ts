import { parseConnection } from "../core/db/parseConnection.ts";
import { askOnTerminal } from "./askOnTerminal.ts";
import type { MaintenanceClient } from "./database.ts";
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
    (await askOnTerminal(
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
