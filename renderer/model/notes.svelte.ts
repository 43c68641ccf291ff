/** Something that is over, to be told for a while. */
export interface Note {
  readonly kind: "done" | "failed";
  readonly words: string;
  /** The file that was written, where the system can show it. */
  readonly path: string | null;
}

/** The number of them that are shown at once. */
const mostShown = 3;

/** What the window tells of finished work, the last one at the end: it floats over the page and takes no place in it. */
export class Notes {
  list = $state.raw<readonly Note[]>([]);

  tell(words: string, path: string | null = null): void {
    this.#add({ kind: "done", words, path });
  }

  /** Tells what did not work; it stays until people take it away. */
  tellFailure(words: string): void {
    this.#add({ kind: "failed", words, path: null });
  }

  dismiss(note: Note): void {
    this.list = this.list.filter((other) => other !== note);
  }

  #add(note: Note): void {
    this.list = [...this.list, note].slice(-mostShown);
  }
}
