/** A file's text in a read-only CodeMirror, which draws only the lines in sight: megabytes stay smooth. */
import { Compartment, EditorState, StateEffect, StateField, type Extension } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  highlightSpecialChars,
  lineNumbers,
  type DecorationSet,
} from "@codemirror/view";
import type { FileFormat } from "./fileColours.ts";
import { foldSections } from "./fileSections.ts";
import { colourFile, fileTheme } from "./fileTheme.ts";

export interface MarkedPlaces {
  readonly starts: readonly number[];
  readonly length: number;
  /** Which of them is shown, or -1. */
  readonly current: number;
}
const mark = StateEffect.define<MarkedPlaces>();
const markLine = StateEffect.define<number>();

const found = Decoration.mark({ class: "file-found" });
const current = Decoration.mark({ class: "file-found file-current" });
const shownLine = Decoration.line({ class: "file-line" });

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    for (const effect of transaction.effects) if (effect.is(mark)) decorations = decorate(effect.value);
    return decorations;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const line = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(markLine)) decorations = Decoration.set(shownLine.range(effect.value));
    }
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
/** Wrapping a line means to measure all of it. */
const LONGEST_WRAPPED = 50_000;

/** What every view of a file has: it is read and not changed, and nothing in it is invisible. */
export function readOnlyFile(label: string): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    lineNumbers(),
    // Those that turn the direction of what follows can make a text look like another.
    highlightSpecialChars({ addSpecialChars: /[\u202a-\u202c\u2068\u0080-\u009f]/g }),
    EditorView.contentAttributes.of({
      role: "textbox",
      "aria-label": label,
      "aria-readonly": "true",
      "aria-multiline": "true",
      tabindex: "0",
    }),
    fileTheme,
  ];
}

/** Makes the view of a text within `parent`. */
export function createFileText(
  parent: HTMLElement,
  text: string,
  label: string,
  format: FileFormat,
): EditorView {
  const extensions: Extension[] = [
    readOnlyFile(label),
    format === "configuration" ? foldSections : [],
    colourFile(format),
    wrapping.of([]),
    line,
    marks,
  ];
  return new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
}

/** Marks places and brings the current one into sight. */
export function showPlaces(view: EditorView, places: MarkedPlaces): void {
  const start = places.starts[places.current];
  const scroll = start === undefined ? [] : [EditorView.scrollIntoView(start, { y: "center" })];
  view.dispatch({ effects: [mark.of(places), ...scroll] });
}

/** Brings a line into sight and marks it; beyond the end the last one. */
export function showLine(view: EditorView, number: number): void {
  const { doc } = view.state;
  const { from } = doc.line(Math.max(1, Math.min(number, doc.lines)));
  view.dispatch({ effects: [markLine.of(from), EditorView.scrollIntoView(from, { y: "center" })] });
}

/** Whether the lines of a text can be wrapped. */
export function canWrap(text: string): boolean {
  let start = 0;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
    if (end - start > LONGEST_WRAPPED) return false;
    start = end + 1;
  }
  return text.length - start <= LONGEST_WRAPPED;
}

export function wrapLines(view: EditorView, wrap: boolean): void {
  view.dispatch({ effects: wrapping.reconfigure(wrap ? EditorView.lineWrapping : []) });
}
