/** Configuration files of copies that were taken without contents: their rows are there, with empty texts. */
import type { RunFile } from "../api/files.ts";
import { RcdbError } from "../api/failure.ts";
import type { Database } from "../db/database.ts";
import { isHashOf } from "./contentHash.ts";

/** Whether a database is a copy without the contents of files, or one of such a copy. */
export function lacksContents({ copy }: Pick<Database, "copy">): boolean {
  return copy !== null && [copy.choice, ...copy.sourceChoices].some(({ files }) => files === "names");
}

/** Whether the content of a file is not in this copy: it has none, and what was hashed is not an empty text. */
export function isAbsent(
  database: Pick<Database, "copy">,
  { bytes, sha256 }: Pick<RunFile, "bytes" | "sha256">,
): boolean {
  return lacksContents(database) && bytes === 0 && !isHashOf("", sha256);
}

/** What is said where contents are asked for; `what` are they: “The content of …”. */
export function notInCopy({ copy }: Pick<Database, "copy">, what: string, sha256?: string): RcdbError {
  const source = copy?.source ?? "SOURCE";
  return new RcdbError(
    "not_in_copy",
    `${what} not in this copy, which was taken without the contents of files. Ask its source, ${source}, or take a copy with contents.`,
    sha256 === undefined ? undefined : { sha256 },
  );
}
