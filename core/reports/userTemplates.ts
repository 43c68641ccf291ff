/** The templates of the user's own: files in a folder beside the connection profiles. */
import { join } from "node:path";
import type { ReportFormat } from "../api/reports.ts";
import { RcdbError } from "../api/failure.ts";
import { isMissing } from "../disk/faults.ts";
import { userConfigFolder } from "../disk/ownFolders.ts";
import { mostConfigurationBytes, readRegularFile, utf8Text } from "../disk/regularFile.ts";

/** Where the template of a kind of report stands, if the user has one. */
export function templatePath(of: "run" | "shift", format: ReportFormat): string {
  return join(userConfigFolder(), "rcdb", "reports", `${of}.${format}`);
}

/** The user's template; null where there is none. Throws `bad_input` where it is not UTF-8, `too_large` and `no_permission`. */
export async function readUserTemplate(path: string): Promise<string | null> {
  let bytes: Uint8Array;
  try {
    bytes = await readRegularFile(path, mostConfigurationBytes);
  } catch (thrown) {
    if (isMissing(thrown) || (thrown instanceof RcdbError && thrown.code === "no_such_file")) return null;
    throw thrown;
  }
  const text = utf8Text(bytes);
  if (text !== null) return text;
  throw new RcdbError("bad_input", `The template “${path}” is not UTF-8. Convert it, or remove it.`, {
    path,
  });
}
