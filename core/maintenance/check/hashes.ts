import { setImmediate as nextTurn } from "node:timers/promises";
import { isAbsent } from "../../files/absentContents.ts";
import { isHashOf } from "../../files/contentHash.ts";
import type { Database } from "../../db/database.ts";
import { showStep } from "../../db/progress.ts";
import { Tally } from "./findings.ts";
import type { Check } from "./check.ts";

/** Contents may have 100 MB each. */
const filesAtOnce = 8;

/** Configuration files whose content is not what was hashed when they were stored, and those of a copy without contents. */
export const checkHashes: Check = async (database, context) => {
  const wrong = new Tally();
  const absent = new Tally();
  const { count } = await database.read
    .selectFrom("files")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  let last: number | null = null;
  for (let checked = 0; ;) {
    showStep(context, checked, count, "Checking configuration files");
    const files = await readFiles(database, last);
    for (const { id, path, sha256, content } of files) {
      if (isHashOf(content, sha256)) continue;
      const isThere = !isAbsent(database, { bytes: content.length, sha256 });
      (isThere ? wrong : absent).add(`file ${id}: ${path}`);
    }
    checked += files.length;
    last = files.at(-1)?.id ?? last;
    if (files.length < filesAtOnce) break;
    await nextTurn();
  }
  const damaged = wrong.finding({
    kind: "wrong-hashes",
    severity: "error",
    noun: ["configuration file does", "configuration files do"],
    message: (counted) => `${counted} not have the content that was hashed: it was changed or damaged since.`,
    fix: "Store the file again, if you have it: rcdb add file RUN PATH --overwrite",
  });
  const missing = absent.finding({
    kind: "contents-not-in-copy",
    severity: "note",
    noun: ["configuration file has", "configuration files have"],
    message: (counted) =>
      `${counted} no content here: this is a copy without contents, whose hashes cannot be checked.`,
    fix: null,
  });
  return [...damaged, ...missing];
};

interface FileRow {
  readonly id: number;
  readonly path: string;
  readonly sha256: string;
  readonly content: string;
}

function readFiles({ read }: Database, after: number | null): Promise<FileRow[]> {
  const files = read.selectFrom("files").select(["id", "path", "sha256", "content"]);
  const further = after === null ? files : files.where("id", ">", after);
  return further.orderBy("id").limit(filesAtOnce).execute();
}
