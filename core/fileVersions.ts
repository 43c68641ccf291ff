/** Configuration files through time: which versions a path has, and which runs used them. */
import { sql } from "kysely";
import { RcdbError } from "./api/failure.ts";
import type { FilePath, FileVersion } from "./api/findSchemas.ts";
import { compareTexts } from "./compareTexts.ts";
import type { Database } from "./db/database.ts";
import { fileColumns, listFilesOfRun, noSuchFile, plainHash, toFile } from "./files.ts";
import { nearest } from "./query/nearest.ts";
import { either } from "./query/problems.ts";
import { noSuchRun } from "./run.ts";

/** All paths that contain `search`, in upper or lower case, in order. Reads no contents. */
export async function listFilePaths(database: Database, search: string): Promise<FilePath[]> {
  const files = await database.read.selectFrom("files").select(["id", "path", "sha256"]).execute();
  const wanted = search.toLowerCase();
  const paths = new Map<string, FilePath & { readonly hashes: Set<string> }>();
  const pathOfFile = new Map<number, FilePath>();
  for (const { id, path, sha256 } of files) {
    if (!path.toLowerCase().includes(wanted)) continue;
    const known = paths.get(path) ?? { path, versions: 0, runs: 0, lastRun: null, hashes: new Set() };
    known.hashes.add(plainHash(sha256));
    paths.set(path, known);
    pathOfFile.set(id, known);
  }
  await countRuns(database, pathOfFile);
  return [...paths.values()]
    .sort((a, b) => compareTexts(a.path, b.path))
    .map(({ hashes, ...path }) => ({ ...path, versions: hashes.size }));
}

/** Counts each run once for a path, of which it may have several versions. */
async function countRuns(database: Database, pathOfFile: ReadonlyMap<number, FilePath>): Promise<void> {
  // Run by run, as millions of links would fill the memory.
  const links = sql`SELECT files_id, run_number FROM files_have_runs
WHERE run_number IS NOT NULL ORDER BY run_number`;
  let run: number | null = null;
  const counted = new Set<FilePath>();
  for await (const batch of database.stream(links.compile(database.read))) {
    for (const [file, number] of batch as [number | null, number][]) {
      if (number !== run) counted.clear();
      run = number;
      const path = pathOfFile.get(file ?? NaN);
      if (!path || counted.has(path)) continue;
      counted.add(path);
      path.runs++;
      path.lastRun = number;
    }
  }
}

/**
 * The versions of a path by the first run that used each; those that no run uses come last. Throws
 * `no_such_configuration_file`, whose detail has the nearest paths.
 */
export async function listFileVersions(database: Database, path: string): Promise<FileVersion[]> {
  const versions = await readVersions(database, path);
  if (versions.length > 0) return versions;
  const files = await database.read.selectFrom("files").select("path").execute();
  const known = files.map((file) => file.path);
  throw noSuchPath(`There is no configuration file “${path}”`, path, known, "Search the list of all paths.");
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
  throw noSuchPath(`Run ${run} has no configuration file “${path}”`, path, known, "Other runs have it.");
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
  if (!file) throw noSuchFile(id);
  const links = await read
    .selectFrom("files_have_runs")
    .select("run_number")
    .distinct()
    .where("files_id", "=", id)
    .orderBy("run_number")
    .execute();
  return links.flatMap(({ run_number }) => (run_number === null ? [] : [run_number]));
}

async function readVersions({ read, dialect }: Database, path: string): Promise<FileVersion[]> {
  const columns = fileColumns(dialect);
  const found = await read.selectFrom("files").select(columns).where("path", "=", path).execute();
  const uses = await read
    .selectFrom("files_have_runs")
    .where("files_id", "in", (query) => query.selectFrom("files").select("id").where("path", "=", path))
    .select(({ fn }) => [
      "files_id",
      fn.count<number>("run_number").distinct().as("runs"),
      fn.min<number | null>("run_number").as("firstRun"),
      fn.max<number | null>("run_number").as("lastRun"),
    ])
    .groupBy("files_id")
    .execute();
  const useOf = new Map(uses.map(({ files_id, ...use }) => [files_id, use]));
  return (
    found
      // Servers may ignore case and blanks at the end where they compare.
      .filter((file) => file.path === path)
      .map((file) => ({
        ...toFile(file),
        ...(useOf.get(file.id) ?? { runs: 0, firstRun: null, lastRun: null }),
      }))
      .sort(byFirstRun)
  );
}

function byFirstRun(a: FileVersion, b: FileVersion): number {
  if (a.firstRun === b.firstRun) return a.id - b.id;
  return (a.firstRun ?? Number.MAX_VALUE) - (b.firstRun ?? Number.MAX_VALUE);
}

function noSuchPath(problem: string, path: string, known: readonly string[], otherwise: string): RcdbError {
  const suggestions = nearest(path, known);
  const quoted = suggestions.map((suggestion) => `“${suggestion}”`);
  const mend = suggestions.length > 0 ? `Did you mean ${either(quoted)}?` : otherwise;
  return new RcdbError("no_such_configuration_file", `${problem}. ${mend}`, { path, suggestions });
}
