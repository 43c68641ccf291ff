/**
 * `rcdb` as a user who may not do everything: root gives its rights up, after all that is needed is loaded, for the
 * program may lie where nobody else can read it.
 */
import SqliteFile from "better-sqlite3";
import "../../../cli/maintain.ts";
import "../../../cli/openDatabase.ts";
import "../../../core/maintenance/evioList.ts";
import "../../../core/writing/contents.ts";
import { runCommand } from "../../../cli/runCommand.ts";

const nobody = 65534;

new SqliteFile(":memory:").close();
if (process.getuid?.() === 0) {
  process.setgid?.(nobody);
  process.setuid?.(nobody);
}
process.exitCode = await runCommand(process.argv.slice(2));
