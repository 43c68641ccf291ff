import { untrack } from "svelte";
import { mostDecimals } from "../lib/decimals.ts";
import type { Row } from "../model/rowCache.ts";
import type { ShownResult } from "../model/search.svelte.ts";
import { fittedWidths, fittingWidth, runWidth } from "./columnWidths.ts";
import { shownText } from "./rowText.ts";
import type { TableColumn } from "./tableColumns.ts";

/** What of a table is looked at, and who hears of widths. */
interface FittedTable {
  readonly held: ShownResult;
  readonly columns: readonly TableColumn[];
  /** The rows that are drawn; null those that are not here yet. */
  readonly rows: readonly (Row | null)[];
  readonly onresize: (widths: Readonly<Record<string, number>>) => void;
  readonly onfitted: (widths: Readonly<Record<string, number>>) => void;
}

/** The room that the values of a table's columns take, as far as they are drawn. Made while a component is. */
export class ColumnFit {
  readonly #table: FittedTable;
  /** By result and column, so that points stay where they are while it is scrolled. */
  readonly #mostDecimals = new WeakMap<ShownResult, Map<string, number>>();
  /** Whose first values were seen, and whether all of these were here. */
  #fitted: { readonly of: ShownResult; readonly isComplete: boolean } | null = null;

  constructor(table: FittedTable) {
    this.#table = table;
    // A column is as wide as the first values of a result that are seen in it: as soon as there are any, and when all are here.
    $effect(() => {
      const { held, rows } = table;
      const [first] = rows;
      if (!first || (this.#fitted?.of === held && this.#fitted.isComplete === first.isComplete)) return;
      untrack(() => {
        this.#fitted = { of: held, isComplete: first.isComplete };
        const values = table.columns.filter(({ role }) => role === "value");
        table.onfitted(fittedWidths(values, (at) => this.#textsOf(values[at] as TableColumn)));
      });
    });
  }

  /** By column: the digits behind the point that the numbers have at most which were drawn so far. */
  decimals(): readonly number[] {
    const { held, columns } = this.#table;
    const most = this.#mostDecimals.get(held) ?? new Map<string, number>();
    this.#mostDecimals.set(held, most);
    return columns.map((column) => {
      if (column.type !== "float" || column.isLength) return 0;
      const now = Math.max(most.get(column.name) ?? 0, mostDecimals(this.#textsOf(column)));
      most.set(column.name, now);
      return now;
    });
  }

  /** Makes a column as wide as the longest of its values that are seen. */
  fit(name: string): void {
    const column = this.#table.columns.find((other) => other.name === name);
    if (column) this.#table.onresize({ [name]: this.#widthOf(column) });
  }

  /** Makes all columns as wide as the longest of their values that are seen. */
  fitAll(): void {
    const fitted = this.#table.columns.filter(({ role }) => role !== "mark");
    this.#table.onresize(Object.fromEntries(fitted.map((column) => [column.name, this.#widthOf(column)])));
  }

  #widthOf(column: TableColumn): number {
    if (column.role === "run") return runWidth(this.#table.rows.flatMap((row) => (row ? [row.run] : [])));
    return fittingWidth(column.name, this.#textsOf(column), column.unit);
  }

  #textsOf(column: TableColumn): string[] {
    return this.#table.rows.flatMap((row) => (row ? [shownText(row, column)] : []));
  }
}
