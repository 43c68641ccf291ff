import { constants, existsSync, statSync } from "node:fs";
import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Copied, CopyChoice, CopyState } from "../api/copies.ts";
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import type { Database } from "../db/database.ts";
import { isUnfinishedName, unfinishedName } from "../db/copying.ts";
import { refusePlantedLinks } from "../disk/plantedLinks.ts";
import { checkCompression, compressFile, compressionNamed } from "../disk/compression.ts";
import { syncFile } from "../disk/sync.ts";
import { checkTarget, explainedWriting, putInPlace } from "../disk/wholeFile.ts";
import { copyAt, removeUnfinished, unfinishedAt } from "./findCopy.ts";
import { fillCopy } from "./fillCopy.ts";
import { sameChoice } from "./sameChoice.ts";
import { bringUpToDate } from "./updateCopy.ts";

export interface CopyWanted {
  readonly path: string;
  readonly choice: CopyChoice;
  /** Whether whatever has that name is replaced. */
  readonly replace: boolean;
}

/**
 * Copies a database to a file, which appears under its name when it is whole; until then it is `NAME.part`, where an interrupted copy is
 * resumed. A copy of the same database and choice is brought up to date. Throws `already_exists` for anything
 * else of that name, `not_allowed`, `cancelled`, `disk_full`, `no_permission`, and what reading the source throws.
 */
export async function takeCopy(
  database: Database,
  wanted: CopyWanted,
  context: CallContext,
): Promise<Copied> {
  const path = await targetPath(resolve(wanted.path), database);
  if (existsSync(path) && !wanted.replace) {
    const state = await copyToUpdate(path, database, wanted.choice);
    return bringUpToDate(database, path, state, context);
  }
  try {
    return await takeNewCopy(database, { ...wanted, path }, context);
  } catch (thrown) {
    throw explainedWriting(thrown, path);
  }
}

/** The file that is meant by a name, links followed. Throws at once what would else be found out after hours of copying. */
async function targetPath(asked: string, { files }: Database): Promise<string> {
  if (files.includes(asked))
    throw new RcdbError("not_allowed", `“${asked}” is the database that is to be copied. Give another name.`);
  if (isUnfinishedName(asked)) {
    throw new RcdbError(
      "bad_input",
      `“${asked}” is the name of a copy that is not whole yet. Give one that does not end in .part.`,
    );
  }
  const { path } = await checkTarget(asked, { replace: true, kept: files });
  return path;
}

async function takeNewCopy(
  database: Database,
  { path, choice, replace }: CopyWanted,
  context: CallContext,
): Promise<Copied> {
  // What SQLite says of such a folder names no reason.
  await access(dirname(path), constants.W_OK);
  const compression = compressionNamed(path);
  checkCompression(compression, path);
  const part = unfinishedName(path);
  await refusePlantedLinks(part);
  const { text: source, name, location } = database.connection;
  const begun: CopyState = { source, name, location, choice, sourceChoices: [], taken: null, whole: false };
  const isResumed = await keepsPart(part, begun);
  const { copy, tables, remarks } = await fillCopy(database, part, begun, context);
  if (compression) {
    await compressFile(part, path, compression, { replace }, context);
  } else {
    await syncFile(part);
    await putInPlace(part, path, path, { replace });
  }
  await removeUnfinished(part);
  const { size: bytes } = statSync(path);
  return { path, copy, kind: isResumed ? "resumed" : "new", tables, bytes, remarks: [...remarks] };
}

/** The state of the file, which is a copy of that database and choice. Throws `already_exists` for another file. */
async function copyToUpdate(path: string, { connection }: Database, choice: CopyChoice): Promise<CopyState> {
  const state = await copyAt(path).catch((thrown: unknown) => {
    const isDamaged = thrown instanceof RcdbError && thrown.code === "damaged";
    throw isDamaged ? alreadyExists(`“${path}” exists already and is damaged.`) : thrown;
  });
  if (state === null) throw alreadyExists(`“${path}” exists already and is not a copy of a database.`);
  if (state.source !== connection.text)
    throw alreadyExists(`“${path}” exists already and is a copy of “${state.location}”.`);
  if (!sameChoice(state.choice, choice))
    throw alreadyExists(`“${path}” is a copy of that database with another choice of its content.`);
  return state;
}

function alreadyExists(what: string): RcdbError {
  return new RcdbError("already_exists", `${what} Choose another name, or give --force to replace it.`);
}

/** Whether there is an unfinished copy to go on with; one of another database or choice is removed. Throws `already_exists`. */
async function keepsPart(part: string, { source, choice }: CopyState): Promise<boolean> {
  // An empty one may be what another program begins with at this moment.
  if (!existsSync(part) || statSync(part).size === 0) return false;
  const state = await unfinishedAt(part);
  if (state === null)
    throw new RcdbError("already_exists", `“${part}” is in the way, and no unfinished copy. Move it away.`);
  if (state.source === source && sameChoice(state.choice, choice)) return true;
  if (state.whole)
    throw new RcdbError(
      "already_exists",
      `“${part}” is in the way: it is a copy that is whole. Move it away.`,
    );
  await removeUnfinished(part);
  return false;
}
