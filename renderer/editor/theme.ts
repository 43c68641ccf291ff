/** The editor in the window's colours: all of them variables, so both themes come from here. */
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const LINE_HEIGHT = 20;
const MOST_LINES = 8;

export const theme: Extension = EditorView.theme({
  "&": { color: "var(--text)", background: "transparent", fontSize: "13px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--font-code)",
    // What is typed is what is seen: `==` is two signs.
    fontVariantLigatures: "none",
    lineHeight: `${LINE_HEIGHT}px`,
    maxHeight: `${LINE_HEIGHT * MOST_LINES + 10}px`,
  },
  ".cm-content": {
    minWidth: "0",
    padding: "5px 0",
    caretColor: "var(--accent)",
  },
  ".cm-line": { padding: "0 10px" },
  // A cursor that blinks makes the window paint all the time.
  "@media (prefers-reduced-motion: reduce)": { "& .cm-cursorLayer": { animation: "none !important" } },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 28%, transparent)",
  },
  // In one line, cut: a long example does not make the bar taller.
  ".cm-placeholder": {
    color: "var(--text-faint)",
    fontFamily: "var(--font-interface)",
    display: "inline-block",
    maxWidth: "100%",
    overflow: "hidden",
    textOverflow: "ellipsis",
    verticalAlign: "top",
    whiteSpace: "nowrap",
  },
  "&.cm-focused .cm-matchingBracket": { background: "var(--accent-soft)", color: "inherit" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "var(--danger-soft)", color: "var(--danger)" },

  ".query-string": { color: "var(--syntax-string)" },
  ".query-number": { color: "var(--syntax-number)" },
  ".query-keyword": { color: "var(--syntax-keyword)" },
  ".query-name": { color: "var(--syntax-name)", fontWeight: "500" },
  ".query-alias": { color: "var(--syntax-alias)", fontWeight: "500" },
  ".query-operator": { color: "var(--syntax-operator)" },
  ".query-method": { color: "var(--syntax-function)" },
  ".query-unknown": { color: "var(--text-muted)", fontStyle: "italic" },
  ".query-problem": {
    textDecoration: "underline wavy var(--danger) 1px",
    textUnderlineOffset: "4px",
    textDecorationSkipInk: "none",
  },
  ".query-pointed": { background: "var(--danger-soft)", borderRadius: "2px" },

  ".cm-tooltip": {
    zIndex: "30",
    border: "0",
    borderRadius: "var(--radius)",
    background: "var(--background-raised)",
    boxShadow: "var(--shadow-float)",
    color: "var(--text)",
    fontFamily: "var(--font-interface)",
    fontSize: "13px",
    lineHeight: "20px",
  },
  ".cm-tooltip-below": { marginTop: "6px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    minWidth: "280px",
    maxWidth: "min(620px, 90vw)",
    maxHeight: "272px",
    padding: "4px",
    fontFamily: "var(--font-interface)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    height: "26px",
    padding: "0 8px",
    borderRadius: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--background-selected)",
    color: "var(--text)",
  },
  ".cm-completionLabel": { flex: "none", fontFamily: "var(--font-code)", fontSize: "12px" },
  ".cm-completionMatchedText": { color: "var(--accent-text)", fontWeight: "600", textDecoration: "none" },
  ".query-glyph": {
    display: "inline-flex",
    flex: "none",
    justifyContent: "center",
    width: "14px",
    color: "var(--syntax-alias)",
    fontFamily: "var(--font-code)",
    fontSize: "12px",
  },
  ".query-option-description": {
    overflow: "hidden",
    color: "var(--text-faint)",
    fontSize: "12px",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  ".cm-completionDetail": {
    marginLeft: "auto",
    color: "var(--text-faint)",
    fontSize: "12px",
    fontStyle: "normal",
    whiteSpace: "nowrap",
  },
  ".cm-tooltip.cm-completionInfo": { maxWidth: "340px", margin: "0 4px", padding: "0" },
  ".query-description": { maxWidth: "420px", padding: "8px 12px" },
  ".query-description-head": { display: "flex", justifyContent: "space-between", gap: "16px" },
  ".query-description-head > span": { color: "var(--text-faint)" },
  ".query-description-head > code": { fontWeight: "600", overflowWrap: "anywhere" },
  ".query-description > p": { color: "var(--text-muted)", overflowWrap: "anywhere" },
  ".query-description-facts": {
    minHeight: "40px",
    marginTop: "4px",
    color: "var(--text-faint)",
    fontVariantNumeric: "tabular-nums",
    overflowWrap: "anywhere",
  },
  ".query-description-code": {
    display: "block",
    maxHeight: "140px",
    marginTop: "4px",
    overflow: "auto",
    color: "var(--text-muted)",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  },
});
