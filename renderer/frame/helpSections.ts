/** The texts of docs/ in sections, to be shown as text: what Markdown marks is left out. */
interface Block {
  /** Tables and examples keep their lines. */
  readonly isCode: boolean;
  readonly text: string;
}
interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** The sections of a page, by its headings; what stands before the first one has the title of the page. */
export function sectionsOf(markdown: string): readonly Section[] {
  return markdown
    .split(/^(?=#{1,3} )/m)
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const [first = "", ...rest] = part.split("\n");
      return { title: plain(first.replace(/^#+ /, "")), blocks: blocksOf(rest.join("\n")) };
    })
    .filter(({ blocks }) => blocks.length > 0);
}

function blocksOf(text: string): readonly Block[] {
  return text
    .split(/^```.*$/m)
    .flatMap((part, at) => (at % 2 === 1 ? [{ isCode: true, text: part.trim() }] : partsOf(part)));
}

function partsOf(text: string): readonly Block[] {
  return text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const isTable = part.trimStart().startsWith("|");
      return isTable ? { isCode: true, text: table(part) } : { isCode: false, text: paragraph(part) };
    });
}

/** Lines of a paragraph are one; those of a list begin anew. */
function paragraph(text: string): string {
  return plain(
    text
      .trim()
      .replaceAll(/\n(?!\s*(?:[-*]|\d+\.) )\s*/g, " ")
      .replaceAll(/^\s*[-*] /gm, "• "),
  );
}

function table(text: string): string {
  return text
    .trim()
    .split("\n")
    .filter((line) => !/^[|\s:-]+$/.test(line))
    .map((line) =>
      line
        .replaceAll(/^\||\|$/g, "")
        .replaceAll("`", "")
        .trim(),
    )
    .join("\n");
}

function plain(text: string): string {
  return (
    text
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replaceAll("**", "")
      // Keys that are pressed together stay together.
      .replaceAll(/(?<=\b(?:Ctrl|Alt|Shift)|⌘)-/g, "\u2011")
      .replaceAll("`", "")
  );
}
