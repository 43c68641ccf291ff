import { readText } from "./readInput.ts";

/** The text itself, or for `@FILE` and `-` that of a file or of standard input without its last line end. */
export async function valueText(text: string): Promise<string> {
  if (text.startsWith("@@")) return text.slice(1);
  if (text !== "-" && !text.startsWith("@")) return text;
  const content = await readText(text === "-" ? text : text.slice(1));
  return content.replace(/\r?\n$/, "");
}
