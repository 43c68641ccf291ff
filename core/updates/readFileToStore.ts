import { open } from "node:fs/promises";
import { RcdbError } from "../api/failure.ts";
import { mostFileBytes } from "../writing/contents.ts";

/** The bytes of a file. Throws `no_such_file`, `no_permission`, `bad_input` for what is no file, and `too_large`. */
export async function readFileToStore(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size <= mostFileBytes) return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (thrown) {
    throw explainedFileError(thrown, path);
  }
  throw new RcdbError(
    "too_large",
    `“${path}” has more than ${mostFileBytes} bytes, and more cannot be stored.`,
    { limit: mostFileBytes },
  );
}

/** What the system says of a file that cannot be read, in words; everything else as it is. */
export function explainedFileError(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof Error) || !("code" in thrown)) return thrown;
  switch (thrown.code) {
    case "ENOENT":
    case "ENOTDIR":
      return new RcdbError("no_such_file", `There is no “${path}”. Check the path.`);
    case "EACCES":
    case "EPERM":
      return new RcdbError("no_permission", `“${path}” may not be read. Ask its owner for the permission.`);
    case "EISDIR":
      return new RcdbError("bad_input", `“${path}” is a folder. Name a file.`);
    default:
      return thrown;
  }
}
