/**
 * What is measured within the page, by its own clock. Texts, because a page knows nothing of the helpers that the
 * loader of TypeScript puts into functions.
 */

/** Ends with the frame in which a text of JavaScript is true. */
function untilSeen(condition: string, failure: string): string {
  return `(async () => {
  const start = performance.now();
  while (performance.now() - start < 60_000) {
    if (${condition}) return;
    await new Promise(requestAnimationFrame);
  }
  throw new Error("${failure}");
})()`;
}

/** Ends when the first rows are here, with the values of their conditions. */
export const untilFirstRowsAreShown = untilSeen(
  `document.querySelector('[data-testid="run-row"][data-run]') !== null &&
  document.querySelector('[data-testid="run-row"] .placeholder') === null`,
  "the first rows did not come",
);

/** Ends when a window without a database is here. */
export const untilWelcomeIsShown = untilSeen(
  `document.querySelector('[data-testid="welcome"]') !== null`,
  "the first page did not come",
);

/** Begins to measure how long frames take. */
export const watchFrames = `(() => {
  const watch = { longest: 0, last: performance.now(), stopped: false };
  window.frameWatch = watch;
  const look = () => {
    const now = performance.now();
    watch.longest = Math.max(watch.longest, now - watch.last);
    watch.last = now;
    if (!watch.stopped) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()`;

/** Ends that; answers the longest one in milliseconds. */
export const longestFrame = `(() => {
  window.frameWatch.stopped = true;
  return window.frameWatch.longest;
})()`;

/** Moves the scroll bar of the table to a part of its way; answers after how many milliseconds the rows there were shown. */
export function jumpTo(part: number): string {
  return `(async () => {
  const grid = document.querySelector('[data-testid="run-table"]');
  const count = Number(grid.getAttribute("aria-rowcount"));
  const start = performance.now();
  grid.scrollTop = ${part} * (grid.scrollHeight - grid.clientHeight);
  while (performance.now() - start < 10_000) {
    await new Promise(requestAnimationFrame);
    const rows = [...grid.querySelectorAll('[data-testid="run-row"]')];
    const isThere = rows.some((row) => Math.abs(row.ariaRowIndex - ${part} * count) < 200);
    if (isThere && rows.every((row) => row.dataset.run)) return performance.now() - start;
  }
  throw new Error("the rows at ${part} of the table did not come");
})()`;
}

/** The names of the columns of the table; beside it there may be another one. */
export const columnsShown = `[...document.querySelector('[data-testid="run-table"]').querySelectorAll("[data-column][aria-sort]")].map(
  (head) => head.dataset.column,
)`;

/** Clicks on the head of a column; answers after how many milliseconds the table was sorted by it. */
export function sortBy(column: string): string {
  return `(async () => {
  const head = () => document.querySelector('[data-column="${column}"]');
  const before = head().ariaSort;
  const start = performance.now();
  head().click();
  while (performance.now() - start < 60_000) {
    await new Promise(requestAnimationFrame);
    const isBusy = document.querySelector('[aria-busy="true"]') !== null;
    if (!isBusy && head().ariaSort !== before) return performance.now() - start;
  }
  throw new Error("the table was not sorted by ${column}");
})()`;
}
