import { readRegularFile } from "../disk/regularFile.ts";
import { mostFileBytes } from "../writing/contents.ts";

/** The bytes of a file that is to be stored. Throws as `readRegularFile`. */
export function readFileToStore(path: string): Promise<Uint8Array> {
  return readRegularFile(path, mostFileBytes);
}
