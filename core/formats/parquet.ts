import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { Column, Rows } from "../api/search.ts";
import type { Cell } from "../api/values.ts";
import { schemaElement, toParquet, wordFor } from "./parquetValues.ts";
import { headerOf } from "./records.ts";
import type { RowEncoder } from "./rowEncoder.ts";

/**
 * The number of values, and of characters of text, with which a row group is written: readers skip
 * and load files by groups, and one of them is held in memory here.
 */
const valuesPerGroup = 1_000_000;
const charactersPerGroup = 16_000_000;

const runColumn: Column = { name: "run", type: "int", description: "The run's number" };

/** Apache Parquet, with typed columns, compressed with Snappy; `parquetValues.ts` says which types. */
export function parquetEncoder(columns: readonly Column[]): RowEncoder {
  const names = headerOf(columns);
  const all = [runColumn, ...columns].map((column, at) => ({ ...column, name: names[at] ?? column.name }));
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [{ name: "runs", num_children: all.length }, ...all.map(schemaElement)],
    createdBy: "RCDB Desktop",
  });
  const misfits = new Misfits();
  let group = new RowGroup(all, misfits);
  const written = (): Uint8Array => {
    const piece = bytes.getBytes().slice();
    bytes.index = 0;
    return piece;
  };
  const writeGroup = (): void => {
    // A ByteWriter keeps all in memory, hence there is nothing to wait for.
    void writer.write({ columnData: group.columnData(), rowGroupSize: group.rows });
    group = new RowGroup(all, misfits);
  };
  return {
    begin: written,
    part: (rows) => {
      group.add(rows);
      if (group.isFull) writeGroup();
      return written();
    },
    end: () => {
      if (group.rows > 0) writeGroup();
      void writer.finish();
      return written();
    },
    remark: () => misfits.remark,
  };
}

type ColumnData = Parameters<ParquetWriter["write"]>[0]["columnData"];

/** The rows of a row group, column by column, in the form they are written in. */
class RowGroup {
  readonly #columns: readonly Column[];
  readonly #values: unknown[][];
  readonly #misfits: Misfits;
  #characters = 0;

  constructor(columns: readonly Column[], misfits: Misfits) {
    this.#columns = columns;
    this.#misfits = misfits;
    this.#values = columns.map(() => []);
  }

  get rows(): number {
    return this.#values[0]?.length ?? 0;
  }

  get isFull(): boolean {
    return this.rows * this.#columns.length >= valuesPerGroup || this.#characters >= charactersPerGroup;
  }

  add({ runs, values }: Rows): void {
    this.#columns.forEach((column, index) => {
      const cells: readonly Cell[] = index === 0 ? runs : (values[index - 1] ?? []);
      cells.forEach((cell, row) => {
        const value = toParquet(column, cell);
        if (value === null && cell !== null) this.#misfits.add(column, runs[row], cell);
        this.#values[index]?.push(value);
        if (typeof cell === "string") this.#characters += cell.length;
      });
    });
  }

  columnData(): ColumnData {
    return this.#columns.map(({ name, type }, index) => ({
      name,
      data: this.#values[index] ?? [],
      // The least and the greatest JSON text of a group would be kept whole.
      statistics: type !== "json",
    }));
  }
}

/** Values that are empty in the file, for their column's type there cannot hold them. */
class Misfits {
  #count = 0;
  #first = "";

  add({ name, type }: Column, run: number | undefined, cell: Cell): void {
    this.#count += 1;
    const shown = cutText(String(cell));
    if (this.#count === 1)
      this.#first = `run ${run} has “${shown}” in “${name}”, which is not ${wordFor(type)}`;
  }

  get remark(): string | null {
    if (this.#count === 0) return null;
    const [subject, first] =
      this.#count === 1 ? ["1 value is", ""] : [`${this.#count} values are`, "the first: "];
    return `${subject} empty in the file, as Parquet cannot hold them: ${first}${this.#first}. Other formats have them as they are stored.`;
  }
}

const shownCharacters = 100;

function cutText(text: string): string {
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}
