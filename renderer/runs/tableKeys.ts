/** What a key means in the table of runs. */
export type TableCommand =
  | { readonly kind: "menu" | "cell-menu" | "edit" | "sort" | "mark" | "mark-all" | "open" | "open-page" }
  | { readonly kind: "row"; readonly to: number; readonly isMarking: boolean }
  | { readonly kind: "column"; readonly to: number }
  | { readonly kind: "widen"; readonly by: number };

/** Where the keyboard is, and how large the table is. */
export interface TablePlace {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  /** Rows that are seen at once. */
  readonly page: number;
}

/** The row above the first one. */
export const HEADER = -1;
/** The column of the boxes. */
const MARK = 0;
const WIDTH_STEP = 12;

type Key = Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">;

/** The command of a key at a place; null for keys of others. */
export function readKey(event: Key, at: TablePlace): TableCommand | null {
  const { key, shiftKey: shift } = event;
  const far = event.ctrlKey || event.metaKey;
  const inHeader = at.row === HEADER;
  if (key === "ContextMenu" || (key === "F10" && shift) || (key === "ArrowDown" && event.altKey)) {
    if (inHeader) return { kind: "menu" };
    return key === "ArrowDown" || at.column === MARK ? null : { kind: "cell-menu" };
  }
  if (event.altKey) return null;
  if (key === "F2") return inHeader || at.column === MARK ? null : { kind: "edit" };
  if (far && key.toLowerCase() === "a") return { kind: "mark-all" };
  if (key === " " || key === "Enter") {
    if (inHeader) return { kind: "sort" };
    if (far || at.column === MARK) return { kind: "mark" };
    return { kind: key === "Enter" ? "open-page" : "open" };
  }
  if (key === "ArrowRight" || key === "ArrowLeft") {
    const by = key === "ArrowRight" ? 1 : -1;
    return inHeader && shift ? { kind: "widen", by: by * WIDTH_STEP } : column(at.column + by, at);
  }
  if (!far && key === "Home") return column(0, at);
  if (!far && key === "End") return column(at.columns - 1, at);
  const row = rowAt(key, far, at);
  return row === null ? null : { kind: "row", to: row, isMarking: shift && !inHeader };
}

function column(to: number, { columns }: TablePlace): TableCommand {
  return { kind: "column", to: Math.max(0, Math.min(to, columns - 1)) };
}

function rowAt(key: string, far: boolean, { row, rows, page }: TablePlace): number | null {
  const last = rows - 1;
  switch (key) {
    case "ArrowDown":
      return far ? last : Math.min(row + 1, last);
    case "ArrowUp":
      return far ? 0 : Math.max(row - 1, HEADER);
    case "PageDown":
      return Math.min(row + page, last);
    case "PageUp":
      return Math.max(row - page, 0);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
