import { createSubscriber } from "svelte/reactivity";
import type { Rows } from "../../core/api/search.ts";
import type { Cell } from "../../core/api/values.ts";

export interface Row {
  readonly run: number;
  /** One for every column of the result. */
  readonly values: readonly Cell[];
  /** Whether what is null is missing in the database, and not only here so far. */
  readonly isComplete: boolean;
}

/** Rows that are here. */
interface Chunk {
  readonly rows: Rows;
  readonly isComplete: boolean;
  /** Whether a value is missing, in the database or only here so far. */
  readonly hasGaps: boolean;
}

const CHUNK = 200;
/** Chunks kept: 20,000 rows, the nearest to what is shown. */
const KEPT = 100;
/** Requests under way at once; while they are, only the newest request counts. */
const AT_ONCE = 2;

/** The rows of a result that are here, and the fetching of those that are shown. */
export class RowCache {
  readonly #read: (from: number, count: number) => Promise<Rows | null>;
  readonly #subscribe: () => void;
  #tell: (() => void) | null = null;
  readonly #total: number;
  readonly #chunks = new Map<number, Chunk>();
  readonly #underWay = new Set<number>();
  #requests = 0;
  readonly #failed = new Set<number>();
  /** The row that the keyboard is on. */
  active: number;
  #first: number;
  #last: number;
  #isComplete: boolean;

  /**
   * `place` is the row the table starts at; `read` answers null where the rows could not be read. Where the result is
   * not complete rows are read again by `refresh`.
   */
  constructor(
    total: number,
    place: number,
    isComplete: boolean,
    read: (from: number, count: number) => Promise<Rows | null>,
  ) {
    this.#total = total;
    this.#isComplete = isComplete;
    this.active = place;
    this.#first = place;
    this.#last = place;
    this.#read = read;
    this.#subscribe = createSubscriber((tell) => {
      this.#tell = tell;
      return () => (this.#tell = null);
    });
  }

  /** A row, if it is here. What is drawn with it is drawn again when more rows come. */
  row(index: number): Row | null {
    this.#subscribe();
    return this.#find(index);
  }

  #find(index: number): Row | null {
    const chunk = this.#chunks.get(Math.floor(index / CHUNK));
    const run = chunk?.rows.runs[index % CHUNK];
    if (!chunk || run === undefined) return null;
    const values = chunk.rows.values.map((column) => column[index % CHUNK] ?? null);
    return { run, values, isComplete: chunk.isComplete };
  }

  /** The first of the rows that were shown last. */
  get place(): number {
    return this.#first;
  }

  /** Says which rows are on the screen (`last` included), so that they are fetched. */
  show(first: number, last: number): void {
    const seen = { first: Math.max(0, first), last: Math.min(this.#total - 1, last) };
    if (seen.first === this.#first && seen.last === this.#last) return;
    this.#first = seen.first;
    this.#last = seen.last;
    this.#failed.clear();
    this.#fetch();
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** There are more values than before, or all of them: reads again what is shown, and misses a value unless all are there. */
  refresh(isComplete: boolean): void {
    this.#isComplete = isComplete;
    const shown = this.#shownChunks();
    const stale = [...this.#chunks].flatMap(([chunk, { isComplete: stays }]) => (stays ? [] : [chunk]));
    for (const chunk of stale) if (!shown.includes(chunk)) this.#chunks.delete(chunk);
    const isWanted = (chunk: number): boolean => isComplete || this.#chunks.get(chunk)?.hasGaps === true;
    void this.#fetchChunks(
      shown.filter((chunk) => stale.includes(chunk) && isWanted(chunk) && !this.#underWay.has(chunk)),
    );
  }

  /** Fetches the rows around the place it starts at, so that they are here when the table is shown. */
  async prepare(): Promise<void> {
    if (this.#total > 0) await this.#fetchChunks([Math.floor(this.#first / CHUNK)]);
  }

  #shownChunks(): number[] {
    const first = Math.floor(this.#first / CHUNK);
    return Array.from({ length: Math.floor(this.#last / CHUNK) - first + 1 }, (_, at) => first + at);
  }

  #fetch(): void {
    if (this.#total === 0 || this.#requests >= AT_ONCE) return;
    const known = [this.#chunks, this.#underWay, this.#failed];
    const missing = this.#shownChunks().filter((chunk) => !known.some((chunks) => chunks.has(chunk)));
    if (missing.length > 0) void this.#fetchChunks(missing).then(() => this.#fetch());
  }

  /** Neighbours are read as one, so that they are drawn at once. The chunks ascend. */
  async #fetchChunks(chunks: readonly number[]): Promise<void> {
    const [first, last = first] = [chunks[0], chunks.at(-1)];
    if (first === undefined || last === undefined) return;
    for (const chunk of chunks) this.#underWay.add(chunk);
    this.#requests++;
    const isComplete = this.#isComplete;
    const from = first * CHUNK;
    const rows = await this.#read(from, Math.min((last + 1) * CHUNK, this.#total) - from);
    this.#requests--;
    for (const chunk of chunks) {
      this.#underWay.delete(chunk);
      if (rows) this.#chunks.set(chunk, chunkOf(partOf(rows, chunk * CHUNK), isComplete));
      else this.#failed.add(chunk);
    }
    if (!rows) return;
    this.#forgetFarthest();
    this.#tell?.();
    // All values came while these were on their way.
    if (this.#isComplete && !isComplete) await this.#fetchChunks(chunks);
  }

  #forgetFarthest(): void {
    if (this.#chunks.size <= KEPT) return;
    const here = this.#first / CHUNK;
    const farthest = [...this.#chunks.keys()].reduce((a, b) =>
      Math.abs(b - here) > Math.abs(a - here) ? b : a,
    );
    this.#chunks.delete(farthest);
  }
}

function chunkOf(rows: Rows, isComplete: boolean): Chunk {
  return { rows, isComplete, hasGaps: rows.values.some((column) => column.includes(null)) };
}

function partOf(rows: Rows, from: number): Rows {
  const part = <T>(values: readonly T[]): T[] => values.slice(from - rows.from, from - rows.from + CHUNK);
  return { from, runs: part(rows.runs), values: rows.values.map(part) };
}
