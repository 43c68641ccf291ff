import { naturally } from "../lib/naturalOrder.ts";
import { onStoredElsewhere, readStored, writeStored } from "../lib/storage.ts";
import { withImported, type Imported } from "./imported.ts";

/** What people keep under names, in all windows the same, whichever database is open. No two have the same place. */
export class KeptList<T extends { readonly name: string }> {
  readonly #key: string;
  readonly #isList: (value: unknown) => value is T[];
  readonly #placeOf: (item: T) => string;
  #list = $state.raw<readonly T[]>([]);
  /** What was deleted last, until something else is done. */
  deleted = $state.raw<T | null>(null);

  /** `key` is that of the window's storage. */
  constructor(key: string, isList: (value: unknown) => value is T[], placeOf: (item: T) => string) {
    this.#key = key;
    this.#isList = isList;
    this.#placeOf = placeOf;
    this.#list = this.#read();
    onStoredElsewhere(key, () => (this.#list = this.#read()));
  }

  /** By their places. */
  readonly sorted: readonly T[] = $derived.by(() =>
    this.#list.toSorted((a, b) => naturally(this.#placeOf(a), this.#placeOf(b))),
  );

  find(place: string): T | null {
    return this.#list.find((item) => this.#placeOf(item) === place) ?? null;
  }

  /** Keeps an item; one at the same place makes room. */
  save(item: T): void {
    this.#keep([...this.#without(item), item]);
  }

  /** Renames, moves or changes an item; what stood at its new place makes room. */
  replace(old: T, item: T): void {
    const place = this.#placeOf(item);
    const others = this.#list.filter((other) => other !== old && this.#placeOf(other) !== place);
    this.#keep([...others, item]);
  }

  delete(item: T): void {
    this.#keep(this.#without(item));
    this.deleted = item;
  }

  undoDelete(): void {
    if (this.deleted) this.save(this.deleted);
  }

  /** Adds the items of a file. */
  import(items: readonly T[]): Imported {
    const { list, imported } = withImported(this.#list, items, this.#placeOf);
    this.#keep(list);
    return imported;
  }

  #without(item: T): T[] {
    return this.#list.filter((other) => this.#placeOf(other) !== this.#placeOf(item));
  }

  #read(): readonly T[] {
    return readStored(this.#key, this.#isList) ?? [];
  }

  #keep(list: readonly T[]): void {
    this.#list = list;
    this.deleted = null;
    writeStored(this.#key, list);
  }
}
