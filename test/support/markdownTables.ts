/** The tables of a page of documentation, which tests hold against the tables of the program. */

/** The text between a heading, of whichever level, and the next one of that level or above. */
export function sectionOf(page: string, heading: string): string {
  const [, level = "", after] = new RegExp(`^(#+) ${heading}\n([^]*)`, "m").exec(page) ?? [];
  if (after === undefined) throw new Error(`no section ${heading}`);
  const next = after.search(new RegExp(`^#{1,${level.length}} `, "m"));
  return next < 0 ? after : after.slice(0, next);
}

/** The rows of a text's tables, heads left out, each as its cells without the blanks around them. */
export function rowsOf(text: string): string[][] {
  const lines = text.split("\n").filter((line) => line.startsWith("|"));
  return lines
    .filter((line, at) => !isRule(line) && !isRule(lines[at + 1] ?? ""))
    .map((line) => line.slice(1, -1).split(/(?<!\\)\|/))
    .map((cells) => cells.map((cell) => cell.trim().replaceAll(String.raw`\|`, "|")));
}

function isRule(line: string): boolean {
  return /^\|[-| :]+$/.test(line);
}
