/** A run beside the runs before it: what its values and files were lately. */
import type { RecentFiles, RecentValues, RunAndRecent } from "../api/runs.ts";
import { areDifferent } from "./compareRuns.ts";
import type { Database } from "../db/database.ts";
import { plainHash } from "../text/plainHash.ts";
import { noSuchRun } from "../api/missing.ts";
import type { Cell } from "../api/values.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import { conditionsOfRuns, readConditions } from "../conditions/runConditions.ts";

/** The number of characters of a text that are returned: it is for a glance. */
const shownLength = 80;

/** What says which runs are alike: numbers of a calibration say nothing of those of a production run. */
const typeCondition = "run_type";
/** How many times as many runs are looked through for those of its type. */
const widerForType = 5;
/** With fewer of them nothing is told. */
const fewestOfType = 8;

type RunAndCount = Required<RunAndRecent>;

/** The values that the conditions of a run had in the runs before it. Throws `no_such_run` and `cancelled`. */
export async function readRecentValues(
  database: Database,
  { run, runs: count }: RunAndCount,
  signal?: AbortSignal,
): Promise<RecentValues> {
  const lately = await runsBefore(database, run, count * widerForType);
  const runs = lately.slice(-count);
  const ofType = await sameType(database, run, lately, count, signal);
  // All at once: without an index each reading goes through the whole table.
  const wanted = [...new Set([...(ofType?.runs ?? []), ...runs, run])];
  const stored = await readConditions(database, wanted, signal);
  const valueOf = new Map(stored.map(({ run: of, type, value }) => [`${of} ${type.id}`, value]));
  const own = stored.filter((condition) => condition.run === run);
  const conditions = own.map(({ type, value }) => {
    const valuesOf = (some: readonly number[]): Cell[] =>
      some.map((number) => valueOf.get(`${number} ${type.id}`) ?? null);
    const values = valuesOf(runs);
    return {
      name: type.name,
      values: values.map(shortened),
      ofType: valuesOf(ofType?.runs ?? []).map(shortened),
      same: values.map((one) => !areDifferent(type.type, [value, one])),
    };
  });
  return { runs, ofType, conditions };
}

function shortened(value: Cell): Cell {
  return typeof value === "string" ? value.slice(0, shownLength) : value;
}

/** Those of the runs before a run, the last `count` at most, that have its type. */
async function sameType(
  database: Database,
  run: number,
  before: readonly number[],
  count: number,
  signal?: AbortSignal,
): Promise<RecentValues["ofType"]> {
  const types = (await listConditionTypes(database)).filter(({ name }) => name === typeCondition);
  if (types.length === 0) return null;
  const typeOf = new Map<number, Cell>();
  for await (const conditions of conditionsOfRuns(database, types, [...before, run], signal)) {
    for (const condition of conditions) typeOf.set(condition.run, condition.value);
  }
  const type = typeOf.get(run) ?? null;
  if (typeof type !== "string" || type === "") return null;
  const runs = before.filter((number) => typeOf.get(number) === type).slice(-count);
  return { type: type.slice(0, shownLength), runs: runs.length < fewestOfType ? [] : runs };
}

/** What the runs before a run had at the paths of its files. Throws `no_such_run`. */
export async function readRecentFiles(
  database: Database,
  { run, runs: count }: RunAndCount,
): Promise<RecentFiles> {
  const runs = await runsBefore(database, run, count);
  const links = await database.read
    .selectFrom("files_have_runs")
    .innerJoin("files", "files.id", "files_have_runs.files_id")
    .select(["run_number", "id", "path", "sha256"])
    .where("run_number", "in", [...runs, run])
    .orderBy("id")
    .execute();
  const own = new Map(links.flatMap((link) => (link.run_number === run ? [[link.id, link]] : [])));
  const newestFirst = runs.toReversed();
  const files = [...own.values()].map(({ id, path, sha256 }) => {
    const versions = newestFirst.map((number) => ({
      run: number,
      files: links.filter((link) => link.run_number === number && link.path === path),
    }));
    const hash = plainHash(sha256);
    const other = versions.findIndex(
      (version) => !version.files.some((one) => plainHash(one.sha256) === hash),
    );
    const before = versions[other];
    return {
      id,
      same: before ? other : versions.length,
      before: before ? { run: before.run, file: before.files.at(-1)?.id ?? null } : null,
    };
  });
  return { files };
}

/** Up to `count` runs before a run, ascending. Throws `no_such_run`. */
async function runsBefore({ read }: Database, run: number, count: number): Promise<number[]> {
  const rows = await read
    .selectFrom("runs")
    .select("number")
    .where("number", "<=", run)
    .orderBy("number", "desc")
    .limit(count + 1)
    .execute();
  const [first, ...before] = rows.map(({ number }) => number);
  if (first !== run) throw noSuchRun(run);
  return before.reverse();
}
