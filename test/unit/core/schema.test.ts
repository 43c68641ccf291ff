/** The tables that are made here, column by column, as every kind of database describes them. */
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Database } from "../../../core/db/database.ts";
import { tableNames } from "../../../core/db/tables.ts";
import { mariadb, sqlite } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";

/** Name, type, whether NULL may be in it, default, and what it is a key of. */
type Column = readonly [name: string, type: string, nullable: boolean, fallback: string | null, key: string];

const text = (name: string, length: string, nullable: boolean): Column => [name, length, nullable, null, ""];
const name255 = (name: string, nullable = true): Column => text(name, "varchar(255)", nullable);
const integer = (name: string, nullable: boolean, key = ""): Column => [name, "int", nullable, null, key];
const time = (name: string): Column => [name, "datetime", true, null, ""];
const id = integer("id", false, "primary auto_increment");

const expected: Readonly<Record<(typeof tableNames)[number], readonly Column[]>> = {
  runs: [integer("number", false, "primary"), time("started"), time("finished")],
  condition_types: [
    id,
    name255("name", false),
    text("value_type", "varchar(6)", false),
    time("created"),
    name255("description"),
  ],
  conditions: [
    id,
    text("text_value", "text", true),
    integer("int_value", false),
    ["float_value", "float", false, null, ""],
    ["bool_value", "boolean", false, null, ""],
    time("time_value"),
    integer("run_number", true, "→ runs.number"),
    integer("condition_type_id", true, "→ condition_types.id"),
    time("created"),
  ],
  files: [
    id,
    text("path", "text", false),
    text("sha256", "varchar(44)", false),
    text("content", "text", false),
    name255("description"),
    ["importance", "int", false, "0", ""],
  ],
  files_have_runs: [integer("files_id", true, "→ files.id"), integer("run_number", true, "→ runs.number")],
  run_periods: [
    id,
    name255("name", false),
    name255("description"),
    integer("run_min", false),
    integer("run_max", false),
    ["start_date", "date", true, null, ""],
    ["end_date", "date", true, null, ""],
  ],
  aliases: [id, name255("name", false), text("code", "text", false), name255("description")],
  logs: [
    id,
    name255("table_ids"),
    text("description", "text", true),
    integer("related_run", true),
    time("created"),
    name255("user_name"),
  ],
  schema_versions: [integer("version", false, "primary"), time("created"), name255("comment")],
};

describe.each(tableNames)("the table %s", (table) => {
  test("on SQLite", async () => {
    const database = await openForTest(await sqlite.create());
    // SQLite gives ids out by itself.
    const columns = expected[table].map(
      ([name, type, nullable, fallback, key]) =>
        [name, type, nullable, fallback, key.replace(" auto_increment", "")] as const,
    );
    expect(await columnsOnSqlite(database, table)).toEqual(columns);
  });

  test("on MariaDB", async () => {
    const database = await openForTest(await mariadb.create());
    expect(await columnsOnMariadb(database, table)).toEqual(expected[table]);
  });
});

async function columnsOnSqlite(database: Database, table: string): Promise<Column[]> {
  const { rows } = await sql<{
    name: string;
    type: string;
    notnull: number;
    fallback: string | null;
    pk: number;
    key: string | null;
  }>`
    SELECT name, lower(type) AS type, "notnull", dflt_value AS fallback, pk, keys."table" || '.' || keys."to" AS key
    FROM pragma_table_info(${table}) LEFT JOIN pragma_foreign_key_list(${table}) AS keys ON keys."from" = name
    ORDER BY cid`.execute(database.read);
  return rows.map(({ name, type, notnull, fallback, pk, key }) => [
    name,
    type === "integer" ? "int" : type,
    notnull === 0,
    fallback?.replaceAll("'", "") ?? null,
    pk === 1 ? "primary" : key === null ? "" : `→ ${key}`,
  ]);
}

async function columnsOnMariadb(database: Database, table: string): Promise<Column[]> {
  const { rows } = await sql<{
    name: string;
    type: string;
    nullable: string;
    fallback: string | null;
    pk: number;
    extra: string;
    key: string | null;
  }>`
    SELECT c.column_name AS name, c.column_type AS type, c.is_nullable AS nullable, c.column_default AS fallback,
      c.column_key = 'PRI' AS pk, c.extra AS extra, CONCAT(k.referenced_table_name, '.', k.referenced_column_name) AS \`key\`
    FROM information_schema.columns c LEFT JOIN information_schema.key_column_usage k ON k.table_schema = c.table_schema
      AND k.table_name = c.table_name AND k.column_name = c.column_name AND k.referenced_table_name IS NOT NULL
    WHERE c.table_schema = DATABASE() AND c.table_name = ${table} ORDER BY c.ordinal_position`.execute(
    database.read,
  );
  return rows.map(({ name, type, nullable, fallback, pk, extra, key }) => [
    name,
    type === "tinyint(1)" ? "boolean" : type.replace(/^int\(\d+\)$/, "int"),
    nullable === "YES",
    fallback === "NULL" ? null : fallback,
    key === null ? `${pk === 1 ? "primary" : ""} ${extra}`.trim() : `→ ${key}`,
  ]);
}

describe.each([sqlite, mariadb])("on $name", ({ create }) => {
  test("the version is as the Python client writes it", async () => {
    const { read } = await openForTest(await create());
    expect(await read.selectFrom("schema_versions").selectAll().execute()).toEqual([
      { version: 2, created: null, comment: "Schema V2 for RCDB>v0.9 (2023)" },
    ]);
  });
});
