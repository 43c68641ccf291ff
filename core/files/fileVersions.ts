/** Configuration files through time: which versions a path has, and which runs used them. */
import type { RcdbError } from "../api/failure.ts";
import type { FilePath, FileVersion } from "../api/files.ts";
import { compareTexts } from "../text/compareTexts.ts";
import type { Database } from "../db/database.ts";
import { plainHash } from "../text/plainHash.ts";
import { fileColumns, listFilesOfRun, toFile } from "./files.ts";
import { noSuchConfigurationFile, noSuchPath, noSuchRun, runHasNoPath } from "../api/missing.ts";
import { asText } from "../db/sqlParts.ts";
import { shownTime } from "../time/times.ts";
import { Yielding } from "../db/yielding.ts";

/** The paths of all configuration files, each once, in order. */
export async function listPaths({ read }: Database): Promise<string[]> {
  const files = await read.selectFrom("files").select("path").execute();
  return [...new Set(files.map(({ path }) => path))].sort(compareTexts);
}

/** A path with what is counted of it: its different hashes, and its runs, one for each link to a version. */
interface CountedPath {
  readonly path: string;
  readonly hashes: Set<string>;
  readonly runs: number[];
}

/**
 * All paths that contain `search`, in upper or lower case, in order. Reads no contents, but all links of files with
 * runs. Throws `cancelled`.
 */
export async function listFilePaths(
  database: Database,
  search: string,
  signal: AbortSignal,
): Promise<FilePath[]> {
  const yielding = new Yielding(signal, "Listing the files was cancelled.");
  const files = await database.read.selectFrom("files").select(["id", "path", "sha256"]).execute();
  const wanted = search.toLowerCase();
  const paths = new Map<string, CountedPath>();
  const pathOfFile = new Map<number, CountedPath>();
  for (const { id, path, sha256 } of files) {
    if (!path.toLowerCase().includes(wanted)) continue;
    const counted = paths.get(path) ?? { path, hashes: new Set(), runs: [] };
    counted.hashes.add(plainHash(sha256));
    paths.set(path, counted);
    pathOfFile.set(id, counted);
  }
  await addRuns(database, pathOfFile, yielding);
  return [...paths.values()].sort((a, b) => compareTexts(a.path, b.path)).map(toFilePath);
}

async function addRuns(
  database: Database,
  pathOfFile: ReadonlyMap<number, CountedPath>,
  yielding: Yielding,
): Promise<void> {
  if (pathOfFile.size === 0) return;
  // In no order: sorting millions of links would keep others waiting for seconds.
  const links = database.read.selectFrom("files_have_runs").select(["files_id", "run_number"]);
  for await (const batch of database.stream(links.compile(), ["reference", "reference"])) {
    for (const [file, run] of batch) {
      if (file !== null && run !== null) pathOfFile.get(file)?.runs.push(run);
    }
    await yielding.pause();
  }
}

/** Each run counts once for a path, of which it may have several versions. */
function toFilePath({ path, hashes, runs }: CountedPath): FilePath {
  const ascending = Float64Array.from(runs).sort();
  const different = ascending.filter((run, at) => run !== ascending[at - 1]);
  return { path, versions: hashes.size, runs: different.length, lastRun: different.at(-1) ?? null };
}

/**
 * The versions of a path by the first run that used each; those that no run uses come last. Throws
 * `no_such_configuration_file`, whose detail has the nearest paths.
 */
export async function listFileVersions(database: Database, path: string): Promise<FileVersion[]> {
  const versions = await readVersions(database, path);
  if (versions.length > 0) return versions;
  throw await unknownPath(database, path);
}

/** What is said of a path that no file has, with the nearest ones that there are. */
export async function unknownPath({ read }: Database, path: string): Promise<RcdbError> {
  const files = await read.selectFrom("files").select("path").execute();
  const known = files.map((file) => file.path);
  return noSuchPath(path, known);
}

/**
 * The version of a path that a run used, the newest where it has several; without a run that of the highest
 * run. Throws `no_such_configuration_file`, whose detail has the nearest paths, and `no_such_run`.
 */
export async function findFile(database: Database, path: string, run: number | null): Promise<FileVersion> {
  const versions = await listFileVersions(database, path);
  if (run === null) return latestOf(versions, ({ lastRun }) => lastRun ?? -Infinity);
  const ofRun = await listFilesOfRun(database, run);
  const ids = new Set(ofRun.map(({ id }) => id));
  const candidates = versions.filter(({ id }) => ids.has(id));
  if (candidates.length > 0) return latestOf(candidates, ({ id }) => id);
  await checkRun(database, run);
  const known = ofRun.map((file) => file.path);
  throw runHasNoPath(run, path, known);
}

function latestOf(versions: readonly FileVersion[], rank: (version: FileVersion) => number): FileVersion {
  return versions.reduce((best, version) =>
    rank(version) > rank(best) || (rank(version) === rank(best) && version.id > best.id) ? version : best,
  );
}

async function checkRun({ read }: Database, run: number): Promise<void> {
  const found = await read.selectFrom("runs").select("number").where("number", "=", run).executeTakeFirst();
  if (!found) throw noSuchRun(run);
}

/** The runs that used a file, ascending, each once. Throws `no_such_configuration_file`. */
export async function listRunsOfFile({ read }: Database, id: number): Promise<number[]> {
  const file = await read.selectFrom("files").select("id").where("id", "=", id).executeTakeFirst();
  if (!file) throw noSuchConfigurationFile(id);
  const links = await read
    .selectFrom("files_have_runs")
    .select("run_number")
    .distinct()
    .where("files_id", "=", id)
    .orderBy("run_number")
    .execute();
  return links.flatMap(({ run_number }) => (run_number === null ? [] : [run_number]));
}

async function readVersions(database: Database, path: string): Promise<FileVersion[]> {
  const { read, dialect } = database;
  const found = await read
    .selectFrom("files")
    .select(fileColumns(dialect))
    .where(asText("path"), "=", path)
    .execute();
  // Servers may ignore case and blanks at the end where they compare.
  const files = found.filter((file) => file.path === path).map((file) => toFile(database, file));
  const runs = await readRunsOfFiles(
    database,
    files.map(({ id }) => id),
  );
  const starts = await readStarts(
    database,
    [...runs.values()].flatMap(({ firstRun }) => firstRun ?? []),
  );
  return files
    .map((file) => ({ ...file, ...(runs.get(file.id) ?? noRuns) }))
    .map((file) => ({ ...file, firstStarted: starts.get(file.firstRun ?? NaN) ?? null }))
    .sort(byFirstRun);
}

/** When runs started, of those where that is known. */
async function readStarts({ read }: Database, runs: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (runs.length === 0) return new Map();
  const found = await read
    .selectFrom("runs")
    .select(["number", "started"])
    .where("number", "in", [...runs])
    .execute();
  return new Map(found.flatMap(({ number, started }) => (started ? [[number, shownTime(started)]] : [])));
}

export type FileRuns = Pick<FileVersion, "runs" | "firstRun" | "lastRun">;

export const noRuns: FileRuns = { runs: 0, firstRun: null, lastRun: null };

/** How many runs used each of these files, the first and the last of them. */
export async function readRunsOfFiles(
  { read }: Database,
  ids: readonly number[],
): Promise<ReadonlyMap<number, FileRuns>> {
  if (ids.length === 0) return new Map();
  const uses = await read
    .selectFrom("files_have_runs")
    .where("files_id", "in", [...ids])
    .select(({ fn }) => [
      "files_id",
      fn.count<number>("run_number").distinct().as("runs"),
      fn.min<number | null>("run_number").as("firstRun"),
      fn.max<number | null>("run_number").as("lastRun"),
    ])
    .groupBy("files_id")
    .execute();
  return new Map(uses.flatMap(({ files_id, ...use }) => (files_id === null ? [] : [[files_id, use]])));
}

function byFirstRun(a: FileVersion, b: FileVersion): number {
  if (a.firstRun === b.firstRun) return a.id - b.id;
  return (a.firstRun ?? Number.MAX_VALUE) - (b.firstRun ?? Number.MAX_VALUE);
}
