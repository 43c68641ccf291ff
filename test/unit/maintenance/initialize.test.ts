/** Making databases, and looking at what is there. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import { createClient } from "../../../core/api/client.ts";
import { programCalls } from "../../../core/api/contract.ts";
import { dispatch } from "../../../core/api/dispatch.ts";
import { unwrap } from "../../../core/api/failure.ts";
import { createMaintenanceService } from "../../../core/service/service.ts";
import { backends, createOnMariadb, mariadbPort, sqlite } from "../../support/backends.ts";
import { execute } from "../../support/mariadb.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { createVersionOne, dumpAll, recording } from "./support.ts";

const service = createMaintenanceService();
const client = createClient(programCalls, (name, input) =>
  dispatch(programCalls, service, name, input, recording()),
);

let made = 0;

/** Where there is no database yet. */
function nowhere(backend: (typeof backends)[number]): string {
  if (backend.name === "sqlite") return join(temporaryFolder(), "new.sqlite");
  const name = `rcdb_made_${process.pid}_${++made}`;
  onTestFinished(() => execute({ port: mariadbPort() }, [`DROP DATABASE IF EXISTS ${name}`]));
  return `mysql://root@127.0.0.1:${mariadbPort()}/${name}`;
}

describe.each(backends)("on $name", (backend) => {
  test("a new database is the same as one of the Python client", async () => {
    const connection = nowhere(backend);
    expect(unwrap(await client.inspectDatabase({ connection }))).toMatchObject({
      exists: false,
      tables: [],
      schemaVersion: null,
    });
    const made = unwrap(await client.initializeDatabase({ connection, defaults: false }));
    expect(made).toMatchObject({ schemaVersion: 2, runs: 0, conditionTypes: 0 });
    expect(await dumpAll(connection)).toEqual(await dumpAll(await backend.create()));
    expect(unwrap(await client.inspectDatabase({ connection }))).toMatchObject({
      kind: made.kind,
      location: made.location,
      exists: true,
      schemaVersion: 2,
    });
  });

  test("in an empty database", async () => {
    const connection = nowhere(backend);
    if (backend.name === "sqlite") writeFileSync(connection, "");
    else await execute({ port: mariadbPort() }, [`CREATE DATABASE ${new URL(connection).pathname.slice(1)}`]);
    expect(unwrap(await client.inspectDatabase({ connection }))).toMatchObject({ exists: true, tables: [] });
    expect(unwrap(await client.initializeDatabase({ connection })).schemaVersion).toBe(2);
  });

  test("one that has tables is refused, and stays as it is", async () => {
    const connection = await backend.create({ types: { a: "int" }, runs: { 7: { conditions: { a: 1 } } } });
    const before = await dumpAll(connection);
    expect(await client.initializeDatabase({ connection })).toMatchObject({
      ok: false,
      error: {
        code: "already_exists",
        message: expect.stringMatching(/it has aliases, condition.*schema_versions\..*--drop-all/) as string,
      },
    });
    expect(await dumpAll(connection)).toEqual(before);
  });

  test("dropping all: tables that refer to each other, views, other programs' tables", async () => {
    const connection = await createVersionOne(backend);
    const others = ["CREATE VIEW numbers AS SELECT number FROM runs", "CREATE TABLE `odd name` (id INTEGER)"];
    if (backend.name === "mariadb") {
      await execute({ port: mariadbPort(), database: new URL(connection).pathname.slice(1) }, others);
    } else {
      const file = new SqliteFile(connection);
      for (const statement of [...others, "CREATE VIRTUAL TABLE words USING fts5(word)"])
        file.exec(statement);
      file.close();
    }
    expect(unwrap(await client.inspectDatabase({ connection }))).toMatchObject({
      schemaVersion: 1,
      tables: expect.arrayContaining(["odd name", "boards"]) as string[],
    });
    unwrap(await client.initializeDatabase({ connection, dropAll: true, defaults: false }));
    expect(await dumpAll(connection)).toEqual(await dumpAll(await backend.create()));
  });
});

test("where one table of a file cannot be dropped all of it stays", async () => {
  const path = await createVersionOne(sqlite);
  const file = new SqliteFile(path).unsafeMode();
  file.exec("CREATE VIEW numbers AS SELECT number FROM runs; PRAGMA writable_schema = ON");
  file.exec(
    "INSERT INTO sqlite_master VALUES ('table', 'odd', 'odd', 0, 'CREATE VIRTUAL TABLE odd USING unheard_of(a)')",
  );
  file.close();
  const before = readFileSync(path);
  expect(await client.initializeDatabase({ connection: path, dropAll: true })).toMatchObject({
    ok: false,
    error: { message: expect.stringMatching(/no such module/) as string },
  });
  expect(readFileSync(path).equals(before)).toBe(true);
});

const refused: readonly (readonly [what: string, make: () => string, code: string, message: RegExp])[] = [
  [
    "a folder that does not exist",
    () => join(temporaryFolder(), "none", "new.sqlite"),
    "no_such_file",
    /The folder of .* does not exist/,
  ],
  ["a folder", temporaryFolder, "not_a_database", /is a folder/],
  [
    "a text",
    () => {
      const path = join(temporaryFolder(), "notes.txt");
      writeFileSync(path, "not a database ".repeat(99));
      return path;
    },
    "not_a_database",
    /not an SQLite database/,
  ],
  [
    "a server that is not there",
    () => "mysql://root@127.0.0.1:1/rcdb",
    "unreachable",
    /No database server listens/,
  ],
];

test.each(refused)("%s", async (_, make, code, message) => {
  const connection = make();
  expect(await client.initializeDatabase({ connection })).toMatchObject({
    ok: false,
    error: { code, message: expect.stringMatching(message) as string },
  });
});

test("another program's file is none of RCDB", async () => {
  const folder = join(temporaryFolder(), "a folder");
  mkdirSync(folder);
  const path = join(folder, "its.sqlite");
  const file = new SqliteFile(path);
  file.exec("CREATE TABLE songs (title TEXT)");
  file.close();
  expect(unwrap(await client.inspectDatabase({ connection: path }))).toEqual({
    kind: "sqlite",
    location: path,
    exists: true,
    tables: ["songs"],
    schemaVersion: null,
  });
  expect(existsSync(`${path}-journal`)).toBe(false);
});

test("a user of a server who may not make databases is told so", async () => {
  const port = mariadbPort();
  const user = `reader_${process.pid}`;
  await execute({ port }, [`CREATE USER ${user}@'127.0.0.1'`]);
  onTestFinished(() => execute({ port }, [`DROP USER ${user}@'127.0.0.1'`]));
  expect(
    await client.initializeDatabase({ connection: `mysql://${user}@127.0.0.1:${port}/rcdb_not_there` }),
  ).toMatchObject({
    ok: false,
    error: {
      code: "no_permission",
      message: expect.stringMatching(/no database “rcdb_not_there”.*may not make it/) as string,
    },
  });
});

test("a user who may use a database, but not make any, makes the tables in it", async () => {
  const port = mariadbPort();
  const user = `writer_${process.pid}`;
  const connection = new URL(await createOnMariadb([], [], { schema: [] }));
  await execute({ port }, [
    `CREATE USER ${user}@'127.0.0.1'`,
    `GRANT ALL ON ${connection.pathname.slice(1)}.* TO ${user}@'127.0.0.1'`,
  ]);
  onTestFinished(() => execute({ port }, [`DROP USER ${user}@'127.0.0.1'`]));
  connection.username = user;
  expect(unwrap(await client.initializeDatabase({ connection: connection.href })).schemaVersion).toBe(2);
});
