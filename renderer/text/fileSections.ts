/** The sections of a run configuration in an editor: they can be collapsed. */
import { foldGutter, foldKeymap, foldService } from "@codemirror/language";
import { EditorState, type Extension, type Text } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { isFrame, isHeading } from "./fileColours.ts";

/** So far the end of a section is looked for. */
const LONGEST_SECTION = 20_000;

function lineText(document: Text, number: number): string | null {
  return number >= 1 && number <= document.lines ? document.line(number).text : null;
}

function isHeadingAt(document: Text, number: number): boolean {
  const line = lineText(document, number);
  return (
    line !== null &&
    line.length < 200 &&
    isHeading(line, lineText(document, number - 1), lineText(document, number + 1))
  );
}

/** From the end of a heading to the last line before the next one with what frames it; null for other lines. */
function sectionAt(state: EditorState, start: number): { from: number; to: number } | null {
  const { doc } = state;
  const line = doc.lineAt(start);
  if (!isHeadingAt(doc, line.number)) return null;
  let last = Math.min(doc.lines, line.number + LONGEST_SECTION);
  for (let number = line.number + 1; number <= last; number++) {
    if (!isHeadingAt(doc, number)) continue;
    last = isFrame(lineText(doc, number - 1)) ? number - 2 : number - 1;
  }
  // Blank lines between the sections stay.
  while (last > line.number && /^\s*$/.test(doc.line(last).text)) last--;
  return last > line.number ? { from: line.to, to: doc.line(last).to } : null;
}

function marker(isOpen: boolean): HTMLElement {
  const mark = document.createElement("span");
  mark.textContent = isOpen ? "⌄" : "›";
  mark.title = isOpen ? "Collapse this section" : "Expand this section";
  return mark;
}

/** Collapsing by sections: in the gutter, and by the keys of the editor. */
export const foldSections: Extension = [
  foldService.of((state, start) => sectionAt(state, start)),
  foldGutter({ markerDOM: marker }),
  keymap.of(foldKeymap),
  // The library's own words.
  EditorState.phrases.of({
    unfold: "expand",
    "folded code": "collapsed lines",
    "Folded lines": "Collapsed lines",
    "Unfolded lines": "Expanded lines",
  }),
];
