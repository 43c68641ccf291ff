import type { Command } from "commander";
import { RcdbError } from "../../core/api/failure.ts";
import type { WatchSummary } from "../../core/updates/watch/watchLogs.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { connectionOf } from "../connectionOf.ts";
import { exitCodes } from "../exitCodes.ts";
import { answer, remark } from "../output.ts";
import { parseNames, parseSeconds } from "../parseArguments.ts";
import { defaultPlugins } from "./update.ts";

interface WatchOptions extends CommonOptions {
  readonly update: readonly string[];
  readonly mask: string;
  /** In seconds. */
  readonly poll?: number;
  readonly settle: number;
  readonly once?: boolean;
  readonly state?: string;
  readonly lock?: string;
  readonly plugins?: string;
}

/** `rcdb watch`: updates as logs change, until Ctrl-C. */
export function addWatchCommand(program: Command): void {
  addDatabaseCommand(program, {
    usage: "watch",
    description:
      "Watch the logs of runs and update the runs as they are written, where nothing calls rcdb update",
    help: `  rcdb -c rcdb.sqlite watch /data/logs
  rcdb watch /data/logs --mask "run_*.xml" --update coda,config,roc,epics
  rcdb watch run.log --poll 5           where the system does not tell of changes: network file systems
  rcdb watch /data/logs --once          what is there now, for cron

Each change of a log is one update: start where its run is new, end where it has a <run-end>. Before it is stored a copy is
kept on the disk: while the database is away all of them wait, in their order. What is not a log of a run is set aside there.
Ctrl-C ends it; what waits then is stored when it is started again.`,
  })
    .argument("<path>", "a log, or the folder of the logs")
    .option("--update <plug-ins>", "the sources, with commas between them", parseNames, defaultPlugins)
    .option("--mask <mask>", "names of the logs in a folder", "*.log")
    .option("--poll <seconds>", "look so often, and do not wait to be told", parseSeconds)
    .option("--settle <seconds>", "how long a log must stay as it is to count as written", parseSeconds, 1)
    .option("--once", "store what is there and end")
    .option("--state <folder>", "keeps what waits, in place of a folder of the user's own")
    .option("--lock <file>", "as for rcdb update")
    .option("--plugins <file>", "configuration file of the sources (or in RCDB_UPDATE_CONFIG)")
    .action(async (path: string, options: WatchOptions, command: Command) =>
      watch(path, options, await connectionOf(command, "write")),
    );
}

async function watch(path: string, options: WatchOptions, connection: string): Promise<void> {
  const { findPlugins } = await import("../../core/updates/registry.ts");
  const { updateSpooled } = await import("../../core/updates/watch/updateSpooled.ts");
  const { usualStateFolder } = await import("../../core/updates/watch/stateFolder.ts");
  const { watchLogs } = await import("../../core/updates/watch/watchLogs.ts");
  const { currentUser } = await import("../../core/writing/user.ts");
  const configuration = options.plugins ?? process.env["RCDB_UPDATE_CONFIG"];
  const plugins = await findPlugins(options.update, configuration || null);
  const { mask, poll, settle, once = false, lock = null } = options;
  const target = { connection, user: currentUser(), plugins, lockFile: lock };
  // Made in any case: it says what is wrong with the connection string.
  const usual = usualStateFolder(connection, path);
  const summary = await watchLogs({
    path,
    mask,
    once,
    stateFolder: options.state ?? usual,
    polling: poll === undefined ? null : poll * 1000,
    settle: settle * 1000,
    update: (entry) => updateSpooled(target, entry),
    tell: remark,
    signal: stopSignal(),
  });
  const { hasLate, ...told } = summary;
  await answer(options, told, (done) => [inWords(done)]);
  if (hasLate) endWithin(timeout);
  if (once) complainOfProblems(summary);
}

/** How long an update that is being made, or a source that was given up, may keep the program from its end; in milliseconds. */
const graceOfUpdate = 10_000;
const timeout = 1000;

/** Aborted by the signals that end a program; a second one ends it at once, which loses nothing. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const stop = (): void => {
    for (const signal of signals) process.off(signal, stop);
    controller.abort();
    endWithin(graceOfUpdate);
  };
  for (const signal of signals) process.on(signal, stop);
  return controller.signal;
}

function endWithin(milliseconds: number): void {
  setTimeout(() => process.exit(process.exitCode ?? exitCodes.interrupted), milliseconds).unref();
}

function inWords({ stored, setAside, missed, waiting }: Omit<WatchSummary, "hasLate">): string {
  const problems = [
    ...(setAside > 0 ? [`, ${setAside} set aside`] : []),
    ...(missed > 0 ? [`, ${missed} not taken in`] : []),
  ];
  return `${stored} ${stored === 1 ? "update" : "updates"} stored${problems.join("")}, ${waiting} waiting.`;
}

function complainOfProblems({ setAside, missed }: WatchSummary): void {
  if (setAside + missed === 0) return;
  throw new RcdbError("incomplete", "Not all logs were stored: see what is said of them above.", {
    setAside,
    missed,
  });
}
