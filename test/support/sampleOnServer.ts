/** The sample database on a MariaDB. */
import { createConnection } from "mysql2/promise";
import { fillServer } from "../../bench/serverDatabases.ts";
import { startServer, type TestServer } from "./mariadb.ts";

/** Starts a server that has what an SQLite file holds, all of its tables, as the database `rcdb`. */
export async function startServerWith(file: string): Promise<TestServer & { readonly url: string }> {
  const server = await startServer("--local-infile=ON");
  const connect = (database?: string) =>
    createConnection({ host: "127.0.0.1", port: server.port, user: "root", ...(database && { database }) });
  await fillServer({ connect }, { rcdb: file }, ["files", "files_have_runs", "logs"]);
  return { ...server, url: `mysql://root@127.0.0.1:${server.port}/rcdb` };
}
