import { createSubscriber } from "svelte/reactivity";
import type { Cell, Rows } from "../../core/api/schemas.ts";

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
}

const CHUNK = 200;
/** Chunks kept: 20,000 rows, the nearest to what is shown. */
const KEPT = 100;
/** Requests under way at once; while they are, only the newest wish counts. */
const AT_ONCE = 2;
/** Jumps that follow one another so soon are those of a dragged scroll bar: only the last one counts. */
const JUMP_MS = 40;

/** The rows of a result that are here, and the fetching of those that are shown. */
export class RowCache {
  readonly #read: (from: number, count: number) => Promise<Rows | null>;
  readonly #subscribe: () => void;
  #tell: (() => void) | null = null;
  readonly #total: number;
  readonly #chunks = new Map<number, Chunk>();
  readonly #underWay = new Set<number>();
  readonly #failed = new Set<number>();
  #first: number;
  #last = 0;
  #jumped = -JUMP_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
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
    this.#first = place;
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
    this.#first = Math.max(0, first);
    this.#last = Math.min(this.#total - 1, last);
    this.#failed.clear();
    clearTimeout(this.#timer);
    const isJump = this.#find(this.#first) === null && this.#find(this.#last) === null;
    const isDragged = isJump && performance.now() - this.#jumped < JUMP_MS;
    if (isJump) this.#jumped = performance.now();
    if (isDragged) this.#timer = setTimeout(() => this.#fetch(), JUMP_MS);
    else this.#fetch();
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** There are more values than before, or all of them: reads again what is shown. */
  refresh(isComplete: boolean): void {
    this.#isComplete = isComplete;
    const first = Math.floor(this.#first / CHUNK);
    const last = Math.floor(this.#last / CHUNK);
    for (const [chunk, { isComplete: stays }] of this.#chunks) {
      if (stays) continue;
      if (chunk < first || chunk > last) this.#chunks.delete(chunk);
      else if (!this.#underWay.has(chunk)) void this.#fetchChunk(chunk);
    }
  }

  /** Fetches the rows around the place it starts at, so that they are here when the table is shown. */
  async prepare(): Promise<void> {
    if (this.#total > 0) await this.#fetchChunk(Math.floor(this.#first / CHUNK));
  }

  #fetch(): void {
    if (this.#total === 0) return;
    const last = Math.floor(this.#last / CHUNK);
    for (let chunk = Math.floor(this.#first / CHUNK); chunk <= last; chunk++) {
      if (this.#underWay.size >= AT_ONCE) return;
      if (this.#chunks.has(chunk) || this.#underWay.has(chunk) || this.#failed.has(chunk)) continue;
      void this.#fetchChunk(chunk).then(() => this.#fetch());
    }
  }

  async #fetchChunk(chunk: number): Promise<void> {
    this.#underWay.add(chunk);
    const isComplete = this.#isComplete;
    const from = chunk * CHUNK;
    const rows = await this.#read(from, Math.min(CHUNK, this.#total - from));
    this.#underWay.delete(chunk);
    if (!rows) {
      this.#failed.add(chunk);
      return;
    }
    this.#chunks.set(chunk, { rows, isComplete });
    this.#forgetFarthest();
    this.#tell?.();
    // All values came while these were on their way.
    if (this.#isComplete && !isComplete) await this.#fetchChunk(chunk);
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
