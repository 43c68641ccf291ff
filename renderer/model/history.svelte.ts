import * as v from "valibot";
import { readStored, writeStored } from "../lib/storage.ts";
import type { AskedSearch } from "./computedColumn.ts";
import { historyEntries, withQuery, type HistoryEntry } from "./historyEntries.ts";

/** The queries that were run on the open database, the last one first. */
export class QueryHistory {
  entries = $state.raw<readonly HistoryEntry[]>([]);
  /** What was removed last, and where it stood; until something else is done. */
  removed = $state.raw<{ readonly entry: HistoryEntry; readonly at: number } | null>(null);
  #connection = "";

  /** Takes up the history of a database. */
  open(connection: string): void {
    this.#connection = connection;
    this.entries = this.#read();
    this.removed = null;
  }

  /** Remembers a query that was run just now. */
  add(search: AskedSearch, runs: number): void {
    // Another window may have run some on the same database.
    this.#keep(withQuery(this.#read(), search, runs, Date.now()));
  }

  remove(old: HistoryEntry): void {
    const at = this.entries.indexOf(old);
    this.#keep(this.entries.filter((other) => other !== old));
    this.removed = { entry: old, at };
  }

  undoRemove(): void {
    if (this.removed) this.#keep(this.entries.toSpliced(this.removed.at, 0, this.removed.entry));
  }

  #read(): readonly HistoryEntry[] {
    return readStored(keyOf(this.#connection), isEntries) ?? [];
  }

  #keep(kept: readonly HistoryEntry[]): void {
    this.entries = kept;
    this.removed = null;
    writeStored(keyOf(this.#connection), kept);
  }
}

function keyOf(connection: string): string {
  return `history ${connection}`;
}

function isEntries(value: unknown): value is HistoryEntry[] {
  return v.is(historyEntries, value);
}
