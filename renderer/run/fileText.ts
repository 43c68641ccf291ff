/** A file's text in a read-only CodeMirror, which draws only the lines in sight: megabytes stay smooth. */
import { Compartment, EditorState, StateEffect, StateField, type Extension } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  highlightSpecialChars,
  lineNumbers,
  type DecorationSet,
} from "@codemirror/view";

export interface MarkedPlaces {
  readonly starts: readonly number[];
  readonly length: number;
  /** Which of them is shown, or -1. */
  readonly current: number;
}
const mark = StateEffect.define<MarkedPlaces>();

const found = Decoration.mark({ class: "file-found" });
const current = Decoration.mark({ class: "file-found file-current" });

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    for (const effect of transaction.effects) if (effect.is(mark)) decorations = decorate(effect.value);
    return decorations;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorate(places: MarkedPlaces): DecorationSet {
  return Decoration.set(
    places.starts.map((start, index) =>
      (index === places.current ? current : found).range(start, start + places.length),
    ),
  );
}

const wrapping = new Compartment();

const theme = EditorView.theme({
  "&": { height: "100%", background: "var(--background)", color: "var(--text)", fontSize: "12px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-code)", lineHeight: "18px" },
  ".cm-content": { padding: "8px 0" },
  ".cm-line": { padding: "0 12px 0 8px" },
  ".cm-gutters": { border: "0", background: "var(--background)", color: "var(--text-faint)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 8px 0 16px", minWidth: "40px" },
  ".file-found": { background: "var(--warning-soft)", boxShadow: "0 0 0 1px var(--warning)" },
  ".file-current": { background: "var(--warning)", color: "var(--background)" },
});

/** Makes the view of a text within `parent`. */
export function createFileText(parent: HTMLElement, text: string, label: string): EditorView {
  const extensions: Extension[] = [
    EditorState.readOnly.of(true),
    lineNumbers(),
    highlightSpecialChars(),
    wrapping.of([]),
    marks,
    EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true", tabindex: "0" }),
    theme,
  ];
  return new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
}

/** Marks places and brings the current one into sight. */
export function showPlaces(view: EditorView, places: MarkedPlaces): void {
  const start = places.starts[places.current];
  const scroll = start === undefined ? [] : [EditorView.scrollIntoView(start, { y: "center" })];
  view.dispatch({ effects: [mark.of(places), ...scroll] });
}

export function wrapLines(view: EditorView, wrap: boolean): void {
  view.dispatch({ effects: wrapping.reconfigure(wrap ? EditorView.lineWrapping : []) });
}
