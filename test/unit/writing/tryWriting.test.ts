/** Whether a connection may change its database: tried, and taken back. */
import { describe, expect, test } from "vitest";
import { openWritableDatabase } from "../../../core/db/open.ts";
import { backends, mariadb, mariadbPort } from "../../support/backends.ts";
import { execute } from "../../support/mariadb.ts";
import { writeClient } from "./client.ts";
import { dump, open } from "./support.ts";

const content = { runs: { 1: {} } };

describe.each(backends)("on $name", (backend) => {
  test("a writable database is as it was", async () => {
    const { database, client } = await open(backend, content);
    const before = await dump(database);
    expect((await client.tryWriting()).ok).toBe(true);
    expect(await dump(database)).toEqual(before);
  });
});

describe("a user of a server", () => {
  const right = "SELECT, INSERT, UPDATE, DELETE";
  test.each([
    ["may do all", right, null],
    ["may only read", "SELECT", "UPDATE in the table “conditions”"],
    ["may not log", "SELECT, UPDATE, DELETE", "INSERT in the table “logs”"],
    ["may not remove", "SELECT, INSERT, UPDATE", "DELETE in the table “conditions”"],
  ])("%s", async (_who, rights, denied) => {
    const connection = await mariadb.create(content);
    const port = mariadbPort();
    const user = `tried_${crypto.randomUUID().slice(0, 8)}`;
    const name = connection.slice(connection.lastIndexOf("/") + 1);
    await execute({ port }, [
      `CREATE USER ${user}@'127.0.0.1'`,
      `GRANT ${rights} ON ${name}.* TO ${user}@'127.0.0.1'`,
    ]);
    const database = await openWritableDatabase(`mysql://${user}@127.0.0.1:${port}/${name}`);
    const outcome = await writeClient(database).tryWriting();
    await database.close();
    await execute({ port }, [`DROP USER ${user}@'127.0.0.1'`]);
    expect(outcome.ok ? null : outcome.error).toEqual(
      denied === null
        ? null
        : expect.objectContaining({
            code: "no_permission",
            message: `The user '${user}'@'127.0.0.1' may not ${denied}. Ask the server's administrator to grant SELECT, INSERT, UPDATE and DELETE on this database to that user.`,
          }),
    );
  });
});
