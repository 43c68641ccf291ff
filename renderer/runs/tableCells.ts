import { openByRightClick } from "../lib/rightClick.ts";
import { getEditing, getQuery, getSearch } from "../model/contexts.ts";
import type { Row } from "../model/rowCache.ts";
import { valueOf } from "./rowText.ts";
import type { TableColumn } from "./tableColumns.ts";

/** A cell with a value, and where it is drawn. */
export interface Cell {
  readonly run: number;
  readonly column: TableColumn;
  readonly row: Row;
  readonly anchor: DOMRect;
}

/** A table whose cells are asked for by the places of their row and column. */
interface CellTable {
  readonly grid: HTMLElement;
  readonly columns: readonly TableColumn[];
  readonly rowAt: (index: number) => Row | null;
}

/** The place of the cell that an event is at: of its row too, where that is drawn with a run. */
export function placeOf(event: Event): { readonly row: number | null; readonly column: number } | null {
  const cell = event.target instanceof Element ? event.target.closest("[aria-colindex]") : null;
  if (!cell) return null;
  const row = cell.closest("[data-testid='run-row']");
  return {
    row: row && Number(row.getAttribute("aria-rowindex")) - 2,
    column: Number(cell.getAttribute("aria-colindex")) - 1,
  };
}

/** What is done with the cells of a table: edited, and their menus opened. Called while a component is made. */
export function tableCells(table: CellTable) {
  const editing = getEditing();
  const of = { search: getSearch(), query: getQuery() };

  /** The cell of a place; null where none with a value is drawn there. */
  function at(index: number, place: number): Cell | null {
    const [row, column] = [table.rowAt(index), table.columns[place]];
    const cell = table.grid.querySelector(`[aria-rowindex="${index + 2}"] > [aria-colindex="${place + 1}"]`);
    return row && column && cell && column.role !== "mark"
      ? { run: row.run, column, row, anchor: cell.getBoundingClientRect() }
      : null;
  }

  function edit(index: number, place: number): void {
    const cell = at(index, place);
    if (cell && editing.isPossible && editing.kindOf(cell.column.name) !== null)
      void editing.edit(cell.run, cell.column.name, cell.anchor);
  }

  function openMenu(index: number, place: number): void {
    const cell = at(index, place);
    if (!cell) return;
    const { run, column, row, anchor } = cell;
    const value = valueOf(row, column);
    editing.menu = { run, name: column.name, type: column.type, value, anchor, of };
  }

  /** The menu of the cell that was clicked; `go` brings the keyboard there. */
  function askMenu(event: MouseEvent, go: (row: number, column: number) => void): void {
    const place = placeOf(event);
    if (place === null || place.row === null) return;
    const { row, column } = place;
    go(row, column);
    openByRightClick(event, () => openMenu(row, column));
  }

  return { at, edit, openMenu, askMenu };
}
