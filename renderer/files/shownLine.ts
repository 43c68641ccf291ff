/** A line of a file as a picture shows it: no character is unseen or turns the writing around, and it fits its room. */
import { escapeControls } from "../../core/text/escapeControls.ts";
import type { LinePart } from "../text/diffRows.ts";

/** Cells of a tab, as in the view of a file. */
const tabSize = 4;

/** A part of a line at its place in cells of a font whose characters are all as wide. */
interface ShownPart {
  readonly text: string;
  readonly at: number;
  readonly cells: number;
  readonly isChanged: boolean;
}

/** The parts of a line in their cells, cut with `…` where they are more than `room`. */
export function shownLine(parts: readonly LinePart[], room: number): readonly ShownPart[] {
  const characters: ShownPart[] = [];
  let end = 0;
  for (const { text, isChanged } of parts) {
    // A line may be a whole file: no more of it is looked at than there may be room for.
    for (const character of text.slice(0, 2 * (room + 1))) {
      if (end > room) break;
      const shown = character === "\t" ? " ".repeat(tabSize - (end % tabSize)) : visible(character);
      const cells = cellsOf(shown);
      characters.push({ text: shown, at: end, cells, isChanged });
      end += cells;
    }
  }
  if (end > room) {
    while (end >= room) end -= characters.pop()?.cells ?? end;
    characters.push({ text: "…", at: end, cells: 1, isChanged: false });
  }
  return together(characters);
}

/** How many cells the parts of a line take, cut at the most. */
export function cellsOfLine(parts: readonly LinePart[], most: number): number {
  const last = shownLine(parts, most).at(-1);
  return last ? last.at + last.cells : 0;
}

function together(characters: readonly ShownPart[]): readonly ShownPart[] {
  const parts: ShownPart[] = [];
  for (const character of characters) {
    const last = parts.at(-1);
    if (last?.isChanged === character.isChanged) {
      const [text, cells] = [last.text + character.text, last.cells + character.cells];
      parts[parts.length - 1] = { ...last, text, cells };
    } else parts.push(character);
  }
  return parts;
}

/** Marks of no width, lone surrogates, what has no meaning or a private one, and blanks that only look like one. */
const unseen = /[\p{Cf}\p{Cs}\p{Co}\p{Cn}]|(?! )\p{Zs}/u;

function visible(character: string): string {
  if (!unseen.test(character)) return escapeControls(character);
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2) return `\\x${code}`;
  return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\u{${code}}`;
}

/** Ideographs, kana, Hangul, full-width forms and pictographs: twice as wide as a letter. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += wide.test(character) ? 2 : 1;
  return cells;
}
