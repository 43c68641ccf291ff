import type { QueryFix } from "../../core/query/index.ts";

/** What the button of a fix says, in two parts: words, and what is to stand in the text. */
export function fixLabel({ from, to, insert, label }: QueryFix): { words: string; code: string } {
  const code = insert.trim();
  if (code === "") return { words: capitalize(label), code: "" };
  if (label !== code) return { words: capitalize(label.replace(code, "").trim()), code };
  return { words: from === to ? "Insert" : "Change to", code };
}

function capitalize(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
