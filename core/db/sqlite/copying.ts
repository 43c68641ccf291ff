import type { Copying, CopyTarget } from "../copying.ts";
import { columnStatement } from "../schema.ts";
import type { TableName } from "../tables.ts";
import type { SqliteConnection } from "./connection.ts";
import type { TargetAccess } from "./copyTarget.ts";
import { sqliteSchema } from "./schema.ts";

export const sqliteCopying: Copying<SqliteConnection> = {
  // What a column makes of a value that is written to it depends on its affinity alone.
  declaration: (table, name, { type }) => {
    const own = affinityOf(type);
    return own === affinityOf(declaredType(table, name)) ? null : own;
  },
  source: async (connection, shape) => {
    const { SqliteCopySource } = await import("./copySource.ts");
    const { readableFile } = await import("./unpacked.ts");
    return new SqliteCopySource(connection, await readableFile(connection.path), shape);
  },
  target: {
    open: (path, isWhole) => openTarget(path, isWhole ? "shared" : "alone"),
    openForReading: async (path) => {
      const { readableFile } = await import("./unpacked.ts");
      return openTarget(await readableFile(path), "read");
    },
    // SQLite keeps it in a file of its own, as far as it is not in memory.
    scratch: () => openTarget("", "alone"),
    readState: async (path) => {
      const { readableFile } = await import("./unpacked.ts");
      return (await import("./copyMark.ts")).readCopyState(await readableFile(path), path);
    },
  },
};

async function openTarget(path: string, access: TargetAccess): Promise<CopyTarget> {
  const { SqliteCopyTarget } = await import("./copyTarget.ts");
  return new SqliteCopyTarget(path, access);
}

/** The type of a column as the schema has it. */
function declaredType(table: TableName, name: string): string {
  return /ADD COLUMN \S+ (\S+)/.exec(columnStatement(sqliteSchema, table, name))?.[1] ?? "";
}

/** By SQLite's rules, https://www.sqlite.org/datatype3.html section 3.1; NUMERIC and INTEGER store the same. */
function affinityOf(type: string): string {
  const declared = type.toLowerCase();
  if (declared.includes("int")) return "NUMERIC";
  if (/char|clob|text/.test(declared)) return "TEXT";
  if (declared === "" || declared.includes("blob")) return "";
  return /real|floa|doub/.test(declared) ? "REAL" : "NUMERIC";
}
