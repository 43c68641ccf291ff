/** Opening databases on a server: what can go wrong is said in words, and never with the password. */
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { createConnection } from "mysql2/promise";
import { describe, expect, onTestFinished, test } from "vitest";
import { RcdbError, toFailure, type Failure } from "../../../core/api/failure.ts";
import { parseMysqlUrl } from "../../../core/db/mysql/url.ts";
import { explainMysqlError } from "../../../core/db/mysql/errors.ts";
import { openMysql } from "../../../core/db/mysql/open.ts";
import { describeDatabase } from "../../../core/db/describe.ts";
import { openDatabase } from "../../../core/db/open.ts";
import { createOnMariadb, mariadb, mariadbPort } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";
import { execute, startServer } from "../../support/mariadb.ts";

/** Two certificates for `localhost` that are their own authorities; the server has the key of the first. */
const tls = fileURLToPath(new URL("../../fixtures/tls/", import.meta.url));

async function failureOf(connection: string): Promise<Failure> {
  const opened = await openDatabase(connection).catch(toFailure);
  if ("code" in opened) return opened;
  await opened.close();
  throw new Error(`${connection} was opened`);
}

/** An RCDB database whose connection string names a user of its own, made by further statements as root. */
async function asUser(...grants: readonly string[]): Promise<string> {
  const connection = new URL(await mariadb.create());
  const database = connection.pathname.slice(1);
  const user = `${database}_user`;
  await execute(
    { port: mariadbPort() },
    [`CREATE USER ${user} IDENTIFIED BY 'a/secret'`, ...grants].map((statement) =>
      statement.replaceAll("DATABASE", database).replaceAll("USER_NAME", user),
    ),
  );
  onTestFinished(() => execute({ port: mariadbPort() }, [`DROP USER ${user}`]));
  connection.username = user;
  connection.password = "a%2Fsecret";
  return connection.href;
}

const onServer = (path: string, host = "127.0.0.1"): Promise<string> =>
  Promise.resolve(`mysql://root@${host}:${mariadbPort()}/${path}`);

const noTables = (...statements: readonly string[]): Promise<string> =>
  createOnMariadb([], statements, { schema: [] });

const failures: readonly (readonly [
  what: string,
  make: () => Promise<string>,
  code: string,
  message: RegExp,
])[] = [
  [
    "an unknown host",
    () => Promise.resolve("mysql://me:secret@no-such-host.invalid/rcdb"),
    "unreachable",
    /“me@no-such-host\.invalid:3306\/rcdb”: No server of that name can be found/,
  ],
  [
    "a port where nobody listens",
    () => Promise.resolve("mysql://me:secret@127.0.0.1:1/rcdb"),
    "unreachable",
    /No database server listens/,
  ],
  [
    "a socket that is not there",
    () => Promise.resolve("mysql://me@/rcdb?unix_socket=/no/such/socket"),
    "unreachable",
    /no database server at that Unix socket/,
  ],
  [
    "a wrong password",
    async () => (await asUser("GRANT SELECT ON DATABASE.* TO USER_NAME")).replace("secret", "other-secret"),
    "login_refused",
    /Check user and password/,
  ],
  [
    "a database that is not there",
    () => onServer("no_such_rcdb"),
    "not_a_database",
    /no database of that name/,
  ],
  ["a database that is not the user's", () => asUser(), "no_permission", /may not do that/],
  [
    "no permission on a table",
    () => asUser("GRANT SELECT ON DATABASE.runs TO USER_NAME"),
    "not_rcdb",
    /tables condition_types, .* are missing.*its user may read the tables/,
  ],
  [
    "permission to do anything but read",
    () => asUser("GRANT INSERT ON DATABASE.* TO USER_NAME"),
    "no_permission",
    /may not SELECT in the table .*Ask the server's administrator to grant SELECT/,
  ],
  [
    "an empty database",
    () => noTables(),
    "not_rcdb",
    /tables runs, .* are missing.*Check the database's name/,
  ],
  [
    "schema version 3",
    () => mariadb.create({ statements: ["INSERT INTO schema_versions (version) VALUES (3)"] }),
    "wrong_schema",
    /newer/,
  ],
  [
    "a certificate that is not there",
    () => onServer("rcdb?ssl_ca=/no/such/ca.pem", "localhost"),
    "bad_connection",
    /names the file “\/no\/such\/ca\.pem”, which cannot be read/,
  ],
  [
    "encryption that the server does not offer",
    () => onServer("rcdb?ssl=true", "localhost"),
    "login_refused",
    /encryption, which the database server does not offer/,
  ],
];

describe("connections that fail say why and what to do", () => {
  test.each(failures)("%s", async (_, make, code, message) => {
    const connection = await make();
    const failure = await failureOf(connection);
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(JSON.stringify(failure)).not.toMatch(/secret/);
  });

  test("too many connections", async () => {
    const server = await startServer("--max-connections=10");
    onTestFinished(server.stop);
    await execute({ port: server.port }, ["CREATE USER me", "GRANT SELECT ON mysql.* TO me"]);
    const place = { host: "127.0.0.1", port: server.port, user: "me" };
    const held = await Promise.all(Array.from({ length: 10 }, () => createConnection(place)));
    expect(await failureOf(`mysql://me@127.0.0.1:${server.port}/mysql`)).toMatchObject({
      code: "unreachable",
      message: expect.stringMatching(/too many connections/) as string,
    });
    await Promise.all(held.map((connection) => connection.end()));
  });

  test("a server that does not answer", async () => {
    const server = await startServer();
    onTestFinished(server.stop);
    server.process.kill("SIGSTOP");
    const connection = parseMysqlUrl(`mysql://root@127.0.0.1:${server.port}/rcdb`);
    const failure = await openMysql(connection, { pause: 100, answer: 300 }).catch(toFailure);
    expect(failure).toMatchObject({
      code: "unreachable",
      message: expect.stringMatching(/gives no answer/) as string,
    });
  });
});

describe("ways to a server", () => {
  test("by TCP, with a password, described without it", async () => {
    const connection = await asUser("GRANT SELECT ON DATABASE.* TO USER_NAME");
    const info = await describeDatabase(await openForTest(connection));
    expect(info).toMatchObject({ kind: "mysql", access: "read", schemaVersion: 2, runs: 0, firstRun: null });
    expect(info.location).toMatch(/^rcdb_\w+_user@127\.0\.0\.1:\d+\/rcdb_\w+$/);
    expect(info.bytes).toBeGreaterThan(0);
    expect(JSON.stringify(info)).not.toContain("secret");
  });

  test("by a Unix socket, and encrypted with a certificate", async () => {
    const server = await startServer(`--ssl-cert=${tls}server.pem`, `--ssl-key=${tls}server-key.pem`);
    onTestFinished(server.stop);
    const path = new URL(await createOnMariadb([], [], { port: server.port })).pathname;

    const bySocket = await openForTest(`mysql://root@${path}?unix_socket=${server.socket}`);
    expect(await cipherOf(bySocket)).toBe("");
    const unverified = await openForTest(`mysql://root@localhost:${server.port}${path}?ssl=unverified`);
    expect(await cipherOf(unverified)).not.toBe("");
    const verified = `mysql://root@localhost:${server.port}${path}?ssl_ca=${tls}server.pem`;
    expect(await cipherOf(await openForTest(verified))).not.toBe("");

    expect(await failureOf(verified.replace("server.pem", "other.pem"))).toMatchObject({
      code: "login_refused",
      message: expect.stringMatching(
        /encrypted connection .* cannot be made: self-signed certificate/,
      ) as string,
    });
    const other = await startServer(`--ssl-cert=${tls}elsewhere.pem`, `--ssl-key=${tls}elsewhere-key.pem`);
    onTestFinished(other.stop);
    // Impostors: with a certificate that anybody can make, with one for another name, and where no name can be verified.
    const impostors = [
      [
        `localhost:${server.port}${path}?ssl=true`,
        "login_refused",
        /self-signed certificate.*ssl=unverified/,
      ],
      [
        `localhost:${other.port}${path}?ssl_ca=${tls}elsewhere.pem`,
        "login_refused",
        /does not match certificate/,
      ],
      [
        `127.0.0.1:${server.port}${path}?ssl_ca=${tls}server.pem`,
        "bad_connection",
        /“127.0.0.1” is an address/,
      ],
    ] as const;
    for (const [place, code, message] of impostors) {
      const failure = await failureOf(`mysql://root:secret@${place}`);
      expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as string });
      expect(JSON.stringify(failure)).not.toContain("secret");
    }
    expect((await describeDatabase(unverified)).location).toMatch(/ \(certificate not verified\)$/);
  });
});

async function cipherOf({ read }: Awaited<ReturnType<typeof openForTest>>): Promise<string | undefined> {
  const { rows } = await sql<{ Value: string }>`SHOW SESSION STATUS LIKE 'Ssl_cipher'`.execute(read);
  return rows[0]?.Value;
}

test("errors that are none of the server's are left alone", () => {
  expect(
    explainMysqlError(Object.assign(new Error("no such file"), { code: "ENOENT", errno: -2 })),
  ).toBeNull();
  expect(explainMysqlError(new RcdbError("no_such_run", "There is no run."))).toBeNull();
  expect(explainMysqlError("text")).toBeNull();
});
