/** Which runs used which version of a configuration file, along all runs of the database. */
import { noSuchConfigurationFile } from "../api/missing.ts";
import { RcdbError } from "../api/failure.ts";
import type { FileUse, RunsOfFile, UseSegment } from "../api/files.ts";
import type { RunPeriod } from "../api/catalogue.ts";
import type { Database } from "../db/database.ts";
import { unknownPath } from "./fileVersions.ts";
import { listRunPeriods } from "../catalogue/runPeriods.ts";
import { asText } from "../db/sqlParts.ts";
import { Yielding } from "../db/yielding.ts";

/** About how many segments are answered: a strip of them has no more pixels. */
const mostSegments = 2000;
/** What a search takes as ranges of runs. */
const mostRanges = 5000;

/**
 * The versions of a path along the runs of the database, and where its run periods are among these. Of several
 * versions that a run has, the newest counts. Throws `no_such_configuration_file` and `cancelled`.
 */
export async function readFileUse(database: Database, path: string, signal: AbortSignal): Promise<FileUse> {
  const yielding = new Yielding(signal, "Reading where the file was used was cancelled.");
  const files = await database.read
    .selectFrom("files")
    .select(["id", "path"])
    .where(asText("path"), "=", path)
    .execute();
  // Servers may ignore case and blanks at the end where they compare.
  const versions = files.filter((file) => file.path === path).map(({ id }) => id);
  if (versions.length === 0) throw await unknownPath(database, path);
  const versionOf = await readVersionOfRuns(database, versions, yielding);
  const runs: number[] = [];
  const segments: UseSegment[] = [];
  for await (const part of allRuns(database, yielding)) {
    for (const run of part) {
      runs.push(run);
      extend(segments, run, versionOf.get(run) ?? null);
    }
  }
  const merged = mergeSegments(segments, mostSegments);
  return {
    runs: runs.length,
    segments: merged,
    complete: merged.length === segments.length,
    periods: placePeriods(await listRunPeriods(database), runs),
  };
}

/**
 * The runs that used a file as ranges, between whose ends no other run of the database lies; at most 5,000 of them.
 * Throws `no_such_configuration_file` and `cancelled`.
 */
export async function readRunsOfFile(
  database: Database,
  id: number,
  signal: AbortSignal,
): Promise<RunsOfFile> {
  const yielding = new Yielding(signal, "Reading the runs of the file was cancelled.");
  const file = await database.read.selectFrom("files").select("id").where("id", "=", id).executeTakeFirst();
  if (!file) throw noSuchConfigurationFile(id);
  const versionOf = await readVersionOfRuns(database, [id], yielding);
  const segments: UseSegment[] = [];
  for await (const part of allRuns(database, yielding)) {
    for (const run of part) extend(segments, run, versionOf.get(run) ?? null);
  }
  const used = segments.filter((segment) => segment.file !== null);
  if (used.length > mostRanges) {
    throw new RcdbError(
      "too_large",
      `The ${versionOf.size} runs that used this version are ${used.length} separate ranges; at most ${mostRanges} can be listed or searched at once. The command line lists them all: rcdb file runs`,
    );
  }
  return {
    runs: used.reduce((sum, { runs }) => sum + runs, 0),
    ranges: used.map(({ firstRun, lastRun }) => ({ runMin: firstRun, runMax: lastRun })),
  };
}

/** The newest of these files that each run has. */
async function readVersionOfRuns(
  database: Database,
  files: readonly number[],
  yielding: Yielding,
): Promise<ReadonlyMap<number, number>> {
  const wanted = new Set(files);
  const query = database.read
    .selectFrom("files_have_runs")
    .select(["run_number", "files_id"])
    .where("files_id", "in", [...files]);
  const newest = new Map<number, number>();
  for await (const batch of database.stream(query.compile(), ["reference", "reference"])) {
    for (const [run, file] of batch) {
      if (run === null || file === null || !wanted.has(file)) continue;
      newest.set(run, Math.max(newest.get(run) ?? -Infinity, file));
    }
    await yielding.pause();
  }
  return newest;
}

const runsPerRead = 20_000;

/** The numbers of all runs, ascending, in parts. */
async function* allRuns(database: Database, yielding: Yielding): AsyncGenerator<number[]> {
  const query = database.read.selectFrom("runs").select("number").orderBy("number").limit(runsPerRead);
  let part: number[] = [];
  do {
    const last = part.at(-1);
    const further = last === undefined ? query : query.where("number", ">", last);
    part = (await database.rows(further.compile(), ["key"])).map(([run]) => run);
    yield part;
    await yielding.pause();
  } while (part.length === runsPerRead);
}

/** Adds the next run, to the last segment where that has the same version. */
function extend(segments: UseSegment[], run: number, file: number | null): void {
  const last = segments.at(-1);
  const used = file === null ? 0 : 1;
  if (last?.file === file) {
    last.lastRun = run;
    last.runs++;
    last.used += used;
  } else segments.push({ file, firstRun: run, lastRun: run, runs: 1, used, versions: used });
}

/**
 * The same runs as about `most` segments: neighbours are taken together until they have their share of the runs. What
 * is long enough by itself stays as it is.
 */
export function mergeSegments(segments: readonly UseSegment[], most: number): UseSegment[] {
  if (segments.length <= most) return [...segments];
  const share = segments.reduce((sum, { runs }) => sum + runs, 0) / most;
  const groups: UseSegment[][] = [];
  let room = 0;
  for (const segment of segments) {
    const isLong = segment.runs >= share;
    if (isLong || room <= 0) groups.push([]);
    groups.at(-1)?.push(segment);
    room = isLong ? 0 : (room <= 0 ? share : room) - segment.runs;
  }
  return groups.flatMap(merge);
}

/** One segment for several; its version is the one that most of its runs used. */
function merge(segments: readonly UseSegment[]): UseSegment[] {
  const [first] = segments;
  const last = segments.at(-1);
  if (!first || !last) return [];
  if (segments.length === 1) return [first];
  const usedBy = new Map<number, number>();
  for (const { file, used } of segments) if (file !== null) usedBy.set(file, (usedBy.get(file) ?? 0) + used);
  const [most] = [...usedBy].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const sum = (count: (segment: UseSegment) => number): number =>
    segments.reduce((total, segment) => total + count(segment), 0);
  return [
    {
      file: most?.[0] ?? null,
      firstRun: first.firstRun,
      lastRun: last.lastRun,
      runs: sum(({ runs }) => runs),
      used: sum(({ used }) => used),
      versions: usedBy.size,
    },
  ];
}

/** Where the runs of the periods are among all runs; periods without runs are left out. */
function placePeriods(periods: readonly RunPeriod[], runs: readonly number[]): FileUse["periods"] {
  return periods
    .map(({ name, runMin, runMax }) => {
      const place = placeOf(runs, runMin);
      return { name, place, runs: placeOf(runs, runMax + 1) - place };
    })
    .filter(({ runs: count }) => count > 0);
}

/** How many of the ascending runs come before a number. */
function placeOf(runs: readonly number[], number: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle] ?? Infinity) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
