import { isTyping, keysTimeout, KeyReader } from "../lib/keyReader.ts";

/**
 * One or more, as people read them: `Mod+E` (Control, on a Mac Command), `Alt+ArrowLeft`, `?`, or one plain key after
 * another, `G R`.
 */
export type Keys = readonly [string, ...string[]];

/** Something people can do, by the command palette or by a key. */
export interface Action {
  /** Unique among those that are there at a time. */
  readonly id: string;
  /** What it does, as on a button: “Export the result”. */
  readonly name: string;
  /** Under which heading it stands in the palette and in the list of keys. */
  readonly group: string;
  /** Any of them does it. */
  readonly keys: Keys;
  /** Whether it can be done now; without it: always. */
  readonly isPossible?: () => boolean;
  readonly act: () => void;
}

/** All actions of the window: the frame's, and those of the page that is shown. */
export class Actions {
  /** Not the state itself: an effect does not depend on what others provide, and one that ends reads an old state. */
  #lists: readonly (readonly Action[])[] = [];
  #provided = $state.raw(this.#lists);
  readonly #reader = new KeyReader();

  readonly all: readonly Action[] = $derived(this.#provided.flat());
  /** The first key of a pair, while its second one is waited for. */
  first = $state<string | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Adds actions until the returned function is called; those added last win a key. Made for `$effect`. */
  provide(actions: readonly Action[]): () => void {
    this.#set([...this.#lists, actions]);
    return () => this.#set(this.#lists.filter((other) => other !== actions));
  }

  /** Acts on a key, unless it is for what people type into, or something floats that has keys of its own. */
  handle(event: KeyboardEvent): void {
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    this.#await(null);
    if (event.defaultPrevented || event.isComposing || somethingFloats()) return;
    const pressed = this.#reader.read(event);
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !/^F\d/.test(event.key);
    if (isPlain && isTyping(event)) {
      this.#reader.reset();
      return;
    }
    // A pair comes before its second key alone.
    const action = pressed.map((key) => this.#actionOf(key)).find((found) => found !== undefined);
    if (!action) {
      this.#await(this.#reader.first);
      return;
    }
    event.preventDefault();
    this.#reader.reset();
    action.act();
  }

  /** What can be done now by a key after a first one, the key first. */
  after(first: string): readonly (readonly [key: string, action: Action])[] {
    return this.all.flatMap((action) =>
      (action.isPossible?.() ?? true)
        ? action.keys
            .filter((keys) => keys.startsWith(`${first} `))
            .map((keys) => [keys.slice(first.length + 1), action] as const)
        : [],
    );
  }

  #await(first: string | null): void {
    clearTimeout(this.#timer);
    this.first = first;
    if (first !== null) this.#timer = setTimeout(() => (this.first = null), keysTimeout);
  }

  /** Does an action that is there and possible now. */
  perform(id: string): void {
    const action = this.all.findLast((one) => one.id === id);
    if (action && (action.isPossible?.() ?? true)) action.act();
  }

  #set(lists: readonly (readonly Action[])[]): void {
    this.#lists = lists;
    this.#provided = lists;
  }

  #actionOf(key: string): Action | undefined {
    return this.all.findLast(({ keys, isPossible }) => keys.includes(key) && (isPossible?.() ?? true));
  }
}

/** Menus and dialogs have keys of their own, and are closed by the browser. */
function somethingFloats(): boolean {
  return document.querySelector('[popover="auto"]:popover-open, dialog[open]') !== null;
}
