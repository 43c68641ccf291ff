/**
 * Where the table is scrolled to. `offset` is in pixels of the whole table; an engine cannot make an
 * element as high as millions of rows are, so beyond a height the scroll bar stands for it on a smaller scale.
 */
export const ROW_HEIGHT = 27;
/** Chromium ends at 33 million pixels, others at 17 million. */
const TALLEST = 10_000_000;

/** The height of the scrolled element for that many rows. */
export function scrollHeight(rows: number): number {
  return Math.min(rows * ROW_HEIGHT, TALLEST);
}

/** Whether the scroll bar is on a smaller scale than the rows: a wheel's step then needs to be made by hand. */
export function isScaled(rows: number): boolean {
  return rows * ROW_HEIGHT > TALLEST;
}

/** How far the table can be scrolled. */
export function lastOffset(rows: number, viewport: number): number {
  return Math.max(0, rows * ROW_HEIGHT - viewport);
}

/** The offset that a scroll bar's position stands for. */
export function toOffset(scrollTop: number, rows: number, viewport: number): number {
  if (!isScaled(rows)) return scrollTop;
  return (scrollTop / (TALLEST - viewport)) * lastOffset(rows, viewport);
}

/** The scroll bar's position for an offset. */
export function toScrollTop(offset: number, rows: number, viewport: number): number {
  if (!isScaled(rows)) return offset;
  return (offset / lastOffset(rows, viewport)) * (TALLEST - viewport);
}

/** The nearest offset at which a row is wholly seen. */
export function offsetShowing(row: number, offset: number, viewport: number): number {
  const top = row * ROW_HEIGHT;
  if (top < offset) return top;
  return Math.max(offset, top + ROW_HEIGHT - viewport);
}

/** The rows to draw, `last` included: those seen and a few around them. */
export function drawnRows(offset: number, viewport: number, rows: number): { first: number; last: number } {
  const around = 4;
  return {
    first: Math.max(0, Math.floor(offset / ROW_HEIGHT) - around),
    last: Math.min(rows - 1, Math.ceil((offset + viewport) / ROW_HEIGHT) + around),
  };
}
