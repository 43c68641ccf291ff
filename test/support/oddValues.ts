/** Values of all storage classes in every column of a small SQLite database, by a seed. */
import SqliteFile from "better-sqlite3";
import { createFile, openQuickly } from "./sqliteFile.ts";
import { randomNumbers } from "./randomNumbers.ts";
import { columnsOf, tableNames } from "../../core/db/tables.ts";

/** As SQL: what other programs, slips and damage leave. */
const oddValues = [
  "0",
  "5",
  "-7",
  "1455715561000",
  "1455715561123456789",
  "9223372036854775807",
  "-9223372036854775808",
  "2.5",
  "1e300",
  "9e999",
  "-9e999",
  "''",
  "'a'",
  "'nan'",
  "'12x'",
  "'2016-02-31 25:00:00'",
  "'2016-02-17T13:26:01'",
  "'[1, 2'",
  "'é\u{1F600}\u2028'",
  "'__proto__'",
  "CAST(x'FF41' AS TEXT)",
  "CAST(x'410042' AS TEXT)",
  "x''",
  "x'41'",
  "x'FF00'",
  "CAST('2016-02-17 13:26:01' AS BLOB)",
  "CAST('@is_production' AS BLOB)",
  "zeroblob(5000)",
  "NULL",
];

/** Keys, by which the others are found: SQLite takes nothing but integers there. */
const keys = ["id", "number", "version"];

export const oddTypes = {
  an_int: "int",
  a_float: "float",
  a_bool: "bool",
  a_string: "string",
  a_json: "json",
  a_time: "time",
  a_blob: "blob",
} as const;

/**
 * Writes the database to a new file. About a third of all values are odd, what a column refuses stays as it was; with
 * `changes` only what these statements make odd.
 */
export function writeOddDatabase(path: string, seed: number, changes?: readonly string[]): void {
  const random = randomNumbers(seed);
  const file = createFile(path);
  // Else only numbers of rows could stand for other rows.
  file.pragma("foreign_keys = OFF");
  for (const statement of [...rows(), ...(changes ?? [])]) file.exec(statement);
  for (const table of changes ? [] : tableNames) {
    const rowIds = file.prepare(`SELECT rowid FROM ${table}`).pluck().all() as number[];
    for (const column of columnsOf[table]) {
      if ((keys as readonly string[]).includes(column)) continue;
      for (const rowId of rowIds) {
        // Else nothing would be found of these conditions.
        if (table === "condition_types" && rowId <= Object.keys(oddTypes).length) continue;
        const value = oddValues[Math.floor(random() * oddValues.length)];
        if (random() < 0.35)
          setValue(file, `UPDATE ${table} SET ${column} = ${value} WHERE rowid = ${rowId}`);
      }
    }
  }
  file.close();
}

/** Makes all tables anew as converters leave them: without keys, NOT NULL and affinities; then runs the statements. */
export function remakeTables(path: string, changes: readonly string[]): void {
  const file = openQuickly(path);
  file.pragma("foreign_keys = OFF");
  for (const table of tableNames) {
    file.exec(`CREATE TABLE copied AS SELECT * FROM ${table}; DROP TABLE ${table};
ALTER TABLE copied RENAME TO ${table}`);
  }
  for (const statement of changes) file.exec(statement);
  file.close();
}

/** What a key or NOT NULL keeps out. */
export const unsoundValues: readonly string[] = ["NULL", "'5x'", "x'ff37'", "1.5", "9223372036854775807"];

/** Statements that write a value into every column of each table's last row. */
export function valueInEveryColumn(value: string): string[] {
  return tableNames.flatMap((table) =>
    columnsOf[table].map(
      (column) => `UPDATE ${table} SET ${column} = ${value} WHERE rowid = (SELECT max(rowid) FROM ${table})`,
    ),
  );
}

function setValue(file: SqliteFile.Database, statement: string): void {
  try {
    file.exec(statement);
  } catch (thrown) {
    if (!(thrown instanceof SqliteFile.SqliteError) || !thrown.code.startsWith("SQLITE_CONSTRAINT"))
      throw thrown;
  }
}

/** The statements that make the rows, all of them right. */
function rows(): string[] {
  const typeRows = Object.entries(oddTypes).map(([name, type]) => `('${name}', '${type}')`);
  const runs = [1, 2, 3, 4, 5, 6, 7, 8];
  return [
    `INSERT INTO condition_types (name, value_type) VALUES ${typeRows.join(", ")}`,
    ...runs.flatMap((run) => {
      const day = `2016-02-1${run}`;
      return [
        `INSERT INTO runs VALUES (${run}, '${day} 13:26:01.000000', '${day} 14:00:00.000000')`,
        ...typeRows.map(
          (_, at) =>
            `INSERT INTO conditions (text_value, int_value, float_value, bool_value, time_value, run_number, condition_type_id)
             VALUES ('{"x": ${run}}', ${run}, ${run / 4}, ${run % 2}, '${day} 13:26:01', ${run}, ${at + 1})`,
        ),
      ];
    }),
    ...furtherRows,
  ];
}

const logged = `'Replaced condition an_int of run 1: {"condition":"an_int","type":"int","old":1,"new":2}'`;

const furtherRows = [
  "INSERT INTO condition_types (name, value_type, description) VALUES ('another', 'int', 'more'), ('a_third', 'string', NULL), ('a_fourth', 'time', '')",
  "INSERT INTO conditions (run_number, condition_type_id, text_value, int_value, float_value, bool_value) VALUES (1, 8, 'x', 1, 1, 1), (2, 9, 'x', 1, 1, 1), (3, 10, 'x', 1, 1, 1)",
  "INSERT INTO run_periods (name, description, run_min, run_max, start_date, end_date) VALUES ('RunPeriod-2016-02', 'first', 1, 4, '2016-02-01', '2016-03-01'), ('RunPeriod-2017-01', NULL, 5, 10, NULL, NULL)",
  "INSERT INTO aliases (name, code, description) VALUES ('good', 'an_int > 1', NULL), ('better', 'a_float > 1', 'more')",
  "INSERT INTO files (path, sha256, content, description, importance) VALUES ('/conf/a', 'x', 'one', NULL, 0), ('/conf/a', 'y', 'two', 'of two', 1), ('/conf/b', 'z', 'a three', NULL, 0)",
  "INSERT INTO files_have_runs VALUES (1, 1), (1, 2), (2, 3), (3, 1), (3, 2), (3, 3)",
  `INSERT INTO logs (table_ids, description, related_run, created, user_name) VALUES ('conditions_1', ${logged}, 1, '2016-02-17 13:26:01', 'me'), ('runs_2', 'Hello', 2, NULL, NULL), (NULL, NULL, NULL, '2016-02-18 00:00:00', 'you')`,
];

/** As SQL of a server that is not strict. */
const oddServerValues = [
  "0",
  "5",
  "-7",
  "1455715561000",
  "9223372036854775807",
  "-9223372036854775808",
  "2.5",
  "1e300",
  "''",
  "'a'",
  "'nan'",
  "'12x'",
  "'2016-02-31 25:00:00'",
  "'0000-00-00 00:00:00'",
  "'2016-02-17T13:26:01'",
  "'[1, 2'",
  "'é\u{1F600}\u2028'",
  "'__proto__'",
  "x''",
  "x'41'",
  "x'FF00'",
  "REPEAT('a', 5000)",
  "NULL",
];

/** What a column may be declared as; one that is not here keeps its type. */
const oddServerTypes: readonly (readonly [columns: readonly string[], types: readonly string[]])[] = [
  [
    [
      "number",
      "id",
      "run_number",
      "condition_type_id",
      "files_id",
      "run_min",
      "run_max",
      "related_run",
      "int_value",
    ],
    ["BIGINT", "BIGINT UNSIGNED", "DECIMAL(30, 0)", "DECIMAL(20, 2)", "BIT(64)", "DOUBLE", "VARCHAR(40)"],
  ],
  [["float_value"], ["FLOAT", "DECIMAL(30, 10)", "BIGINT", "VARCHAR(40)"]],
  [
    ["bool_value", "importance"],
    ["BIT(1)", "INT", "DECIMAL(5, 0)", "VARCHAR(5)", "ENUM('0', '1')"],
  ],
  [
    ["text_value", "name", "path", "content", "description", "sha256", "code", "user_name", "table_ids"],
    [
      "LONGBLOB",
      "VARBINARY(300)",
      "TEXT CHARACTER SET latin1",
      "CHAR(200)",
      "VARCHAR(300) COLLATE utf8mb4_bin",
    ],
  ],
  [
    ["started", "finished", "time_value", "created", "start_date", "end_date"],
    ["DATETIME(6)", "VARCHAR(40)", "DATE", "TIMESTAMP NULL", "BIGINT", "VARBINARY(40)"],
  ],
];

/**
 * Statements that fill a server's tables of RCDB with the same rows, make the tables anew without keys and NOT NULL, some
 * columns as other types, put odd values there, and one run twice. Keys stay as they are with every other seed.
 */
export function oddServerStatements(seed: number): string[] {
  const random = randomNumbers(seed);
  const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const statements = ["SET SESSION sql_mode = ''", "SET FOREIGN_KEY_CHECKS = 0", ...rows()];
  // A table that others refer to cannot take another's name.
  statements.push(
    ...tableNames.map((table) => `CREATE TABLE copied_${table} AS SELECT * FROM ${table}`),
    `DROP TABLE ${tableNames.join(", ")}`,
    ...tableNames.map((table) => `RENAME TABLE copied_${table} TO ${table}`),
  );
  for (const table of tableNames) {
    statements.push(`ALTER TABLE ${table} ADD odd_row INT AUTO_INCREMENT PRIMARY KEY`);
    for (const column of columnsOf[table]) {
      const type = oneOf(oddServerTypes.find(([columns]) => columns.includes(column))?.[1] ?? []);
      if (type !== undefined && random() < 0.3)
        statements.push(`ALTER TABLE ${table} MODIFY ${column} ${type} NULL`);
      const isKept = keys.includes(column) && seed % 2 === 1;
      for (let row = 1; row <= 8 && !isKept; row++) {
        if (random() >= 0.3) continue;
        // Else nothing would be found of these conditions and runs.
        const isType = table === "condition_types" && row <= Object.keys(oddTypes).length;
        const isRun = column === "number" && row !== 4 && row !== 5;
        if (isType || isRun) continue;
        statements.push(`UPDATE ${table} SET ${column} = ${oneOf(oddServerValues)} WHERE odd_row = ${row}`);
      }
    }
    statements.push(`ALTER TABLE ${table} DROP odd_row`);
  }
  return [...statements, "INSERT INTO runs SELECT * FROM runs WHERE number = 3"];
}
