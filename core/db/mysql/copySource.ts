import type { PoolConnection } from "mysql2";
import { RcdbError } from "../../api/failure.ts";
import {
  blockWithoutKey,
  type CopiedTable,
  type CopySource,
  type CopyTarget,
  type OnRows,
} from "../copying.ts";
import type { Shape } from "../shape.ts";
import { isNumber, type TableName } from "../tables.ts";
import type { MysqlConnection } from "./connection.ts";
import { explainMysqlError } from "./errors.ts";
import { quoted } from "./names.ts";
import { ServerPool } from "./pool.ts";
import { usualTimeouts } from "./pulse.ts";
import { modulus, rowChecksum } from "./rowChecksum.ts";
import { streamOn } from "./stream.ts";

/** Rows of files are long. */
const rowsAtOnce = 1000;
const filesAtOnce = 8;
/** Blocks that one statement names. */
const blocksPerStatement = 200;
/** Seconds that the server waits for us while the copy is being written. */
const writeTimeout = 3600;

/** Connects to a server's database that is copied. Throws what opening it throws. */
export async function openMysqlCopySource(connection: MysqlConnection, shape: Shape): Promise<CopySource> {
  const pool = new ServerPool(connection, "read", usualTimeouts(connection));
  try {
    const session = await pool.acquire();
    return new MysqlCopySource(connection, pool, session, shape);
  } catch (thrown) {
    await pool.close();
    throw explained(thrown, connection);
  }
}

class MysqlCopySource implements CopySource {
  readonly hasChecksums = true;
  readonly hasLastingSnapshot = true;
  readonly #remarks: string[] = [];
  readonly #connection: MysqlConnection;
  readonly #pool: ServerPool;
  readonly #session: PoolConnection;
  readonly #shape: Shape;
  #target: CopyTarget | null = null;
  readonly #unwatch: () => void;
  readonly #checked = new Set<TableName>();

  constructor(connection: MysqlConnection, pool: ServerPool, session: PoolConnection, shape: Shape) {
    this.#connection = connection;
    this.#pool = pool;
    this.#session = session;
    this.#shape = shape;
    this.#unwatch = pool.watch(session);
  }

  get remarks(): readonly string[] {
    return this.#remarks;
  }

  attach(target: CopyTarget): void {
    this.#target = target;
  }

  named(table: TableName): string {
    return quoted(this.#shape.tables.get(table)?.name ?? table);
  }

  async begin(): Promise<void> {
    await this.#rowsOf(`SET SESSION net_write_timeout = ${writeTimeout}`);
    await this.#rowsOf("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    await this.#rowsOf("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
    const engines = await this.#rowsOf(
      "SELECT table_name, engine FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' AND engine <> 'InnoDB' ORDER BY table_name",
    );
    const names = [...this.#shape.tables.values()].map(({ name }) => name);
    const others = engines.filter(([name]) => names.includes(String(name)));
    if (others.length > 0) {
      const listed = others.map(([name, engine]) => `${String(name)} (${String(engine)})`).join(", ");
      this.#remarks.push(
        `The server gives no snapshot of ${listed}: rows that were written meanwhile may be in the copy or not.`,
      );
    }
  }

  isUnchanged(): boolean {
    return true;
  }

  async estimate({ name, filter }: CopiedTable): Promise<number> {
    if (filter !== null) {
      const [row] = await this.#rowsOf(`SELECT COUNT(*) FROM ${this.named(name)} AS s WHERE ${filter}`);
      return Number(row?.[0] ?? 0);
    }
    const [row] = await this.#rowsOf(
      "SELECT table_rows FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?",
      [this.#shape.tables.get(name)?.name ?? name],
    );
    return Number(row?.[0] ?? 0);
  }

  async differences(table: CopiedTable, signal: AbortSignal): Promise<number[]> {
    await this.#checkNumbers(table);
    const known = this.#copy().blocks(table);
    const sql = `SELECT ${blockOf(table)} AS block, COUNT(*), SUM(${rowChecksum(table, this.#shape)}) % ${modulus}
      FROM ${this.named(table.name)} AS s ${where(table)} GROUP BY block ORDER BY NULL`;
    const differing: number[] = [];
    for await (const batch of this.#stream(sql, signal)) {
      for (const [block, rows, checksum] of batch) {
        const before = known.get(Number(block));
        known.delete(Number(block));
        const isSame = before?.rows === Number(rows) && before.checksum === Number(checksum);
        if (!isSame) differing.push(Number(block));
      }
    }
    // Blocks of which the source has no row any more.
    return [...differing, ...known.keys()].sort((a, b) => a - b);
  }

  async bring(
    table: CopiedTable,
    blocks: readonly number[] | null,
    onRows: OnRows,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#checkNumbers(table);
    for (const wanted of stretchesOf(table, blocks)) await this.#bringSome(table, wanted, onRows, signal);
  }

  /** Throws `too_large` for a row with an id, a run's number or another number of a row that a file cannot hold as one. */
  async #checkNumbers(table: CopiedTable): Promise<void> {
    if (this.#checked.has(table.name)) return;
    this.#checked.add(table.name);
    const columns = this.#shape.tables.get(table.name)?.columns ?? new Map<string, never>();
    for (const column of table.columns) {
      const stored = columns.get(column);
      if (!isNumber(column) || column.endsWith("_value") || !/^bigint.*unsigned/.test(stored?.type ?? ""))
        continue;
      const greatest = `MAX(s.${quoted(stored?.name ?? column)})`;
      const [row] = await this.#rowsOf(
        `SELECT ${greatest}, ${greatest} > ${greatestInFile} FROM ${this.named(table.name)} AS s ${where(table)}`,
      );
      if (Number(row?.[1] ?? 0) !== 1) continue;
      throw new RcdbError(
        "too_large",
        `“${this.#connection.location}”: a row of ${table.name} has the ${column.replaceAll("_", " ")} ${String(row?.[0])}. A copy holds such numbers up to ${greatestInFile}. Give the row another one at the source, or leave it out by --runs.`,
        { table: table.name, column, value: String(row?.[0]) },
      );
    }
  }

  async #bringSome(
    table: CopiedTable,
    wanted: string | null,
    onRows: OnRows,
    signal: AbortSignal,
  ): Promise<void> {
    const { columns, key } = table;
    const order = key === null ? "" : ` ORDER BY s.${key.column}`;
    const sql = `SELECT ${this.#values(table).join(", ")}, ${rowChecksum(table, this.#shape)}
      FROM ${this.named(table.name)} AS s ${where(table, wanted)}${order}`;
    const keyAt = key === null ? -1 : columns.indexOf(key.column);
    const correct = corrections(table, this.#shape);
    let current = { block: NaN, rows: 0, checksum: 0 };
    const target = this.#copy();
    const store = (): void => {
      if (!Number.isNaN(current.block)) target.setBlock(table, current.block, current);
    };
    for await (const batch of this.#stream(sql, signal, table.name === "files" ? filesAtOnce : rowsAtOnce)) {
      for (const row of batch) {
        const block = key === null ? 0 : blockOfKey(row[keyAt], key.span);
        if (block !== current.block) {
          store();
          current = { block, rows: 0, checksum: 0 };
        }
        current.rows++;
        current.checksum = (current.checksum + Number(row[columns.length])) % modulus;
        for (const [at, correctly] of correct) row[at] = correctly(row[at]);
      }
      target.insert(table, batch);
      await onRows(batch.length);
    }
    store();
  }

  #copy(): CopyTarget {
    if (!this.#target) throw new TypeError("no copy is attached");
    return this.#target;
  }

  #values({ name, columns, emptied }: CopiedTable): string[] {
    return columns.map((column) => {
      const stored = this.#shape.tables.get(name)?.columns.get(column);
      const value = `s.${quoted(stored?.name ?? column)}`;
      if (emptied.includes(column)) return "''";
      if (stored?.type.startsWith("bit")) return `CAST(${value} AS UNSIGNED)`;
      // The driver would make a double of it.
      if (stored?.type.startsWith("decimal") && column !== "float_value") return `CAST(${value} AS CHAR)`;
      return value;
    });
  }

  async *#stream(sql: string, signal: AbortSignal, rows?: number): AsyncGenerator<unknown[][]> {
    try {
      yield* streamOn(this.#pool, this.#session, { sql, parameters: [] }, signal, rows);
    } catch (thrown) {
      throw explained(thrown, this.#connection);
    }
  }

  async #rowsOf(sql: string, values: readonly string[] = []): Promise<unknown[][]> {
    try {
      return await new Promise((resolve, reject) => {
        this.#session.query({ sql, values: [...values], rowsAsArray: true }, (error, rows: unknown) => {
          if (error) reject(error);
          else resolve(Array.isArray(rows) ? (rows as unknown[][]) : []);
        });
      });
    } catch (thrown) {
      throw explained(thrown, this.#connection);
    }
  }

  async close(): Promise<void> {
    this.#unwatch();
    this.#session.destroy();
    await this.#pool.close();
  }
}

function explained(thrown: unknown, { location }: MysqlConnection): unknown {
  const failure = explainMysqlError(thrown);
  return failure ? new RcdbError(failure.code, `“${location}”: ${failure.message}`, failure.detail) : thrown;
}

function where({ filter }: CopiedTable, wanted: string | null = null): string {
  const all = [filter, wanted].filter((part) => part !== null).map((part) => `(${part})`);
  return all.length === 0 ? "" : `WHERE ${all.join(" AND ")}`;
}

function blockOf({ key }: CopiedTable): string {
  return key === null ? "0" : `COALESCE(s.${key.column} DIV ${key.span}, ${blockWithoutKey})`;
}

function blockOfKey(key: unknown, span: number): number {
  return key === null ? blockWithoutKey : Math.trunc(Number(key) / span);
}

/** Conditions that together name the rows of these blocks, a statement each. */
function stretchesOf(table: CopiedTable, blocks: readonly number[] | null): (string | null)[] {
  if (blocks === null || table.key === null) return [null];
  const ranges: string[] = [];
  for (let at = 0; at < blocks.length; at++) {
    const first = blocks[at] as number;
    let last = first;
    while (blocks[at + 1] === last + 1) last = blocks[++at] as number;
    ranges.push(rangeOf(table.key, first, last));
  }
  const statements: string[] = [];
  for (let from = 0; from < ranges.length; from += blocksPerStatement) {
    statements.push(ranges.slice(from, from + blocksPerStatement).join(" OR "));
  }
  return statements;
}

/** Integers are divided towards 0: the block 0 has negative keys as well. */
function rangeOf({ column, span }: NonNullable<CopiedTable["key"]>, first: number, last: number): string {
  if (first === blockWithoutKey) return `s.${column} IS NULL`;
  const width = BigInt(span);
  const from = BigInt(first) * width - (first <= 0 ? width - 1n : 0n);
  const to = BigInt(last) * width + (last >= 0 ? width - 1n : 0n);
  return `s.${column} BETWEEN ${from} AND ${to}`;
}

type Correction = readonly [at: number, correctly: (value: unknown) => unknown];

/** What is done to what the driver gives, by the place of a column. */
function corrections({ name, columns }: CopiedTable, shape: Shape): Correction[] {
  return columns.flatMap((column, at): Correction[] => {
    const type = shape.tables.get(name)?.columns.get(column)?.type ?? "";
    if (/^(datetime|timestamp)/.test(type)) return [[at, timeAsStored]];
    // A column of the copy that has no type does not make an integer of a double.
    if (/^(tiny|small|medium|big)?int/.test(type) && !isNumber(column)) return [[at, integerAsStored]];
    if (/^bigint|unsigned/.test(type)) return [[at, integerAsStored]];
    return [];
  });
}

/** As SQLAlchemy writes times to SQLite: always with six digits of a second's fraction. */
function timeAsStored(value: unknown): unknown {
  if (typeof value !== "string" || value.length < 19) return value;
  return value.length === 19 ? `${value}.000000` : value.padEnd(26, "0");
}

const greatest = 2n ** 63n;
const greatestInFile = greatest - 1n;

function integerAsStored(value: unknown): unknown {
  if (typeof value !== "number" && typeof value !== "string") return value;
  if (typeof value === "number" && !Number.isSafeInteger(value)) return value;
  const integer = BigInt(value);
  return integer < greatest && integer >= -greatest ? integer : String(value);
}
