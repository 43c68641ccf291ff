/** How files look in CodeMirror: the window's colours by their variables, the parts of a line by their format. */
import type { Extension, Text } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { colourLine, type FileFormat } from "./fileColours.ts";

/** Colours the lines in sight. */
export function colourFile(format: FileFormat): Extension {
  if (format === "plain") return [];
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = decorate(view, format);
      }
      update(update: ViewUpdate): void {
        if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view, format);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function decorate(view: EditorView, format: FileFormat): DecorationSet {
  const { doc } = view.state;
  const text = (document: Text, number: number): string | null =>
    number >= 1 && number <= document.lines ? document.line(number).text : null;
  const marks = view.visibleRanges.flatMap(({ from, to }) => {
    const numbers = [];
    for (let number = doc.lineAt(from).number; number <= doc.lineAt(to).number; number++)
      numbers.push(number);
    return numbers.flatMap((number) => {
      const line = doc.line(number);
      return colourLine(format, line.text, text(doc, number - 1), text(doc, number + 1)).map((part) =>
        Decoration.mark({ class: part.className }).range(line.from + part.from, line.from + part.to),
      );
    });
  });
  return Decoration.set(marks, true);
}

export const fileTheme: Extension = EditorView.theme({
  "&": { height: "100%", background: "var(--background)", color: "var(--text)", fontSize: "12px" },
  "&.cm-focused": { outline: "none" },
  "&:has(> .cm-scroller > .cm-content:focus-visible)": {
    outline: "2px solid var(--accent)",
    outlineOffset: "-2px",
  },
  ".cm-content:focus-visible": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-code)", fontVariantLigatures: "none", lineHeight: "18px" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 12px 0 8px" },
  ".cm-gutters": { border: "0", background: "var(--background)", color: "var(--text-faint)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 8px 0 12px", minWidth: "40px" },
  ".cm-foldGutter .cm-gutterElement": { width: "14px", cursor: "pointer", textAlign: "center" },
  ".cm-foldPlaceholder": {
    margin: "0 4px",
    padding: "0 6px",
    border: "1px solid var(--border-strong)",
    borderRadius: "4px",
    background: "var(--background-hover)",
    color: "var(--text-muted)",
  },
  ".cm-specialChar": { color: "var(--danger)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 28%, transparent)",
  },

  ".file-comment, .file-frame": { color: "var(--syntax-comment)" },
  ".file-heading": { color: "var(--syntax-function)", fontWeight: "600" },
  ".file-key": { color: "var(--syntax-property)" },
  ".file-string, .file-path": { color: "var(--syntax-string)" },
  ".file-number": { color: "var(--syntax-number)" },
  ".file-constant": { color: "var(--syntax-keyword)" },
  ".file-found": { background: "var(--warning-soft)", boxShadow: "0 0 0 1px var(--warning)" },
  ".file-current, .file-current *": { background: "var(--warning)", color: "var(--background)" },
  ".file-line": { background: "var(--accent-soft)" },
});
