import type { Comparison } from "../api/runs.ts";
import { runColumns } from "../api/search.ts";
import type { Cell } from "../api/values.ts";
import { secondsBetween } from "../time/wallClock.ts";
import { compareTexts } from "../text/compareTexts.ts";
import type { Database } from "../db/database.ts";
import { columnsOf } from "../db/tables.ts";
import { bytesOfContent } from "../files/files.ts";
import { plainHash } from "../text/plainHash.ts";
import type { ValueType } from "../query/types.ts";
import { noSuchRun } from "../api/missing.ts";
import { isSameJson } from "../writing/sameJson.ts";
import { readConditions, type StoredCondition } from "../conditions/runConditions.ts";
import { shownTime } from "../time/times.ts";

type ComparedCondition = Comparison["conditions"][number];
type ComparedPath = Comparison["files"][number];
type ComparedFile = ComparedPath["files"][number][number];

export interface ComparedRuns {
  readonly runs: readonly number[];
  /** Whether what all of them have alike is left out. */
  readonly differencesOnly: boolean;
}

/** Conditions and files of some runs side by side. Throws `no_such_run` and `cancelled`. */
export async function compareRuns(
  database: Database,
  { runs, differencesOnly }: ComparedRuns,
  signal?: AbortSignal,
): Promise<Comparison> {
  const own = await readRunColumns(database, runs);
  const stored = await readConditions(database, runs, signal);
  const names = new Set(stored.map(({ type }) => type.name));
  const conditions = [...own.filter(({ name }) => !names.has(name)), ...conditionsSideBySide(runs, stored)];
  const files = await readFiles(database, runs);
  const isShown = ({ different }: { readonly different: boolean }): boolean => different || !differencesOnly;
  return { runs: [...runs], conditions: conditions.filter(isShown), files: files.filter(isShown) };
}

/**
 * Whether not all values of one condition are equal; a missing one differs from all others. JSON texts
 * are equal where they mean the same, whatever the order of their names, their blanks and how their numbers are written.
 */
export function areDifferent(type: ValueType, values: readonly Cell[]): boolean {
  const [first = null, ...others] = values;
  return !others.every((value) => value === first || (type === "json" && meanSame(value, first)));
}

function meanSame(left: Cell, right: Cell): boolean {
  return typeof left === "string" && typeof right === "string" && isSameJson(left, right);
}

/** Whether the newest versions (the last ones) differ in content, or a run has none. */
export function filesDiffer(files: readonly (readonly Pick<ComparedFile, "sha256">[])[]): boolean {
  const newest = files.map((versions) => versions.at(-1)?.sha256);
  return newest.some((hash) => hash === undefined || hash !== newest[0]);
}

/** The runs' own columns, in the order they are always named in. */
async function readRunColumns({ read }: Database, numbers: readonly number[]): Promise<ComparedCondition[]> {
  const rows = await read.selectFrom("runs").select(columnsOf.runs).where("number", "in", numbers).execute();
  const timesOf = new Map(rows.map((row) => [row.number, row]));
  const missing = new Set(numbers.filter((number) => !timesOf.has(number)));
  if (missing.size > 0) throw noSuchRun(...missing);
  const runs = numbers.map((number) => {
    const { started = null, finished = null } = timesOf.get(number) ?? {};
    const own: Readonly<Record<string, Cell>> = {
      started: started && shownTime(started),
      finished: finished && shownTime(finished),
      length: secondsBetween(started, finished),
    };
    return own;
  });
  return runColumns.map((column) => {
    const values = runs.map((run) => run[column.name] ?? null);
    return { ...column, values, different: areDifferent(column.type, values) };
  });
}

/** Each condition that one of the runs has, in the order in which they come. */
function conditionsSideBySide(
  runs: readonly number[],
  stored: readonly StoredCondition[],
): ComparedCondition[] {
  const byType = new Map<number, ComparedCondition>();
  for (const { run, type, value } of stored) {
    const { id, name, description } = type;
    const row = byType.get(id) ?? {
      name,
      type: type.type,
      description,
      values: runs.map(() => null),
      different: false,
    };
    runs.forEach((number, place) => {
      if (number === run) row.values[place] = value;
    });
    byType.set(id, row);
  }
  return [...byType.values()].map((row) => ({ ...row, different: areDifferent(row.type, row.values) }));
}

async function readFiles({ read, dialect }: Database, runs: readonly number[]): Promise<ComparedPath[]> {
  const rows = await read
    .selectFrom("files_have_runs")
    .innerJoin("files", "files.id", "files_have_runs.files_id")
    .select(["run_number", "id", "path", "sha256", bytesOfContent(dialect)])
    .where("run_number", "in", runs)
    .orderBy("id")
    .execute();
  const paths = new Map<string, ComparedFile[][]>();
  for (const { run_number, id, path, sha256, bytes } of rows) {
    const files = paths.get(path) ?? runs.map(() => []);
    paths.set(path, files);
    files.forEach((ofRun, place) => {
      // A file may be linked to a run twice; its rows follow one another.
      const isNew = runs[place] === run_number && ofRun.at(-1)?.id !== id;
      if (isNew) ofRun.push({ id, sha256: plainHash(sha256), bytes });
    });
  }
  return [...paths]
    .sort(([left], [right]) => compareTexts(left, right))
    .map(([path, files]) => ({ path, files, different: filesDiffer(files) }));
}
