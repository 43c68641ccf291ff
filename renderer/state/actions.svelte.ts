import { untrack } from "svelte";
import { isTyping, KeyReader } from "./keyReader.ts";

/** Something people can do, by the command palette, by a key, or by both. */
export interface Action {
  /** Unique among those that are there at a time. */
  readonly id: string;
  /** What it does, as on a button: “Export the result”. */
  readonly name: string;
  /** Under which heading it stands in the palette and in the list of keys. */
  readonly group: string;
  /** As people read them: `Mod+E` (Control, on a Mac Command), `Alt+ArrowLeft`, `?`, or one plain key after another, `G R`. */
  readonly keys?: readonly string[];
  /** Whether it can be done now; without it: always. */
  readonly isPossible?: () => boolean;
  readonly act: () => void;
}

/** All actions of the window: the frame's, and those of the page that is shown. */
export class Actions {
  #provided = $state.raw<readonly (readonly Action[])[]>([]);
  readonly #reader = new KeyReader();

  readonly all: readonly Action[] = $derived(this.#provided.flat());

  /** Adds actions until the returned function is called; those added last win a key. Made for `$effect`. */
  provide(actions: readonly Action[]): () => void {
    // Untracked: an effect that provides does not depend on what others provide.
    this.#provided = [...untrack(() => this.#provided), actions];
    return () => {
      this.#provided = untrack(() => this.#provided).filter((other) => other !== actions);
    };
  }

  /** Acts on a key, unless it is for what people type into, or something floats that has keys of its own. */
  handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || somethingFloats()) return;
    const pressed = this.#reader.read(event);
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isPlain && isTyping(event)) return;
    // A pair comes before its second key alone.
    const action = pressed.map((key) => this.#actionOf(key)).find((found) => found !== undefined);
    if (!action) return;
    event.preventDefault();
    this.#reader.reset();
    action.act();
  }

  #actionOf(key: string): Action | undefined {
    return this.all.findLast(({ keys = [], isPossible }) => keys.includes(key) && (isPossible?.() ?? true));
  }
}

/** Menus and dialogs have keys of their own, and are closed by the browser. */
function somethingFloats(): boolean {
  return document.querySelector(":popover-open, dialog[open]") !== null;
}
