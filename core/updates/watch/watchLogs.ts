/** Updates runs from their logs as these change, for stations where the data acquisition calls nothing. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { watch, type FSWatcher } from "chokidar";
import { RcdbError } from "../../api/failure.ts";
import { waitForFileLock } from "../../disk/fileLock.ts";
import { Intake } from "./intake.ts";
import { findLogFiles, listLogs, type LogFiles } from "./logFiles.ts";
import { pause } from "./pause.ts";
import { SeenLogs } from "./seenLogs.ts";
import { Spool, type SpoolEntry } from "./spool.ts";
import { workOff, type EntryOutcome, type WorkedOff } from "./workOff.ts";

export interface WatchRequest {
  /** A log, or a folder of those whose names fit the mask. */
  readonly path: string;
  readonly mask: string;
  /** Where the spool is, and what was seen already. */
  readonly stateFolder: string;
  /** Whether to take what is there, store it and end. */
  readonly once: boolean;
  /** How often to look, in milliseconds; null where the system tells of changes, which file systems of networks do not. */
  readonly polling: number | null;
  /** How long a log must stay as it is to count as written, in milliseconds. */
  readonly settle: number;
  readonly update: (entry: SpoolEntry) => Promise<EntryOutcome>;
  /** Is told in words what happens. */
  readonly tell: (text: string) => void;
  /** Ends it, in order. */
  readonly signal: AbortSignal;
}

export interface WatchSummary extends WorkedOff {
  /** Logs that could not be read or copied. */
  readonly missed: number;
  /** What is stored when it is started again. */
  readonly waiting: number;
}

/** What a killed one leaves is free after 15 s. */
const lockTimeout = 20_000;

/** In milliseconds: no system tells of all changes, and so all logs are looked at now and then. */
const lookAgain = 60_000;

/** The number of logs of a full folder that are copied at once; the others wait where they are. */
const mostAtOnce = 100;

/**
 * Stores logs as they are written, until the signal is aborted: what waited from last time, then what is new. Nothing is lost
 * while the database is away. Throws `no_such_file` where there is nothing to watch, `locked` where another one works with the
 * same state, and, with `once`, what `update` throws.
 */
export async function watchLogs(request: WatchRequest): Promise<WatchSummary> {
  const { stateFolder, path, mask } = request;
  const files = await findLogFiles(path, mask, request.once);
  await mkdir(stateFolder, { recursive: true });
  const lock = await waitForFileLock(join(stateFolder, "watch"), lockTimeout);
  if (!lock) {
    throw new RcdbError(
      "locked",
      `Another “rcdb watch” works with “${stateFolder}”. End it, or name another folder.`,
    );
  }
  try {
    return await watchAlone(request, files);
  } finally {
    await lock.release();
  }
}

async function watchAlone(request: WatchRequest, files: LogFiles): Promise<WatchSummary> {
  const { stateFolder, settle, once, update, tell } = request;
  // What fails ends the other side, too.
  const failed = new AbortController();
  const signal = AbortSignal.any([request.signal, failed.signal]);
  const spool = await Spool.open(stateFolder);
  if (spool.size > 0) tell(`${spool.size} waiting from last time.`);
  const seen = await SeenLogs.open(join(stateFolder, "seen.json"));
  const source = new LogSource(request, files, spool, new Intake(spool, seen, settle, signal), signal);
  const takingIn = (once ? source.takeAll() : source.follow()).finally(() => spool.complete());
  const workingOff = workOff(spool, { update, tell, once, signal });
  const both = [takingIn, workingOff] as const;
  for (const side of both) side.catch(() => failed.abort());
  await Promise.allSettled(both);
  await takingIn;
  return { ...(await workingOff), missed: source.missed, waiting: spool.size };
}

/** Finds logs, and gives them to the intake. */
class LogSource {
  readonly #request: WatchRequest;
  readonly #files: LogFiles;
  readonly #spool: Spool;
  readonly #intake: Intake;
  readonly #signal: AbortSignal;
  #missed = 0;

  constructor(request: WatchRequest, files: LogFiles, spool: Spool, intake: Intake, signal: AbortSignal) {
    this.#request = request;
    this.#files = files;
    this.#spool = spool;
    this.#intake = intake;
    this.#signal = signal;
  }

  /** How often a log could not be taken in. */
  get missed(): number {
    return this.#missed;
  }

  /** All that is there. */
  async takeAll(): Promise<void> {
    for (const path of await listLogs(this.#files)) {
      while (this.#spool.size >= mostAtOnce && !this.#signal.aborted) await pause(100, this.#signal);
      if (this.#signal.aborted) return;
      await this.#take(path);
    }
  }

  /** All that is there, and what changes, until the signal is aborted. */
  async follow(): Promise<void> {
    const watcher = this.#watch();
    try {
      // What comes before that is found by looking, what comes after it is told.
      const ready = new Promise<void>((resolve) => watcher.once("ready", resolve));
      await Promise.race([ready, pause(lookAgain, this.#signal)]);
      this.#request.tell(`Watching ${this.#request.path}.`);
      while (!this.#signal.aborted) {
        await this.takeAll().catch((thrown: unknown) => this.#complain(thrown));
        await pause(lookAgain, this.#signal);
      }
    } finally {
      await watcher.close();
      await this.#intake.idle();
    }
  }

  #watch(): FSWatcher {
    const { folder, isLog } = this.#files;
    const { polling } = this.#request;
    const take = (path: string): void => void this.#take(path);
    return watch(folder, {
      depth: 0,
      // Those that are there are looked for anyway.
      ignoreInitial: true,
      ignored: (path) => path !== folder && !isLog(path),
      ...(polling === null ? {} : { usePolling: true, interval: polling }),
    })
      .on("add", take)
      .on("change", take)
      .on("error", (thrown) => this.#complain(thrown));
  }

  /** What fails is as new as before: it is looked at again in a minute. */
  async #take(path: string): Promise<void> {
    try {
      await this.#intake.take(path);
    } catch (thrown) {
      this.#missed += 1;
      this.#complain(thrown);
    }
  }

  #complain(thrown: unknown): void {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    this.#request.tell(`Not taken in: ${message}`);
  }
}
