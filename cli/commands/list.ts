import { unwrap } from "../commandError.ts";
import { withDatabase } from "../openClient.ts";
import { remark, write } from "../output.ts";
import { Table } from "../table.ts";

export interface ListOptions {
  readonly long?: boolean;
}

/** `rcdb ls`: the condition types whose names contain the text searched for. */
export function list(connection: string, search: string, { long = false }: ListOptions): Promise<void> {
  return withDatabase(connection, async (client) => {
    const types = unwrap(await client.listConditionTypes());
    const found = types.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
    const rows = found.map(({ name, type, description }) =>
      long ? [name, type, description ?? ""] : [name],
    );
    const lines = new Table(["left", "left", "left"]).lines(rows);
    await write(lines.map((line) => `${line}\n`).join(""));
    if (found.length === 0)
      remark(search === "" ? "There are no condition types." : `No name contains “${search}”.`);
  });
}
