import SqliteFile from "better-sqlite3";
import { ownIndexStatement } from "../../../core/db/ownIndexStatement.ts";
import { openForTest } from "../../support/database.ts";

/** Adds our own index to a file. */
export async function optimizeForTest(path: string): Promise<void> {
  const statement = ownIndexStatement(await openForTest(path));
  const file = new SqliteFile(path);
  file.exec(statement);
  file.close();
}
