import SqliteFile from "better-sqlite3";
import type { CopiedTable, CopySource, CopyTarget, OnRows } from "../copying.ts";
import type { Shape } from "../shape.ts";
import type { TableName } from "../tables.ts";
import type { SqliteConnection } from "./connection.ts";
import { blockOf, differing, exactValues, rangeOf } from "./copyBlocks.ts";
import { SqliteCopyTarget } from "./copyTarget.ts";
import { checkFile, explained } from "./file.ts";
import { quoted } from "./names.ts";

/** Rows of a table without blocks, or a stretch of one with, that one statement handles: some ten milliseconds. */
const blocksAtOnce = 8;

/**
 * A file that is copied. SQLite itself reads it beside the copy, so no value is touched: what is compared and brought are all bytes of
 * all storage classes. A transaction of the copy is a snapshot of the source.
 */
export class SqliteCopySource implements CopySource {
  readonly hasChecksums = false;
  readonly hasLastingSnapshot = false;
  readonly remarks: readonly string[] = [];
  readonly #shown: string;
  readonly #path: string;
  readonly #shape: Shape;
  #attached: SqliteCopyTarget | null = null;
  #version: unknown;

  /** `path` is where SQLite reads it: elsewhere than the connection says where that is a compressed file. */
  constructor(connection: SqliteConnection, path: string, shape: Shape) {
    this.#shown = connection.path;
    this.#path = path;
    this.#shape = shape;
    // SQLite would make a missing one.
    checkFile(path, "read");
  }

  attach(target: CopyTarget): void {
    if (!(target instanceof SqliteCopyTarget)) throw new TypeError("a file is copied into a file");
    this.#attempt(() => {
      this.#useEncoding(target.file);
      // Every statement that changes something names `main`: only that keeps it from the source.
      target.file.prepare("ATTACH ? AS source").run(this.#path);
    });
    this.#attached = target;
  }

  get #target(): SqliteCopyTarget {
    if (!this.#attached) throw new TypeError("no copy is attached");
    return this.#attached;
  }

  get #file(): SqliteFile.Database {
    return this.#target.file;
  }

  /** Both must have the same one, which an empty file takes from the first that is attached only if it is told. */
  #useEncoding(target: SqliteFile.Database): void {
    const isNew = target.prepare("SELECT count(*) FROM main.sqlite_master").pluck().get() === 0;
    if (!isNew) return;
    const file = new SqliteFile(this.#path, { readonly: true });
    try {
      const encoding = String(file.pragma("encoding", { simple: true }));
      if (/^UTF-(8|16le|16be)$/.test(encoding)) target.pragma(`main.encoding = "${encoding}"`);
    } finally {
      file.close();
    }
  }

  named(table: TableName): string {
    return `source.${quoted(this.#shape.tables.get(table)?.name ?? table)}`;
  }

  begin(): Promise<void> {
    this.#version = this.#dataVersion();
    return Promise.resolve();
  }

  isUnchanged(): boolean {
    return this.#version === this.#dataVersion();
  }

  /** Another number after every write by another connection. */
  #dataVersion(): unknown {
    return this.#attempt(() => this.#file.pragma("source.data_version", { simple: true }));
  }

  estimate(table: CopiedTable): Promise<number> {
    const count = `SELECT count(*) FROM ${this.#rows(table)}`;
    return this.#soon(() => Number(this.#file.prepare(count).pluck().get()));
  }

  async differences(table: CopiedTable, signal: AbortSignal): Promise<number[]> {
    if (table.key === null) return this.#soon(() => (this.#isSameAsWhole(table) ? [] : [0]));
    const found = new Set<number>();
    for (const [from, to] of await this.#stretches(table)) {
      signal.throwIfAborted();
      for (const block of await this.#soon(() => this.#differing(table, from, to))) found.add(block);
    }
    return [...found].sort((a, b) => a - b);
  }

  async bring(
    table: CopiedTable,
    blocks: readonly number[] | null,
    onRows: OnRows,
    signal: AbortSignal,
  ): Promise<void> {
    const stretches =
      blocks === null || table.key === null
        ? (await this.#stretches(table)).map(([from, to]) => between(table, from, to))
        : blocks.map((block) => rangeOf(table, block, "s."));
    const keyed = table.key?.column === "rowid" ? ["rowid"] : [];
    const into = [...keyed, ...table.columns].join(", ");
    const values = [...keyed.map(() => "s.rowid"), ...this.#values(table, "s")].join(", ");
    for (const wanted of stretches) {
      signal.throwIfAborted();
      const rows = await this.#soon(() =>
        this.#target.whileUnique(() =>
          this.#file
            .prepare(
              `INSERT INTO main.${table.name} (${into}) SELECT ${values} FROM ${this.#rows(table, wanted)}`,
            )
            .run(),
        ),
      );
      await onRows(rows.changes);
    }
  }

  /** The file is closed with the copy. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The rows of the source that are copied, as `s`, for FROM. */
  #rows({ name, filter }: CopiedTable, ...wanted: readonly string[]): string {
    const all = [...(filter === null ? [] : [`(${filter})`]), ...wanted];
    return `${this.named(name)} AS s${all.length === 0 ? "" : ` WHERE ${all.join(" AND ")}`}`;
  }

  #values({ name, columns, emptied }: CopiedTable, row: string): string[] {
    const stored = this.#shape.tables.get(name);
    return columns.map((column) =>
      emptied.includes(column) ? "''" : `${row}.${quoted(stored?.columns.get(column)?.name ?? column)}`,
    );
  }

  /** The keys of both sides in stretches; one of all where there are none. */
  async #stretches(table: CopiedTable): Promise<(readonly [bigint, bigint])[]> {
    const { key } = table;
    if (key === null) return [[0n, 0n]];
    const ends = `SELECT min(k), max(k) FROM (SELECT min(${key.column}) AS k FROM ${this.named(table.name)}
      UNION ALL SELECT max(${key.column}) FROM ${this.named(table.name)}
      UNION ALL SELECT min(${key.column}) FROM main.${table.name} UNION ALL SELECT max(${key.column}) FROM main.${table.name})`;
    const [first, last] = (await this.#soon(() => this.#file.prepare(ends).raw().safeIntegers().get())) as (
      | bigint
      | null
    )[];
    if (typeof first !== "bigint" || typeof last !== "bigint") return [];
    const step = BigInt(key.span * blocksAtOnce);
    const stretches: [bigint, bigint][] = [];
    // A few keys far from all others are no reason for millions of statements.
    if ((last - first) / step > mostStretches) return this.#occupied(table, step);
    for (let from = first; from <= last; from += step) stretches.push([from, from + step - 1n]);
    return stretches;
  }

  async #occupied(table: CopiedTable, step: bigint): Promise<(readonly [bigint, bigint])[]> {
    const column = table.key?.column ?? "rowid";
    const part = `SELECT ${column} / ${step} AS part FROM`;
    const parts = await this.#soon(() =>
      this.#file
        .prepare(`${part} ${this.named(table.name)} UNION ${part} main.${table.name} ORDER BY 1`)
        .pluck()
        .safeIntegers()
        .all(),
    );
    return (parts as bigint[]).map((at) => [
      at * step - (at <= 0n ? step - 1n : 0n),
      at * step + (at >= 0n ? step - 1n : 0n),
    ]);
  }

  /** The blocks within a stretch that have a row which the other side has not, or not so. */
  #differing(table: CopiedTable, from: bigint, to: bigint): number[] {
    const column = table.key?.column ?? "rowid";
    const theirs = this.#values(table, "s");
    const differs = table.columns.map((name, at) => differing(theirs[at] ?? name, `t.${name}`));
    const filter = this.#rows(table, between(table, from, to));
    const sql = `SELECT DISTINCT ${blockOf(table, "s.")} FROM ${filter.replace(" AS s", ` AS s LEFT JOIN main.${table.name} AS t ON t.${column} = s.${column}`)}
        AND (t.${column} IS NULL OR ${differs.join(" OR ")})
      UNION SELECT ${blockOf(table, "t.")} FROM main.${table.name} AS t
        WHERE ${between(table, from, to, "t")} AND t.${column} NOT IN (SELECT s.${column} FROM ${filter})`;
    return this.#file.prepare(sql).pluck().all() as number[];
  }

  /** Of a table that cannot be cut: whether both sides have the same rows, each as often. */
  #isSameAsWhole(table: CopiedTable): boolean {
    const rows = (values: readonly string[], from: string): string => {
      const exact = exactValues(values);
      return `SELECT ${exact.join(", ")}, count(*) FROM ${from} GROUP BY ${exact.map((_, at) => at + 1).join(", ")}`;
    };
    const theirs = rows(this.#values(table, "s"), this.#rows(table));
    const ours = rows(
      table.columns.map((name) => `t.${name}`),
      `main.${table.name} AS t`,
    );
    const sql = `SELECT 1 FROM (SELECT * FROM (${theirs}) EXCEPT SELECT * FROM (${ours}))
      UNION ALL SELECT 1 FROM (SELECT * FROM (${ours}) EXCEPT SELECT * FROM (${theirs})) LIMIT 1`;
    return this.#file.prepare(sql).get() === undefined;
  }

  async #soon<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    return this.#attempt(work);
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      throw explained(thrown, this.#shown);
    }
  }
}

const mostStretches = 100_000n;

function between({ key }: CopiedTable, from: bigint, to: bigint, row = "s"): string {
  return key === null ? "1" : `${row}.${key.column} BETWEEN ${from} AND ${to}`;
}
