/** Finding a text among the rows of a result, as the table shows them: also those that were never scrolled to. */
import type { WindowClient } from "../client/client.ts";
import type { RunSearch } from "../model/search.svelte.ts";
import { rowsOf, shownText } from "./rowText.ts";
import type { TableColumn } from "./tableColumns.ts";

const chunk = 2000;

export interface FoundCell {
  readonly row: number;
  readonly column: number;
}

type TextRow = Parameters<typeof shownText>[0];

/**
 * The first cell of `rows`, or the last one where `isBack`, that has a text in what it shows, in any case. `row` counts from the
 * first of `rows`.
 */
export function findIn(
  rows: readonly TextRow[],
  columns: readonly TableColumn[],
  text: string,
  isBack: boolean,
): FoundCell | null {
  const wanted = text.toLowerCase();
  const has = (row: TextRow) => (column: TableColumn) =>
    column.role !== "mark" && shownText(row, column).toLowerCase().includes(wanted);
  const row = isBack
    ? rows.findLastIndex((each) => columns.some(has(each)))
    : rows.findIndex((each) => columns.some(has(each)));
  const found = rows[row];
  return found === undefined ? null : { row, column: columns.findIndex(has(found)) };
}

/** The parts of `count` rows in the order in which they are looked through from a row on, and round to it again. */
export function partsFrom(
  row: number,
  count: number,
  isBack: boolean,
): readonly (readonly [number, number])[] {
  const ascending = [...partsBetween(row, count), ...partsBetween(0, row)];
  if (!isBack) return ascending;
  const end = Math.min(row + 1, count);
  return [...partsBetween(end, count).toReversed(), ...partsBetween(0, end).toReversed()].toSorted(
    ([a], [b]) => Number(a >= end) - Number(b >= end),
  );
}

function partsBetween(from: number, to: number): (readonly [number, number])[] {
  const parts = Math.max(0, Math.ceil((to - from) / chunk));
  return Array.from({ length: parts }, (_, at) => {
    const start = from + at * chunk;
    return [start, Math.min(start + chunk, to)] as const;
  });
}

/** One search at a time: the next one ends it. */
export class FindRows {
  /** What became of it, in words. */
  words = $state("");
  readonly #client: WindowClient;
  readonly #search: RunSearch;
  #asked = 0;

  constructor(client: WindowClient, search: RunSearch) {
    this.#client = client;
    this.#search = search;
  }

  /** The next cell with a text from a row on; null where there is none, or another search began meanwhile. */
  async find(
    text: string,
    from: number,
    isBack: boolean,
    columns: readonly TableColumn[],
  ): Promise<FoundCell | null> {
    const asked = ++this.#asked;
    const count = this.#search.held?.result.count ?? 0;
    this.words = "";
    if (text === "" || count === 0) return null;
    for (const [first, end] of partsFrom(Math.max(0, Math.min(from, count - 1)), count, isBack)) {
      const outcome = await this.#search.ask((result) =>
        this.#client.readRows({ result, from: first, count: end - first }),
      );
      if (asked !== this.#asked) return null;
      if (!outcome.ok) {
        this.words = outcome.error.message;
        return null;
      }
      const found = findIn(rowsOf(outcome.value), columns, text, isBack);
      if (found) {
        this.words = `Row ${first + found.row + 1}`;
        return { ...found, row: first + found.row };
      }
      this.words = "Searching…";
    }
    this.words = "Not found";
    return null;
  }

  stop(): void {
    this.#asked++;
    this.words = "";
  }
}
