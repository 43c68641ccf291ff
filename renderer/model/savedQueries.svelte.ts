import { naturally } from "../lib/naturalOrder.ts";
import * as v from "valibot";
import { onStoredElsewhere, readStored, writeStored } from "../lib/storage.ts";
import { foldersOf, importInto, pathOf, savedQueries, type Imported, type SavedQuery } from "./savedQuery.ts";

const key = "queries";

/** The queries that people keep under a name, whichever database is open. */
export class SavedQueries {
  #list = $state.raw<readonly SavedQuery[]>(readStored(key, isList) ?? []);
  /** What was deleted last, until something else is done. */
  deleted = $state.raw<SavedQuery | null>(null);

  /** By folder and name; those at the top first. */
  readonly list: readonly SavedQuery[] = $derived(
    this.#list.toSorted((a, b) => compare(a.folder, b.folder) || compare(a.name, b.name)),
  );
  readonly folders: readonly string[] = $derived(foldersOf(this.list));

  constructor() {
    // Other windows have the same list.
    onStoredElsewhere(key, () => (this.#list = readStored(key, isList) ?? []));
  }

  find(path: string): SavedQuery | null {
    return this.#list.find((query) => pathOf(query) === path) ?? null;
  }

  /** Keeps a query; one of the same name in the same folder makes room. */
  save(query: SavedQuery): void {
    this.#keep([...this.#without(query), query]);
  }

  /** Renames or moves a query, or changes its note; what stood at its new place makes room. */
  replace(old: SavedQuery, query: SavedQuery): void {
    const others = this.#list.filter((other) => other !== old && pathOf(other) !== pathOf(query));
    this.#keep([...others, query]);
  }

  delete(query: SavedQuery): void {
    this.#keep(this.#without(query));
    this.deleted = query;
  }

  undoDelete(): void {
    if (this.deleted) this.save(this.deleted);
  }

  /** Adds the queries of a file. */
  import(queries: readonly SavedQuery[]): Imported {
    const { list, imported } = importInto(this.#list, queries);
    this.#keep(list);
    return imported;
  }

  #without(query: SavedQuery): SavedQuery[] {
    return this.#list.filter((other) => pathOf(other) !== pathOf(query));
  }

  #keep(list: readonly SavedQuery[]): void {
    this.#list = list;
    this.deleted = null;
    writeStored(key, list);
  }
}

function compare(left: string, right: string): number {
  return naturally(left, right);
}

function isList(value: unknown): value is SavedQuery[] {
  return v.is(savedQueries, value);
}
