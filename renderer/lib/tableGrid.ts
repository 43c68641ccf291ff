/** A table as a grid of the ARIA practices: one stop of Tab, from where the arrow keys go from cell to cell. */
import type { Attachment } from "svelte/attachments";

/** The number of rows of a page. */
const PAGE = 10;

/** For a table. Where a cell has buttons these have the focus, one after the other, else the cell itself. */
export const tableGrid: Attachment<HTMLTableElement> = (table) => {
  table.role = "grid";
  let active: HTMLElement | undefined;
  /** The column that up and down keep to, through rows of fewer cells. */
  let column: number | null = null;

  function makeActive(stop: HTMLElement | undefined): void {
    if (active) active.tabIndex = -1;
    if (stop) stop.tabIndex = 0;
    active = stop;
  }
  /** Rows come and go with what is shown: the active one may have gone. */
  function renew(): void {
    for (const widget of widgetsIn(table)) if (widget !== active) widget.tabIndex = -1;
    if (!active?.isConnected) makeActive(rowsOf(table).flatMap(stopsOf)[0]);
  }
  function onfocusin({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement) || isFloating(target)) return;
    if (target !== active) column = null;
    makeActive(target);
  }
  function onkeydown(event: KeyboardEvent): void {
    const { target } = event;
    if (event.altKey || event.shiftKey || !(target instanceof HTMLElement) || isFloating(target)) return;
    const cell = target.closest<HTMLTableCellElement>("td, th");
    if (!cell) return;
    const inRow = stopInRow(event, target);
    const kept = column ?? cell.cellIndex;
    column = inRow ? null : kept;
    const stop = inRow ?? stopInColumn(event, cell, kept, rowsOf(table));
    if (!stop) return;
    event.preventDefault();
    makeActive(stop);
    stop.focus();
  }

  const observer = new MutationObserver(renew);
  observer.observe(table, { childList: true, subtree: true });
  renew();
  table.addEventListener("focusin", onfocusin);
  table.addEventListener("keydown", onkeydown);
  return () => {
    observer.disconnect();
    table.removeEventListener("focusin", onfocusin);
    table.removeEventListener("keydown", onkeydown);
  };
};

/** Where a key leads within the row; undefined for other keys. */
function stopInRow({ key, ctrlKey, metaKey }: KeyboardEvent, from: HTMLElement): HTMLElement | undefined {
  const row = from.closest("tr");
  if (!row || ctrlKey || metaKey) return undefined;
  const stops = stopsOf(row);
  const at = stops.indexOf(from);
  const last = stops.length - 1;
  const keys: Record<string, number> = {
    ArrowLeft: Math.max(0, at - 1),
    ArrowRight: Math.min(last, at + 1),
    Home: 0,
    End: last,
  };
  return stops[keys[key] ?? -1];
}

/** Where a key leads within the column; undefined for other keys. */
function stopInColumn(
  { key, ctrlKey, metaKey }: KeyboardEvent,
  cell: HTMLTableCellElement,
  column: number,
  rows: readonly HTMLTableRowElement[],
): HTMLElement | undefined {
  const at = rows.findIndex((row) => row.contains(cell));
  const last = rows.length - 1;
  // Of many rows only some are drawn: a page leads on among them, not to the sums at the foot.
  const lastOfBody = rows.findLastIndex(({ parentElement }) => parentElement?.tagName !== "TFOOT");
  const far = ctrlKey || metaKey;
  const keys: Record<string, number> = {
    ArrowUp: far ? 0 : Math.max(0, at - 1),
    ArrowDown: far ? last : Math.min(last, at + 1),
    PageUp: Math.max(0, at - PAGE),
    PageDown: at < lastOfBody ? Math.min(lastOfBody, at + PAGE) : last,
    ...(far ? { Home: 0, End: last } : {}),
  };
  const cells = rows[keys[key] ?? -1]?.cells;
  const target = cells?.[Math.min(column, cells.length - 1)];
  return target && (widgetsIn(target)[0] ?? target);
}

/** What floats over the table has keys of its own. */
function isFloating(element: Element): boolean {
  return element.closest("[popover]") !== null;
}

function widgetsIn(element: HTMLElement): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>("a[href], button, input")].filter(
    (widget) => !isFloating(widget),
  );
}

/** Without those that only keep the room of others. */
function rowsOf(table: HTMLTableElement): HTMLTableRowElement[] {
  return [...table.rows].filter(({ ariaHidden }) => ariaHidden !== "true");
}

function stopsOf(row: HTMLTableRowElement): HTMLElement[] {
  return [...row.cells].flatMap((cell) => {
    const widgets = widgetsIn(cell);
    return widgets.length > 0 ? widgets : [cell];
  });
}
