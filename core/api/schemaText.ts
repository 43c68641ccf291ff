import type { DatabaseInfo } from "./database.ts";

/** The schema of a database for people: an older one can only be read. */
export function schemaText({ schemaVersion }: { readonly schemaVersion: number }): string {
  if (schemaVersion >= 2) return String(schemaVersion);
  return `${schemaVersion} (schema v${schemaVersion} can only be read: “rcdb db update” brings it to v2)`;
}

/** The rows that cannot be read and are left out: `1 row of runs, 2 rows of files`; empty where there are none. */
export function unreadableText({ unreadable }: Pick<DatabaseInfo, "unreadable">): string {
  return unreadable.map(({ table, rows }) => `${rows} ${rows === 1 ? "row" : "rows"} of ${table}`).join(", ");
}

/** Why a database is read from memory; empty where it is not. */
export function memoryText({ isInMemory }: Pick<DatabaseInfo, "isInMemory">): string {
  return isInMemory ? "a copy in memory: the file is in WAL mode, in a folder that may not be written" : "";
}
