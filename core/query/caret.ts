import type { Span } from "./tree.ts";

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;
const withoutWidth = /[\p{Mark}\u200b-\u200d]/u;

/**
 * For a terminal: the line of the text in which a problem begins and, beneath it, carets under its place.
 * A place that reaches over the end of the line is marked up to that end.
 */
export function caret(text: string, place: Span): string {
  const from = Math.min(place.from, text.length);
  const lineStart = text.lastIndexOf("\n", from - 1) + 1;
  const newline = text.indexOf("\n", from);
  const whole = text.slice(lineStart, newline < 0 ? text.length : newline).replace(/\r$/, "");
  const { line, cutOff } = around(whole, from - lineStart);
  const start = from - lineStart - cutOff;
  const before = line.slice(0, start);
  const marked = line.slice(start, Math.max(place.to - lineStart - cutOff, start));
  const indent = Array.from(before, (character) =>
    character === "\t" ? "\t" : " ".repeat(columns(character)),
  );
  const width = Array.from(marked, columns).reduce((sum, own) => sum + own, 0);
  return `${line}\n${indent.join("")}${"^".repeat(Math.max(width, 1))}`;
}

/** A line that is longer than this is shown around the place only. */
const mostOfLine = 300;

/** A long line from somewhat before a place, and how many of its characters are left out there. */
function around(line: string, at: number): { readonly line: string; readonly cutOff: number } {
  if (line.length <= mostOfLine) return { line, cutOff: 0 };
  const first = Math.max(0, Math.min(at - 60, line.length - 120));
  const shown = line.slice(first, first + 120);
  const end = first + 120 < line.length ? "…" : "";
  return first === 0 ? { line: shown + end, cutOff: 0 } : { line: `…${shown}${end}`, cutOff: first - 1 };
}

/** How many columns of a terminal a character takes: none, one, or two. */
export function columns(character: string): number {
  if (withoutWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
