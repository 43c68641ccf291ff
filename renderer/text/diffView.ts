/** Two texts in one view: beside each other, or as one with what was removed and added. */
import {
  getChunks,
  getOriginalDoc,
  goToNextChunk,
  goToPreviousChunk,
  MergeView,
  unifiedMergeView,
  type MergeConfig,
} from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { folding } from "./diffRows.ts";
import type { FileFormat } from "./fileColours.ts";
import { readOnlyFile } from "./fileText.ts";
import { colourFile } from "./fileTheme.ts";
import { foldButtons } from "./foldedLines.ts";
import type { TextChanges } from "./textChanges.ts";

export const layouts = ["side by side", "unified"] as const;
export type Layout = (typeof layouts)[number];

export interface DiffOptions {
  readonly layout: Layout;
  readonly format: FileFormat;
  /** Whether long parts without changes are folded. */
  readonly folds: boolean;
  readonly wraps: boolean;
  /** Names of both texts, for screen readers. */
  readonly labels: readonly [left: string, right: string];
}

/** A view of changes that is in the page. */
export interface DiffView {
  /** How many places there are that differ. */
  readonly count: number;
  /** Goes to the next place that differs, or to the one before. */
  readonly step: (by: 1 | -1) => void;
  readonly destroy: () => void;
}

const theme = EditorView.theme({
  "&.cm-editor": { height: "100%" },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": {
    background: "color-mix(in srgb, var(--removed) 9%, transparent)",
  },
  "&.cm-merge-b .cm-changedLine": { background: "color-mix(in srgb, var(--added) 9%, transparent)" },
  "&.cm-merge-a.cm-editor .cm-changedText, &.cm-editor .cm-deletedChunk .cm-deletedText": {
    background: "color-mix(in srgb, var(--removed) 26%, transparent)",
  },
  "&.cm-merge-b.cm-editor .cm-changedText": {
    background: "color-mix(in srgb, var(--added) 26%, transparent)",
  },
  // The sign beside a line says what the colour says.
  ".cm-changeGutter": { width: "16px", paddingLeft: "0" },
  "&.cm-editor .cm-changedLineGutter, &.cm-editor .cm-deletedLineGutter": {
    background: "transparent",
    fontWeight: "600",
    textAlign: "center",
  },
  "&.cm-merge-a .cm-changedLineGutter::before, .cm-deletedLineGutter::before": {
    content: '"−"',
    color: "var(--removed)",
  },
  "&.cm-merge-b .cm-changedLineGutter::before": { content: '"+"', color: "var(--added)" },
  ".cm-deletedChunk": { paddingLeft: "8px" },
  // Removed and added lines stand below each other letter by letter.
  "&.cm-editor.cm-merge-unified .cm-line": { paddingLeft: "calc(8px + 5ch)" },
  // What they were numbered before stands before them: beside them are the numbers of now.
  ".cm-deletedChunk .cm-deletedLine": { counterIncrement: "deleted" },
  ".cm-deletedChunk .cm-deletedLine::before": {
    content: "counter(deleted)",
    display: "inline-block",
    minWidth: "4ch",
    marginRight: "1ch",
    color: "var(--text-faint)",
    textAlign: "right",
    userSelect: "none",
  },
  "&.cm-editor .cm-collapsedLines": {
    padding: "3px 12px",
    background: "var(--background-sunken)",
    color: "var(--text-muted)",
    fontFamily: "var(--font-interface)",
    cursor: "pointer",
  },
  "&.cm-editor .cm-collapsedLines::before": { content: '"⋯"' },
  "&.cm-editor .cm-collapsedLines::after": { content: '""' },
  "&.cm-editor .cm-collapsedLines:hover": { color: "var(--text)" },
  "&.cm-editor .cm-collapsedLines:focus-visible": {
    outline: "2px solid var(--accent)",
    outlineOffset: "-2px",
  },
  // Where people force the colours there are no tints, and the sign says only which line it is.
  "@media (forced-colors: active)": {
    ".cm-changedText, .cm-deletedChunk .cm-deletedText": { textDecoration: "underline 2px" },
  },
  ".cm-mergeSpacer": {
    background: "repeating-linear-gradient(-45deg, transparent 0 5px, var(--background-hover) 5px 6px)",
  },
});

/** Makes the view of what differs within `parent`; `right` is compared with the left text of `changes`. */
export function createDiffView(
  parent: HTMLElement,
  right: string,
  { left, changes }: TextChanges,
  { layout, format, folds, wraps, labels }: DiffOptions,
): DiffView {
  const config: MergeConfig = {
    // What differs is known; a list of its own, as the library changes it.
    diffConfig: { override: () => [...changes] },
    ...(folds ? { collapseUnchanged: folding } : {}),
  };
  const extensions = (label: string): Extension => [
    readOnlyFile(label),
    colourFile(format),
    wraps ? EditorView.lineWrapping : [],
    theme,
  ];
  if (layout === "side by side") {
    const view = new MergeView({
      parent,
      a: { doc: left, extensions: extensions(labels[0]) },
      // The folds of both sides are the same: one of each is enough to go to.
      b: { doc: right, extensions: [extensions(labels[1]), foldButtons] },
      ...config,
    });
    return stepping(view.b, () => view.destroy());
  }
  const unified = unifiedMergeView({
    ...config,
    original: left,
    mergeControls: false,
    syntaxHighlightDeletions: false,
  });
  const state = EditorState.create({
    doc: right,
    extensions: [
      extensions(labels[1]),
      foldButtons,
      unified,
      deletedNumbers,
      EditorView.editorAttributes.of({ class: "cm-merge-unified" }),
    ],
  });
  const view = new EditorView({ parent, state });
  return stepping(view, () => view.destroy());
}

/** Says above each removed part which line of the left text is its first: the style sheet counts on from there. */
const deletedNumbers = ViewPlugin.fromClass(
  class {
    constructor(view: EditorView) {
      this.update({ view });
    }

    update({ view }: Pick<ViewUpdate, "view">): void {
      view.requestMeasure({
        read: () => {
          const chunks = getChunks(view.state)?.chunks ?? [];
          const original = getOriginalDoc(view.state);
          return [...view.contentDOM.querySelectorAll<HTMLElement>(".cm-deletedChunk")].flatMap((part) => {
            const at = view.posAtDOM(part);
            const chunk = chunks.find(
              ({ fromA, toA, fromB, endB }) => toA > fromA && fromB <= at && at <= endB,
            );
            return chunk ? [{ part, line: original.lineAt(chunk.fromA).number }] : [];
          });
        },
        write: (parts) => {
          for (const { part, line } of parts) part.style.counterReset = `deleted ${line - 1}`;
        },
      });
    }
  },
);

function stepping(view: EditorView, destroy: () => void): DiffView {
  return {
    count: getChunks(view.state)?.chunks.length ?? 0,
    step: (by) => {
      (by === 1 ? goToNextChunk : goToPreviousChunk)(view);
    },
    destroy,
  };
}
