/** Unchanged lines that a view of changes has folded: the library opens them by a click only; here by keys, too. */
import type { Extension } from "@codemirror/state";
import { ViewPlugin, type EditorView, type ViewUpdate } from "@codemirror/view";

const selector = ".cm-collapsedLines";

function isFold(target: EventTarget | null): target is HTMLElement {
  return target instanceof HTMLElement && target.matches(selector);
}

/** Makes buttons of the folds that are drawn, in the Tab order. */
class FoldButtons {
  readonly #view: EditorView;

  constructor(view: EditorView) {
    this.#view = view;
    this.#later();
  }

  update({ docChanged, viewportChanged, transactions }: ViewUpdate): void {
    if (docChanged || viewportChanged || transactions.length > 0) this.#later();
  }

  /** Folds are drawn after the plugins were told of an update. */
  #later(): void {
    this.#view.requestMeasure({ key: this, read: () => this.#folds(), write: makeButtons });
  }

  #folds(): readonly HTMLElement[] {
    return [...this.#view.contentDOM.querySelectorAll<HTMLElement>(selector)];
  }

  /** Opens a fold; the focus goes on to the next one, or to the text where it was the last. */
  open(fold: HTMLElement): void {
    const at = this.#folds().indexOf(fold);
    fold.click();
    const next = this.#folds()[at];
    makeButtons(next ? [next] : []);
    // What was opened is to stay in sight.
    (next ?? this.#view.contentDOM).focus({ preventScroll: true });
  }
}

function makeButtons(folds: readonly HTMLElement[]): void {
  for (const fold of folds) {
    fold.tabIndex = 0;
    fold.role = "button";
    fold.ariaLabel = `Show ${fold.textContent}`;
  }
}

/** Makes the folded lines of a view reachable by Tab; Enter and Space open them. */
export const foldButtons: Extension = ViewPlugin.fromClass(FoldButtons, {
  eventHandlers: {
    keydown(event) {
      if (!isFold(event.target) || (event.key !== "Enter" && event.key !== " ")) return false;
      event.preventDefault();
      this.open(event.target);
      return true;
    },
  },
});
