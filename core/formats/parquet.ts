import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { Cell, Column, Rows } from "../api/schemas.ts";
import { schemaElement, toParquet } from "./parquetValues.ts";
import { headerOf } from "./records.ts";
import type { RowEncoder } from "./rowEncoder.ts";

/**
 * A row group is written when so many values or so many characters of text have come together: readers skip
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
  let group = new RowGroup(all);
  const written = (): Uint8Array => {
    const piece = bytes.getBytes().slice();
    bytes.index = 0;
    return piece;
  };
  const writeGroup = (): void => {
    // A ByteWriter keeps all in memory, hence there is nothing to wait for.
    void writer.write({ columnData: group.columnData(), rowGroupSize: group.rows });
    group = new RowGroup(all);
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
  };
}

type ColumnData = Parameters<ParquetWriter["write"]>[0]["columnData"];

/** The rows of a row group, column by column, in the form they are written in. */
class RowGroup {
  readonly #columns: readonly Column[];
  readonly #values: unknown[][];
  #characters = 0;

  constructor(columns: readonly Column[]) {
    this.#columns = columns;
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
        this.#values[index]?.push(toParquet(column, runs[row], cell));
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
