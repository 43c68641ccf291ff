/** A process of its own that makes our index, to be killed meanwhile: says when it begins. */
import { optimizeDatabase } from "../../../core/maintenance/optimize.ts";
import { openWritableDatabase } from "../../../core/db/open.ts";

const [path = ""] = process.argv.slice(2);
const database = await openWritableDatabase(path);
const report = (): void => void process.stdout.write("begins\n");
await optimizeDatabase(database, { undo: false }, { signal: new AbortController().signal, report });
await database.close();
