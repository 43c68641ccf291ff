/** The templates of the user's own: files in a folder beside the connection profiles. */
import { join } from "node:path";
import type { ReportFormat } from "../api/reports.ts";
import { RcdbError } from "../api/failure.ts";
import { isMissing } from "../disk/faults.ts";
import { userConfigFolder } from "../disk/ownFolders.ts";
import { mostConfigurationBytes, readRegularFile } from "../disk/regularFile.ts";

/** Where the template of a kind of report stands, if the user has one. */
export function templatePath(of: "run" | "shift", format: ReportFormat): string {
  return join(userConfigFolder(), "rcdb", "reports", `${of}.${format}`);
}

/** The user's template; null where there is none. Throws `bad_input` where it is not UTF-8, `too_large` and `no_permission`. */
export async function readUserTemplate(path: string): Promise<string | null> {
  try {
    const bytes = await readRegularFile(path, mostConfigurationBytes);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (thrown) {
    if (isMissing(thrown) || (thrown instanceof RcdbError && thrown.code === "no_such_file")) return null;
    if (!(thrown instanceof TypeError)) throw thrown;
    throw new RcdbError("bad_input", `The template “${path}” is not UTF-8. Convert it, or remove it.`, {
      path,
    });
  }
}
