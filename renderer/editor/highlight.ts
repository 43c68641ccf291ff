import type { Extension } from "@codemirror/state";
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from "@codemirror/view";
import { colourText } from "./colours.ts";
import { meanings } from "./meanings.ts";

function decorate(view: EditorView): DecorationSet {
  const spans = colourText(view.state.doc.toString(), view.state.facet(meanings));
  return Decoration.set(
    spans.map(({ from, to, className }) => Decoration.mark({ class: className }).range(from, to)),
  );
}

/** Colours the text. Expressions are short: all of it at each change. */
export const highlight: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update(update: ViewUpdate): void {
      const relearned = update.startState.facet(meanings) !== update.state.facet(meanings);
      if (update.docChanged || relearned) this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
