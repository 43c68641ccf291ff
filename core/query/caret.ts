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
  const line = text.slice(lineStart, newline < 0 ? text.length : newline).replace(/\r$/, "");
  const before = line.slice(0, from - lineStart);
  const marked = line.slice(from - lineStart, Math.max(place.to, from) - lineStart);
  const indent = Array.from(before, (character) =>
    character === "\t" ? "\t" : " ".repeat(columns(character)),
  );
  const width = Array.from(marked, columns).reduce((sum, own) => sum + own, 0);
  return `${line}\n${indent.join("")}${"^".repeat(Math.max(width, 1))}`;
}

/** How many columns of a terminal a character takes: none, one, or two. */
export function columns(character: string): number {
  if (withoutWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
