/** A thousand runs of fifty conditions each, against statements that check nothing. */
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import type { GivenRun } from "../../core/api/conditions.ts";
import { valueColumn } from "../../core/catalogue/conditionTypes.ts";
import { mysqlSchema } from "../../core/db/mysql/schema.ts";
import { schemaStatements } from "../../core/db/schema.ts";
import { openWritableDatabase } from "../../core/db/open.ts";
import { addRuns } from "../../core/writing/conditions.ts";
import { inTransaction } from "../../core/writing/writing.ts";
import type { Databases } from "../databases.ts";
import { timeBoth, type Line, type Measured } from "../line.ts";
import { hundredConditions, writePlainDatabase } from "../plainDatabase.ts";

const runsAtOnce = 1000;
const conditions = hundredConditions.slice(0, 50);
const columns = [
  "text_value",
  "int_value",
  "float_value",
  "bool_value",
  "time_value",
  "condition_type_id",
  "created",
  "run_number",
];

export const bulkWriteLines: readonly Line[] = [
  {
    name: "write/sqlite",
    against: "prepared statement, one transaction",
    target: 2,
    unit: "ms",
    measure: measureFile,
  },
  {
    name: "write/mariadb",
    against: "multi-row inserts, one transaction",
    target: 2,
    unit: "ms",
    measure: measureServer,
  },
];

/** Ours and theirs write into files of their own: neither finds its pages gone. */
async function measureFile(databases: Databases): Promise<Measured> {
  const folder = databases.scratch();
  const paths = { ours: join(folder, "ours.sqlite"), theirs: join(folder, "theirs.sqlite") };
  for (const path of Object.values(paths)) writePlainDatabase(path, 0, conditions);
  const file = new SqliteFile(paths.theirs);
  file.pragma("foreign_keys = OFF");
  const insertRun = file.prepare("INSERT INTO runs (number) VALUES (?)");
  const places = columns.map(() => "?").join(", ");
  const insert = file.prepare(`INSERT INTO conditions (${columns.join(", ")}) VALUES (${places})`);
  const writeAll = file.transaction((first: number) => {
    stored.forEach((rows, index) => {
      insertRun.run(first + index);
      for (const row of rows) insert.run(...row, first + index);
    });
  });
  try {
    return await measure(paths.ours, writeAll);
  } finally {
    file.close();
  }
}

async function measureServer(databases: Databases): Promise<Measured> {
  const server = await databases.server();
  const connection = await server.connect();
  for (const name of ["ours", "theirs"]) {
    await connection.query(`DROP DATABASE IF EXISTS ${name}`);
    await connection.query(`CREATE DATABASE ${name}`);
    await connection.query(`USE ${name}`);
    for (const statement of schemaStatements(mysqlSchema)) await connection.query(statement);
    await connection.query("INSERT INTO condition_types (id, name, value_type) VALUES ?", [
      conditions.map(({ name, type }, index) => [index + 1, name, type]),
    ]);
  }
  const writeAll = async (first: number): Promise<void> => {
    await connection.beginTransaction();
    const runs = Array.from({ length: runsAtOnce }, (_, index) => [first + index]);
    await connection.query("INSERT INTO runs (number) VALUES ?", [runs]);
    const rows = rowsOf(first);
    for (let at = 0; at < rows.length; at += 1000) {
      await connection.query(`INSERT INTO conditions (${columns.join(", ")}) VALUES ?`, [
        rows.slice(at, at + 1000),
      ]);
    }
    await connection.commit();
  };
  try {
    return await measure(server.url("ours"), writeAll);
  } finally {
    await connection.query("DROP DATABASE ours");
    await connection.query("DROP DATABASE theirs");
    await connection.end();
  }
}

/** Every round writes further runs. */
async function measure(connection: string, writeAll: (first: number) => unknown): Promise<Measured> {
  const database = await openWritableDatabase(connection);
  let ours = 1;
  let theirs = 1;
  try {
    return await timeBoth(
      async () => {
        const runs = runsFrom(ours);
        ours += runsAtOnce;
        await inTransaction(database, "bench", (writing) => addRuns(writing, { runs, replace: false }));
      },
      async () => {
        await writeAll(theirs);
        theirs += runsAtOnce;
      },
    );
  } finally {
    await database.close();
  }
}

const given: readonly GivenRun["conditions"][] = Array.from({ length: runsAtOnce }, (_, run) =>
  conditions.map(({ name, type, valueOf }) => ({
    name,
    value: type === "bool" ? valueOf(run) === 1 : valueOf(run),
  })),
);

function runsFrom(first: number): GivenRun[] {
  return given.map((values, index) => ({ number: first + index, conditions: values }));
}

type Row = (string | number | null)[];

/** The same as they are stored, but for the run. */
const stored: readonly (readonly Row[])[] = Array.from({ length: runsAtOnce }, (_, run) =>
  conditions.map(({ type, valueOf }, index) => {
    const row: Row = [null, 0, 0, 0, null, index + 1, "2026-01-01 00:00:00.000000"];
    row[columns.indexOf(valueColumn(type))] = valueOf(run);
    return row;
  }),
);

function rowsOf(first: number): Row[] {
  return stored.flatMap((rows, index) => rows.map((row) => [...row, first + index]));
}
