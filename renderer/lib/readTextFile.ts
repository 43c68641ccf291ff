import { failed, succeeded, type Outcome } from "../../core/api/failure.ts";
import { formatBytes } from "../../core/text/formatBytes.ts";

/**
 * The text of a file that people chose or dropped, without a byte order mark. Fails where it has more bytes than `most`, cannot be read, or is not
 * UTF-8: taken as UTF-8 its letters would become other characters, and be stored so.
 */
export async function readTextFile(file: File, most: number): Promise<Outcome<string>> {
  const name = `“${file.name}”`;
  if (file.size > most)
    return failed(
      "too_large",
      `${name} has ${formatBytes(file.size)}; at most ${formatBytes(most)} are read.`,
    );
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    return failed("no_permission", `${name} cannot be read. A folder cannot be chosen.`);
  }
  try {
    return succeeded(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return failed("bad_input", `${name} is not UTF-8. Save it as UTF-8, in a spreadsheet as “CSV UTF-8”.`);
  }
}
