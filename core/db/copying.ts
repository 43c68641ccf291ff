/** What copying takes of a kind of database: one to copy from, and one that holds copies. */
import type { CopiedCounts, CopyState } from "../api/copies.ts";
import { RcdbError } from "../api/failure.ts";
import type { Connection } from "./connection.ts";
import type { Shape } from "./shape.ts";
import type { StoredColumn } from "./storedTable.ts";
import type { TableName } from "./tables.ts";

/** What a kind of database has for copies. */
export interface Copying<C extends Connection = Connection> {
  /** How a column of RCDB's is declared in the copy, so that it keeps what the stored one holds; null for as in the schema. */
  readonly declaration: (table: TableName, name: string, column: StoredColumn) => string | null;
  /** Opens a source; its snapshot begins with `begin`. */
  source(connection: C, shape: Shape): Promise<CopySource>;
  /** Opens the file of a copy, or makes it; null for a kind that holds no copies. */
  readonly target: CopyFiles | null;
}

/** The files in which copies are held. */
export interface CopyFiles {
  /** Opens one to write to it: a new or unfinished one for itself alone, a whole one beside its readers. */
  open(path: string, isWhole: boolean): Promise<CopyTarget>;
  /** Opens a whole one only to compare it. */
  openForReading(path: string): Promise<CopyTarget>;
  /** An empty one that is gone when it is closed. */
  scratch(): Promise<CopyTarget>;
  /** What a file says of itself as a copy; null for one that is not a copy. Throws what opening a database throws. */
  readState(path: string): Promise<CopyState | null>;
}

/** How a table is cut into blocks, which are compared and brought as a whole. */
export interface BlockKey {
  /** The column of the copy, or the number that the database itself gives a row. */
  readonly column: "rowid" | "run_number" | "number" | "id" | "version";
  /** How many keys a block has. */
  readonly span: number;
}

/** A table that is copied. */
export interface CopiedTable {
  readonly name: TableName;
  /** Those of RCDB's columns that the source has. */
  readonly columns: readonly string[];
  /** The statement that makes it in the copy. */
  readonly statement: string;
  /** Null where its rows have nothing to cut it by: it is one block. */
  readonly key: BlockKey | null;
  /** Which rows are copied, as SQL of the source; null for all. */
  readonly filter: string | null;
  /** Columns that are empty texts in the copy. */
  readonly emptied: readonly string[];
}

/** What a block of a table was when it was brought, by the source's own calculation. */
export interface Block {
  readonly rows: number;
  readonly checksum: number;
}

/** The block of rows without a key. */
export const blockWithoutKey = -(2 ** 52);

/** Reports the number of rows brought since the last call, and yields to others; throws `cancelled`. */
export type OnRows = (rows: number) => Promise<void>;

/** How rows differ from those of a copy. */
export interface RowDifferences {
  /** Rows that the copy lacks, that only it has, and that it has with other values. */
  readonly missing: number;
  readonly surplus: number;
  readonly changed: number;
  /** The keys of the first of them, in words. */
  readonly examples: string[];
}

/** A database that is copied. Throws what its driver throws, explained. */
export interface CopySource {
  /** A table's name in a filter. */
  named(table: TableName): string;
  /** Whether the copy keeps checksums of what was brought; else rows are compared with those of the copy. */
  readonly hasChecksums: boolean;
  /** Whether one snapshot lasts for many transactions of the target. */
  readonly hasLastingSnapshot: boolean;
  /** The copy that is meant from now on; before a transaction of it. */
  attach(target: CopyTarget): void;
  /** Begins the snapshot. */
  begin(): Promise<void>;
  /** Whether nobody has written to it since `begin`, so that all that was read is of one moment. */
  isUnchanged(): boolean;
  /** About how many rows there are. */
  estimate(table: CopiedTable): Promise<number>;
  /** The blocks in which source and copy differ. */
  differences(table: CopiedTable, signal: AbortSignal): Promise<number[]>;
  /** Brings the rows of these blocks, of which the copy has none; null for the whole table. */
  bring(
    table: CopiedTable,
    blocks: readonly number[] | null,
    onRows: OnRows,
    signal: AbortSignal,
  ): Promise<void>;
  /** What people should know of the copy. */
  readonly remarks: readonly string[];
  close(): Promise<void>;
}

/** Others read a copy for so long that its update gave way to them: while it waits for them nobody else can read it. */
export class ReadMeanwhile extends RcdbError {
  constructor(path: string) {
    super(
      "locked",
      `Another program has been reading “${path}” all the time, so that nothing could be written to it. Close that, or wait until it has ended, and try again. The copy is as it was.`,
    );
  }
}

/** The name of a copy's file until it is whole, whether a path is such a name, and what such a file will be called. */
export function unfinishedName(path: string): string {
  return `${path}.part`;
}
export function isUnfinishedName(path: string): boolean {
  return path.endsWith(".part");
}
export function wholeName(path: string): string {
  return path.replace(/\.part$/, "");
}

/** What is said where another process makes the same copy at this moment; `part` is the file that it writes. */
export function takenMeanwhile(part: string): RcdbError {
  return new RcdbError(
    "locked",
    `Another program is making the copy “${wholeName(part)}” at this moment. Wait until it is done, or choose another name.`,
  );
}

/** The file of a copy, open for writing. */
export interface CopyTarget {
  begin(): void;
  /** Throws `ReadMeanwhile` where others read a whole copy all the time. */
  commit(): void;
  rollBack(): void;
  state(): CopyState | null;
  setState(state: CopyState): void;
  /** Makes the tables; one that is there with another statement is made anew, and those that are not among them are dropped. */
  makeTables(tables: readonly CopiedTable[]): void;
  /** Whether it has the table as it is to be made. */
  hasTable(table: CopiedTable): boolean;
  isEmpty(table: CopiedTable): boolean;
  blocks(table: CopiedTable): Map<number, Block>;
  setBlock(table: CopiedTable, block: number, found: Block): void;
  /** Removes the rows of blocks and answers how many those were; `isKept` to count afterwards what has changed. */
  removeBlocks(table: CopiedTable, blocks: readonly number[], isKept: boolean): number;
  /** What became of the rows that were removed and kept, now that the table has `brought` others in their place. */
  countChanges(table: CopiedTable, brought: number): CopiedCounts;
  /** Whether a row has a key that no other has, by which it is the same one as before. */
  canCount(table: CopiedTable): boolean;
  /** Inserts rows: the values of the table's columns, and with more of them what is left out. */
  insert(table: CopiedTable, rows: readonly (readonly unknown[])[]): void;
  /** How the rows of these blocks differ from those of a copy in another file. */
  compare(table: CopiedTable, blocks: readonly number[], copy: CopyTarget): RowDifferences;
  /** How many blocks of each table other programs have written to since the last update, as far as that was noted. */
  written(): Map<string, number>;
  /** Removes all by which it is a copy, so that it is a database of its own. */
  detach(): void;
  /** Whether another program reads or writes it at this moment. */
  isInUse(): boolean;
  /** Has writes by other programs noted, so that the next update brings what they changed anew; or no longer. */
  watchWrites(tables: readonly CopiedTable[]): void;
  unwatchWrites(): void;
  /** Makes our indexes of conditions, that of unique pairs of a run and a type where none stands twice. */
  makeIndexes(conditions: CopiedTable): void;
  close(): void;
}
