/** Beyond the places of open windows, those in which drafts of closed ones are looked for. */
const mostLeft = 8;

/**
 * Which window keeps which draft of a database: two windows with the same one open would write over each other's. A place is free
 * again when its window has closed, or has another database open.
 */
export class DraftPlaces {
  /** By connection string, the windows by their places. */
  readonly #windows = new Map<string, (number | null)[]>();

  /** The window's place, from 0: the one that it has, or else a free one, the first with a draft that a window has left if there is one. */
  placeOf(connection: string, window: number, hasDraft: (place: number) => boolean): number {
    for (const other of this.#windows.keys()) if (other !== connection) this.#leave(other, window);
    const windows = this.#windows.get(connection) ?? [];
    this.#windows.set(connection, windows);
    const own = windows.indexOf(window);
    if (own !== -1) return own;
    const free = this.#free(connection);
    const place = free.find(hasDraft) ?? free[0] ?? windows.length;
    while (windows.length <= place) windows.push(null);
    windows[place] = window;
    return place;
  }

  /** How many drafts there are at places that no window has. */
  left(connection: string, hasDraft: (place: number) => boolean): number {
    return this.#free(connection).filter(hasDraft).length;
  }

  #free(connection: string): number[] {
    const windows = this.#windows.get(connection) ?? [];
    const places = Array.from({ length: windows.length + mostLeft }, (_, place) => place);
    return places.filter((place) => (windows[place] ?? null) === null);
  }

  /** Frees the places of a window that has closed. */
  leave(window: number): void {
    for (const connection of this.#windows.keys()) this.#leave(connection, window);
  }

  #leave(connection: string, window: number): void {
    const windows = (this.#windows.get(connection) ?? []).map((one) => (one === window ? null : one));
    if (windows.every((one) => one === null)) this.#windows.delete(connection);
    else this.#windows.set(connection, windows);
  }
}
