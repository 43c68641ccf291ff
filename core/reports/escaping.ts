/** Values within a report: hostile texts are to be read, never to act. */
import { escapeControls } from "../text/escapeControls.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** A value as HTML, within text or a quoted attribute. */
export function htmlText(value: string): string {
  return escapeControls(value).replaceAll(/[&<>"'`]/g, (character) => entities[character] ?? character);
}

/**
 * A value as Markdown, in one line: nothing in it is a mark, a link, HTML or the beginning of a block. Addresses and mentions, which some
 * readers make links of, are broken.
 */
export function markdownText(value: string): string {
  const inLine = escapeControls(value.replaceAll(/\s+/g, " ").trim());
  return inLine
    .replaceAll(/[\\`*_<>[\]|&#~!$^@]/g, String.raw`\$&`)
    .replaceAll(/:(?=\/\/)/g, String.raw`\:`)
    .replaceAll(/(?<=www)\./gi, String.raw`\.`)
    .replace(/^[-+=:]/, String.raw`\$&`)
    .replace(/^(\d+)([.)])(?=\s|$)/, String.raw`$1\$2`);
}
