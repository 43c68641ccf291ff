import SqliteFile from "better-sqlite3";

/** Whether some program is in the middle of reading or writing an SQLite file. */
export function isInUse(path: string): boolean {
  const file = new SqliteFile(path, { timeout: 0 });
  try {
    file.exec("BEGIN EXCLUSIVE; ROLLBACK");
    return false;
  } catch (thrown) {
    if (thrown instanceof SqliteFile.SqliteError && thrown.code === "SQLITE_BUSY") return true;
    throw thrown;
  } finally {
    file.close();
  }
}
