import { createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import * as v from "valibot";
import { updateReasons, type UpdateReason } from "../plugin.ts";
import type { RunLogFile } from "../readRunLog.ts";
import { faultOf } from "../../disk/faults.ts";
import { streamRegularFile } from "../../disk/regularFile.ts";
import { moveDurably, syncFile, syncFolder } from "../../disk/sync.ts";

/** An update that waits to be stored. */
export interface SpoolEntry {
  readonly sequence: number;
  /** The path of the run log, and of its copy in the spool. */
  readonly log: RunLogFile;
  /** Both null for what is not a log of a run. */
  readonly reason: UpdateReason | null;
  readonly run: number | null;
}

const entryFile = v.object({
  path: v.string(),
  reason: v.nullable(v.picklist(updateReasons)),
  run: v.nullable(v.number()),
});

type EntryFile = v.InferOutput<typeof entryFile>;

const sequenceDigits = 12;
const mostSetAside = 100;

/**
 * What waits to be stored, on the disk: a folder for each update, named by its number in the order in which they came. What
 * was added stays until it is removed, whatever happens to the program or the computer.
 *
 *     waiting/000000000007/{log,entry.json}
 *     incoming/      on its way in or out
 *     failed/        what can never be stored, with the reason in why.txt
 */
export class Spool {
  readonly #folder: string;
  /** By their order. */
  #entries: SpoolEntry[] = [];
  #last = 0;
  /** The one that was given out last: it may be read just now. */
  #current: SpoolEntry | undefined;
  #isComplete = false;
  #wake: () => void = () => undefined;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens the spool in a folder, which is made where it is missing. Only one process may use it at a time. */
  static async open(folder: string): Promise<Spool> {
    const spool = new Spool(folder);
    await rm(spool.#incoming, { recursive: true, force: true });
    for (const path of [spool.#waiting, spool.#incoming, spool.#failed]) {
      await mkdir(path, { recursive: true });
    }
    const names = (await readdir(spool.#waiting)).filter((name) => /^\d+$/.test(name)).sort();
    for (const name of names) await spool.#load(Number(name));
    return spool;
  }

  /** How many wait. */
  get size(): number {
    return this.#entries.length;
  }

  /**
   * Copies a log and adds what `describe` tells of the copy. An update while a run goes on takes the place of those of the same
   * run that wait still. Answers null, and adds nothing, where `describe` does.
   */
  async add(
    path: string,
    describe: (copy: string) => Promise<Pick<SpoolEntry, "reason" | "run"> | null>,
  ): Promise<SpoolEntry | null> {
    const sequence = this.#last + 1;
    const place = join(this.#incoming, nameOf(sequence));
    await rm(place, { recursive: true, force: true });
    await mkdir(place);
    const copy = join(place, "log");
    await pipeline(await streamRegularFile(path), createWriteStream(copy, { flags: "wx" }));
    const description = await describe(copy);
    if (!description) {
      await rm(place, { recursive: true });
      return null;
    }
    const content: EntryFile = { path, ...description };
    await writeFile(join(place, "entry.json"), JSON.stringify(content), { flush: true });
    await syncFile(copy);
    await syncFolder(place);
    await moveDurably(place, this.#placeOf(sequence));
    this.#last = sequence;
    const entry = this.#entryOf(sequence, content);
    const superseded = this.#entries.filter((older) => older !== this.#current && supersedes(entry, older));
    this.#entries.push(entry);
    this.#wake();
    for (const older of superseded) await this.remove(older);
    return entry;
  }

  /** The oldest one, which stays until it is removed or set aside; waits for it. Null when no more are to come. */
  async next(): Promise<SpoolEntry | null> {
    for (;;) {
      const [oldest, ...younger] = this.#entries;
      if (oldest && younger.some((newer) => supersedes(newer, oldest))) {
        await this.remove(oldest);
        continue;
      }
      this.#current = oldest;
      if (oldest) return oldest;
      if (this.#isComplete) return null;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Nothing more is to come. */
  complete(): void {
    this.#isComplete = true;
    this.#wake();
  }

  /** Takes an entry away that was stored, or is replaced by a newer one; one that is gone already stays so. */
  async remove(entry: SpoolEntry): Promise<void> {
    if (!this.#forget(entry)) return;
    // In one step: half of an entry is none.
    const place = join(this.#incoming, `${nameOf(entry.sequence)}.done`);
    await rename(this.#placeOf(entry.sequence), place);
    await rm(place, { recursive: true });
  }

  /** Moves an entry that can never be stored out of the way, and answers where it is now; the oldest of many such are removed. */
  async setAside(entry: SpoolEntry, why: string): Promise<string> {
    this.#forget(entry);
    const place = this.#placeOf(entry.sequence);
    await writeFile(join(place, "why.txt"), `${entry.log.path}\n${why}\n`);
    const moment = new Date().toISOString().replace(/[-:]/g, "").slice(0, "20160217T132601".length);
    const aside = join(this.#failed, `${moment}-${nameOf(entry.sequence)}`);
    await moveDurably(place, aside);
    const names = (await readdir(this.#failed)).sort();
    for (const name of names.slice(0, -mostSetAside)) await rm(join(this.#failed, name), { recursive: true });
    return aside;
  }

  get #waiting(): string {
    return join(this.#folder, "waiting");
  }

  get #incoming(): string {
    return join(this.#folder, "incoming");
  }

  get #failed(): string {
    return join(this.#folder, "failed");
  }

  #placeOf(sequence: number): string {
    return join(this.#waiting, nameOf(sequence));
  }

  #entryOf(sequence: number, { path, reason, run }: EntryFile): SpoolEntry {
    return { sequence, log: { path, readFrom: join(this.#placeOf(sequence), "log") }, reason, run };
  }

  async #load(sequence: number): Promise<void> {
    this.#last = sequence;
    const content = await readEntry(join(this.#placeOf(sequence), "entry.json"));
    if (content) this.#entries.push(this.#entryOf(sequence, content));
    else await this.setAside(this.#entryOf(sequence, unreadable), "Its entry.json cannot be read.");
  }

  #forget(entry: SpoolEntry): boolean {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter(({ sequence }) => sequence !== entry.sequence);
    return this.#entries.length < before;
  }
}

const unreadable: EntryFile = { path: "(unknown)", reason: null, run: null };

function nameOf(sequence: number): string {
  return String(sequence).padStart(sequenceDigits, "0");
}

/** Whether the newer one has all that the older one has to say. */
function supersedes(newer: SpoolEntry, older: SpoolEntry): boolean {
  const isBetween = newer.reason === "update" || newer.reason === null;
  return (
    isBetween && newer.reason === older.reason && newer.run === older.run && newer.log.path === older.log.path
  );
}

async function readEntry(path: string): Promise<EntryFile | null> {
  try {
    return v.parse(entryFile, JSON.parse(await readFile(path, "utf8")));
  } catch (thrown) {
    if (thrown instanceof SyntaxError || v.isValiError(thrown) || faultOf(thrown) === "missing") return null;
    throw thrown;
  }
}
