import type { Database, WritableDatabase } from "../db/database.ts";
import { explained } from "../db/explainErrors.ts";
import { shownTime, wallClockTime } from "../time/times.ts";
import { mostFileBytes } from "../writing/contents.ts";
import { checkNumber, createRun } from "../writing/runs.ts";
import { inTransaction } from "../writing/writing.ts";
import { logSummary } from "./logSummary.ts";
import type { UpdateReason } from "./plugin.ts";
import { readRunLog, type RunLogFile } from "./readRunLog.ts";
import { runPlugin, type RegisteredPlugin, type SharedContext } from "./runPlugin.ts";
import { nothingStored, storeValues } from "./storeValues.ts";
import type { PluginSummary, UpdateSummary } from "./updateSummary.ts";

export interface UpdateRequest {
  /** The log of the run; only a number for sources that read none. */
  readonly subject: { readonly log: RunLogFile } | { readonly run: number };
  readonly reason: UpdateReason | null;
  readonly plugins: readonly RegisteredPlugin[];
  /** In place of the one that the log names. */
  readonly runConfigFile: string | null;
}

/**
 * Updates a run from its sources: `coda` first, then all others side by side. Each is stored in one transaction as soon as
 * it has answered; `user` is the name under which changes are logged. The run is created, but not where its end comes
 * without a start: then nothing is stored. What a plug-in does wrong stands in the summary, which is logged. Throws
 * what `readRunLog` throws, `bad_value` for a number that can be no run's, and what the database throws.
 */
export async function updateRun(
  database: WritableDatabase,
  user: string,
  request: UpdateRequest,
): Promise<UpdateSummary> {
  const update = (): Promise<UpdateSummary> => updateFromSources(database, user, request);
  return explained(database.dialect, update);
}

async function updateFromSources(
  database: WritableDatabase,
  user: string,
  request: UpdateRequest,
): Promise<UpdateSummary> {
  const { reason, plugins } = request;
  const source = await readSubject(database, request);
  const { run } = source;
  const nothing: UpdateSummary = { run, reason, created: false, unknownRun: true, plugins: [] };
  if (reason === "end" && !(await readTimes(database, run))) return nothing;
  const { created } = await inTransaction(database, user, (writing) => {
    checkNumber(writing, run);
    return createRun(writing, { number: run });
  });
  const update = async (plugin: RegisteredPlugin): Promise<PluginSummary> => {
    const times = (await readTimes(database, run)) ?? { started: null, finished: null };
    const now = wallClockTime(new Date());
    return storeAnswer(database, user, plugin, { ...source, reason, ...times, now });
  };
  const done = new Map<RegisteredPlugin, PluginSummary>();
  const first = plugins.find(({ name }) => name === "coda");
  if (first) done.set(first, await update(first));
  const others = plugins.filter((plugin) => plugin !== first);
  // All of them to their ends, also where the database fails one.
  const answers = await Promise.allSettled(
    others.map(async (plugin) => done.set(plugin, await update(plugin))),
  );
  for (const answer of answers) if (answer.status === "rejected") throw answer.reason;
  const inOrder = plugins.flatMap((plugin) => done.get(plugin) ?? []);
  const summary: UpdateSummary = { run, reason, created, unknownRun: false, plugins: inOrder };
  await logSummary(database, user, summary);
  return summary;
}

type Subject = Pick<SharedContext, "run" | "log" | "logFile" | "runConfigFile">;

export async function readSubject(
  { limits }: Pick<Database, "limits">,
  { subject, runConfigFile }: UpdateRequest,
): Promise<Subject> {
  if (!("log" in subject)) return { run: subject.run, log: null, logFile: null, runConfigFile };
  const { log, content } = await readRunLog(subject.log, Math.min(mostFileBytes, limits.contentBytes));
  return {
    run: log.runNumber,
    log,
    logFile: { path: subject.log.path, content },
    runConfigFile: runConfigFile ?? log.runConfigPath,
  };
}

/** Null where the run is not in the database. */
export async function readTimes(
  { read }: Pick<Database, "read">,
  run: number,
): Promise<Pick<SharedContext, "started" | "finished"> | null> {
  const row = await read
    .selectFrom("runs")
    .select(["started", "finished"])
    .where("number", "=", run)
    .executeTakeFirst();
  if (!row) return null;
  const { started, finished } = row;
  return { started: started && inSeconds(started), finished: finished && inSeconds(finished) };
}

function inSeconds(stored: string): string {
  return shownTime(stored).slice(0, "2016-02-17 13:26:01".length);
}

/** Calls a plug-in and stores what it gives. */
async function storeAnswer(
  database: WritableDatabase,
  user: string,
  plugin: RegisteredPlugin,
  context: SharedContext,
): Promise<PluginSummary> {
  const { name } = plugin;
  const { values, warnings, failure, isLate } = await runPlugin(plugin, context);
  if (failure !== null) return { ...nothingStored, name, failure, isLate, warnings };
  return inTransaction(database, user, async (writing) => {
    // A transaction may be tried again: its warnings begin anew.
    const ownWarnings = [...warnings];
    const counts = await storeValues(writing, context, values, (message) => ownWarnings.push(message));
    return { ...counts, name, failure, isLate, warnings: ownWarnings };
  });
}
