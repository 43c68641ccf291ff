import { RcdbError } from "../../api/failure.ts";
import { streamRegularFile } from "../../disk/regularFile.ts";
import { readCodaLog } from "../coda/codaLog.ts";
import { stateOf } from "./logFiles.ts";
import { pause } from "./pause.ts";
import type { FileState, SeenLogs } from "./seenLogs.ts";
import type { Spool, SpoolEntry } from "./spool.ts";

/** What has not been changed for so long is not being written, in milliseconds. */
const longAgo = 10 * 60_000;

/** Takes logs into the spool, each when it is written to its end. */
export class Intake {
  readonly #spool: Spool;
  readonly #seen: SeenLogs;
  /** How long a log must stay as it is to count as written, in milliseconds. */
  readonly #settle: number;
  readonly #signal: AbortSignal;
  /** The logs that are being taken in, and whether they changed meanwhile. */
  readonly #busy = new Map<string, { isChanged: boolean; readonly end: Promise<void> }>();
  #last: Promise<void> = Promise.resolve();

  constructor(spool: Spool, seen: SeenLogs, settle: number, signal: AbortSignal) {
    this.#spool = spool;
    this.#seen = seen;
    this.#settle = settle;
    this.#signal = signal;
  }

  /**
   * Takes a log in, where it is new or changed; again where it changes meanwhile. What is thrown is that of the file system:
   * then the log is as new as before.
   */
  take(path: string): Promise<void> {
    const busy = this.#busy.get(path);
    if (busy) {
      busy.isChanged = true;
      return busy.end;
    }
    const end = this.#takeUntilQuiet(path).finally(() => this.#busy.delete(path));
    this.#busy.set(path, { isChanged: false, end });
    return end;
  }

  /** Waits until nothing is being taken in. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#busy.values()].map(({ end }) => end));
  }

  async #takeUntilQuiet(path: string): Promise<void> {
    do {
      const busy = this.#busy.get(path);
      if (busy) busy.isChanged = false;
      const state = await this.#settled(path);
      // An empty one is only just being made.
      if (!state || state.size === 0 || !this.#seen.isNew(path, state)) continue;
      const isTaken = await this.#inTurn(() => this.#spoolLog(path, state));
      if (isTaken) continue;
      const again = this.#busy.get(path);
      if (again) again.isChanged = true;
    } while (this.#busy.get(path)?.isChanged === true && !this.#signal.aborted);
  }

  /** Waits until a log stays as it is; null where it is gone, or the wait is. */
  async #settled(path: string): Promise<FileState | null> {
    let state = await stateOf(path);
    if (state && Date.now() - state.modified > longAgo) return state;
    while (state) {
      await pause(this.#settle, this.#signal);
      if (this.#signal.aborted) return null;
      const later = await stateOf(path);
      if (later && isSame(state, later)) return later;
      state = later;
    }
    return null;
  }

  /** False where the log changed while it was copied. */
  async #spoolLog(path: string, state: FileState): Promise<boolean> {
    const entry = await this.#spool.add(path, async (copy) => {
      const now = await stateOf(path);
      return now && isSame(state, now) ? this.#describe(path, copy) : null;
    });
    if (!entry) return false;
    await this.#seen.remember(path, state, entry.run);
    return true;
  }

  async #describe(path: string, copy: string): Promise<Pick<SpoolEntry, "reason" | "run">> {
    try {
      const { runNumber, hasRunEnd } = await readCodaLog(await streamRegularFile(copy));
      return { run: runNumber, reason: this.#seen.reasonFor(path, runNumber, hasRunEnd) };
    } catch (thrown) {
      // It is told when its turn comes.
      if (thrown instanceof RcdbError) return { run: null, reason: null };
      throw thrown;
    }
  }

  /** One after the other: the order in the spool is that in which they were written to their ends. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}

function isSame(a: FileState, b: FileState): boolean {
  return a.size === b.size && a.modified === b.modified;
}
