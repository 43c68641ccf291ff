import { basename } from "node:path/posix";
import type { CallContext } from "../api/dispatch.ts";
import { RcdbError } from "../api/failure.ts";
import type { EvioFilesOfRun, EvioRepair } from "../api/maintenance.ts";
import type { GivenRun } from "../api/conditions.ts";
import { lastEvioFile } from "../updates/evioFileNames.ts";
import type { Database, WritableDatabase } from "../db/database.ts";
import { createConditionType } from "../writing/conditionTypes.ts";
import { addRuns } from "../writing/conditions.ts";
import { inTransaction, type Writing } from "../writing/writing.ts";
import { countType, lastType } from "../updates/coda/conditionTypes.ts";
import { readStoredEvioFiles, type StoredEvioFiles } from "./evioStored.ts";
import { showStep } from "../db/progress.ts";

/**
 * Compares the evio files found on disk with `evio_files_count` and `evio_last_file` of their runs, and with `execute` adds
 * what is missing, in one transaction, creating the two condition types where there are none. Values that differ are
 * told and stay, unless `replace` puts them right, too; the log keeps them. Throws `bad_input` for a run that is given twice, `conflict` where one of the conditions is of another
 * type, and `cancelled`.
 */
export async function repairEvioFiles(
  database: WritableDatabase,
  user: string,
  {
    found,
    execute,
    replace = false,
  }: { readonly found: readonly EvioFilesOfRun[]; readonly execute: boolean; readonly replace?: boolean },
  context: CallContext,
): Promise<EvioRepair> {
  const onDisk = found.map(({ run, files }) => describe(run, files)).sort((a, b) => a.run - b.run);
  checkGivenOnce(onDisk);
  showStep(context, 0, 2, "Comparing with the conditions");
  if (!execute) return (await compare(database, onDisk)).repair;
  return inTransaction(
    database,
    user,
    async (writing) => {
      await writing.transaction.lockCatalogue();
      await writing.transaction.lockRuns(onDisk.map(({ run }) => run));
      const { repair, stored } = await compare(writing.transaction, onDisk);
      showStep(context, 1, 2, "Storing conditions");
      const done = new Map(repair.runs.map((run) => [run, stateAfter(run, replace)]));
      const changed = repair.runs.filter((run) => done.get(run) !== run.state);
      await store(writing, changed, stored);
      return { ...repair, runs: repair.runs.map((run) => ({ ...run, state: done.get(run) ?? run.state })) };
    },
    context.mayCommit,
  );
}

type EvioRun = EvioRepair["runs"][number];
type OnDisk = Pick<EvioRun, "run" | "count" | "last">;

/** A file that lies in two folders is one. */
function describe(run: number, paths: readonly string[]): OnDisk {
  const names = [...new Set(paths.map((path) => basename(path)))];
  return { run, count: names.length, last: lastEvioFile(names) ?? "" };
}

/** What becomes of a run that is not right. */
function stateAfter({ state }: EvioRun, replace: boolean): EvioRun["state"] {
  if (state === "missing") return "added";
  return state === "mismatch" && replace ? "replaced" : state;
}

function checkGivenOnce(sorted: readonly OnDisk[]): void {
  const twice = sorted.find(({ run }, at) => run === sorted[at - 1]?.run);
  if (!twice) return;
  throw new RcdbError("bad_input", `Run ${twice.run} is given twice. Give all of its files at once.`);
}

async function compare(
  from: Pick<Database, "read">,
  onDisk: readonly OnDisk[],
): Promise<{ repair: EvioRepair; stored: StoredEvioFiles }> {
  const stored = await readStoredEvioFiles(from, onDisk.at(0)?.run ?? 0, onDisk.at(-1)?.run ?? 0);
  const runs = onDisk.map((run) => {
    const values = {
      storedCount: stored.counts.get(run.run) ?? null,
      storedLast: stored.lasts.get(run.run) ?? null,
    };
    return { ...run, ...values, state: stateOf(run, values, stored) };
  });
  const different = runs.flatMap(({ state, ...run }) => (state === "right" ? [] : [{ ...run, state }]));
  return { repair: { runs: different, right: runs.length - different.length }, stored };
}

/** A value that differs is for people to look into: nothing is added beside it unless they ask for that. */
function stateOf(
  { run, count, last }: OnDisk,
  { storedCount, storedLast }: Pick<EvioRun, "storedCount" | "storedLast">,
  { runs }: StoredEvioFiles,
): EvioRun["state"] | "right" {
  if (!runs.has(run)) return "unknown-run";
  if ((storedCount ?? count) !== count || (storedLast ?? last) !== last) return "mismatch";
  return storedCount === null || storedLast === null ? "missing" : "right";
}

async function store(writing: Writing, runs: readonly EvioRun[], stored: StoredEvioFiles): Promise<void> {
  if (runs.length === 0) return;
  for (const type of stored.missingTypes) await createConditionType(writing, type);
  await addRuns(writing, { runs: runs.map(withConditions), replace: true });
}

function withConditions({ run, count, last }: EvioRun): GivenRun {
  return {
    number: run,
    conditions: [
      { name: countType.name, value: count },
      { name: lastType.name, value: last },
    ],
  };
}
