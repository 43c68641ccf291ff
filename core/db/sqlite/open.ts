import { statSync } from "node:fs";
import SqliteFile from "better-sqlite3";
import { Kysely, SqliteDialect, type CompiledQuery, type SqliteDatabase } from "kysely";
import type { CopyState } from "../../api/copies.ts";
import type { SqliteConnection } from "./connection.ts";
import type { Database, UpdatesLock, WritableDatabase } from "../database.ts";
import { copyRefusal } from "../copyRefusal.ts";
import { checkSchema } from "../checkSchema.ts";
import type { Shape } from "../shape.ts";
import { shapePlugin } from "../shapePlugin.ts";
import { createSchema, sqliteSchema } from "./schema.ts";
import { sqliteDialectFor } from "./dialect.ts";
import { stateIn, wholeState } from "./copyMark.ts";
import { checkFile, explained, openFile } from "./file.ts";
import { sqliteFunctions } from "./functions.ts";
import { sqliteHintsFor } from "./plannerHints.ts";
import { exactRows, exactRowsOneByOne } from "./rows.ts";
import { integerColumns } from "./integerColumns.ts";
import { readConditionIndexes, readSqliteShape } from "./shape.ts";
import { readableFile, refuseCompressed } from "./unpacked.ts";
import { SqliteWatch } from "./watch.ts";
import { sqliteLimits, sqliteTransaction } from "./transaction.ts";
import { storedValues } from "../stored/columns.ts";
import { columnsOf, readers, readRows, type Kind, type RawValue, type RowOf } from "../stored/kinds.ts";
import type { Tables } from "../tables.ts";

const rowsPerBatch = 2000;

/** A transaction has the whole file for itself. */
const nothingToLock: UpdatesLock = {
  check: () => Promise.resolve(),
  release: () => Promise.resolve(),
};

/**
 * Opens an SQLite file for reading and checks that it is an RCDB database, of schema v2 or v1. A compressed one is unpacked
 * elsewhere, as it is now. Throws an `RcdbError` that says what is wrong with the file and what to do.
 */
export async function openSqlite(connection: SqliteConnection): Promise<Database> {
  const path = await readableFile(connection.path);
  const database = open(connection, path, "read", (file, watch, copy) => {
    // A foreign file may carry hostile definitions; and nothing here is ever to write.
    file.pragma("query_only = ON");
    return readingDatabase(connection, file, "read", watch, copy);
  });
  return path === connection.path ? database : { ...database, files: [...database.files, path] };
}

/** The same for writing, which takes schema v2. */
export function openWritableSqlite(connection: SqliteConnection): WritableDatabase {
  refuseCompressed(connection.path);
  return open(connection, connection.path, "write", (file, watch) => {
    file.pragma("foreign_keys = ON");
    return writableDatabase(connection, file, watch);
  });
}

/** A new database in memory, without runs. */
export function openSqliteInMemory(): WritableDatabase {
  const file = new SqliteFile(":memory:");
  file.pragma("foreign_keys = ON");
  createSchema((statement) => file.exec(statement));
  const name = "in memory";
  const connection = {
    kind: "sqlite",
    path: ":memory:",
    password: null,
    text: "sqlite://",
    name,
    location: name,
  };
  return {
    ...writableDatabase(connection, file, nothingToWatch),
    connection: { ...connection, path: null },
    files: [],
    storage: () => Promise.resolve({ bytes: file.serialize().length, modified: null, isInMemory: true }),
  };
}

/** Nobody else can replace what is in memory. */
const nothingToWatch: Watch = { identity: null, remember: () => undefined, check: () => undefined };

function writableDatabase(
  connection: SqliteConnection,
  file: SqliteFile.Database,
  watch: Watch,
): WritableDatabase {
  const { kysely, ...database } = readingDatabase(connection, file, "write", watch, null);
  return {
    ...database,
    access: "write",
    isOneConnection: true,
    transaction: async (work) => {
      // As it is now: it may have become a database of its own, or a copy, since it was opened.
      const state = stateIn(file);
      if (state !== null) throw copyRefusal(connection.path, state);
      return sqliteTransaction(file, kysely, database.shape, work);
    },
    lockUpdates: () => Promise.resolve(nothingToLock),
  };
}

/** What is asked of the watch over a file. */
type Watch = Pick<SqliteWatch, "remember" | "check"> & { readonly identity: string | null };

function open<T>(
  connection: SqliteConnection,
  path: string,
  access: Database["access"],
  prepare: (file: SqliteFile.Database, watch: SqliteWatch, copy: CopyState | null) => T,
): T {
  checkFile(path, access);
  const watch = new SqliteWatch(path);
  const file = openFile(path, access, connection.path);
  try {
    file.pragma("trusted_schema = OFF");
    return prepare(file, watch, wholeState(file, connection.path));
  } catch (thrown) {
    file.close();
    throw explained(thrown, connection.path);
  }
}

function readingDatabase(
  connection: SqliteConnection,
  file: SqliteFile.Database,
  access: Database["access"],
  watch: Watch,
  copy: CopyState | null,
): Database & { readonly access: "read"; readonly kysely: Kysely<Tables> } {
  for (const [name, implementation] of Object.entries(sqliteFunctions)) {
    file.function(name, { deterministic: true, safeIntegers: true, varargs: true }, implementation);
  }
  const shape = readSqliteShape(file);
  const schemaVersion = checkSchema(connection, shape, highestVersion(file, shape), access, sqliteSchema);
  watch.remember(file);
  const plugin = shapePlugin(shape);
  const kysely = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: withExactRows(file) }),
    plugins: plugin ? [storedValues, plugin] : [storedValues],
  });
  const rows = rowReader(file);
  return {
    connection,
    files: ["", "-journal", "-wal", "-shm"].map((suffix) => connection.path + suffix),
    access: "read",
    copy,
    schemaVersion,
    shape,
    dialect: sqliteDialectFor(shape),
    hints: sqliteHintsFor(shape),
    limits: sqliteLimits,
    read: kysely,
    kysely,
    stream: (query, kinds) => streamBatches(file, query, kinds),
    rows,
    keys: keyReader(file),
    columns: async (query, kinds) =>
      integerColumns(file, query, kinds) ?? columnsOf(await rows(query, kinds), kinds),
    conditionIndexes: () => Promise.resolve(readConditionIndexes(file, shape)),
    storage: () => {
      const { size, mtime } = statSync(connection.path);
      return Promise.resolve({
        bytes: size,
        modified: mtime.toISOString(),
        isInMemory: file.memory,
      });
    },
    file: watch.identity,
    hostInUse: () => null,
    checkFile: () => watch.check(),
    close: async () => {
      await kysely.destroy();
      file.close();
    },
  };
}

function highestVersion(file: SqliteFile.Database, { tables }: Shape): unknown {
  if (!tables.has("schema_versions")) return null;
  return file
    .prepare("SELECT max(version) FROM schema_versions WHERE typeof(version) = 'integer'")
    .pluck()
    .get();
}

/** The file as Kysely uses it. */
function withExactRows(file: SqliteFile.Database): SqliteDatabase {
  return {
    close: () => file.close(),
    prepare: (sql) => {
      const statement = file.prepare<unknown[], object>(sql);
      return {
        reader: statement.reader,
        all: (parameters) => exactRows(statement, parameters),
        run: (parameters) => statement.run(...parameters),
        iterate: (parameters) => statement.iterate(...parameters),
      };
    },
  };
}

/** A long table is read by the same statement again and again: the last one is kept. */
function rowReader(file: SqliteFile.Database): Database["rows"] {
  let last: SqliteFile.Statement<unknown[], unknown[]> | undefined;
  return ({ sql, parameters }, kinds) => {
    if (last?.source !== sql) last = file.prepare<unknown[], unknown[]>(sql).raw();
    return Promise.resolve(readRows(exactRows(last, parameters), kinds));
  };
}

/** The same of keys, for which no arrays are made. */
function keyReader(file: SqliteFile.Database): Database["keys"] {
  let last: SqliteFile.Statement<unknown[], RawValue> | undefined;
  return ({ sql, parameters }) => {
    if (last?.source !== sql) last = file.prepare<unknown[], RawValue>(sql).pluck();
    const keys = last.all(...parameters);
    return Promise.resolve(keys.every(Number.isSafeInteger) ? (keys as number[]) : keys.map(readKey));
  };
}

/** What is as great as digits may be lost is no key. */
function readKey(raw: RawValue): number {
  const key = readers.key(raw);
  return Math.abs(key) > Number.MAX_SAFE_INTEGER ? NaN : key;
}

// eslint-disable-next-line @typescript-eslint/require-await -- better-sqlite3 is synchronous, other databases are not
async function* streamBatches<const Kinds extends readonly Kind[]>(
  file: SqliteFile.Database,
  { sql, parameters }: CompiledQuery,
  kinds: Kinds,
): AsyncGenerator<readonly RowOf<Kinds>[]> {
  let batch: unknown[][] = [];
  const doubles = new Set(kinds.flatMap((kind, at) => (kind === "double" ? [at] : [])));
  const prepare = () => file.prepare<unknown[], unknown[]>(sql).raw();
  for (const row of exactRowsOneByOne(prepare, parameters, doubles)) {
    batch.push(row);
    if (batch.length === rowsPerBatch) {
      yield readRows(batch, kinds);
      batch = [];
    }
  }
  if (batch.length > 0) yield readRows(batch, kinds);
}
