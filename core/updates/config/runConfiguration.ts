import { quoted } from "../../text/quoted.ts";
import { shellLines } from "./shellWords.ts";

/** The rows of each section of a run configuration file, each taken apart into its words. */
export type RunConfiguration = ReadonlyMap<string, readonly (readonly string[])[]>;

const sectionNames: ReadonlySet<string> = new Set(
  "TRIGGER GLOBAL FCAL BCAL TOF ST TAGH TAGM PS PSC TPOL CDC FDC DIRC CCAL".split(" "),
);
const frame = /^(?:=+|-+)$/;

/**
 * Reads a run configuration file. A section begins with its name alone on a line: one of those that are known, or any in
 * a frame of lines of `=` or `-`. Words are split as by a POSIX shell; a line that ends within a quotation is left out, and
 * `warn` is told which. Rows before the first section are left out.
 */
export function readRunConfiguration(text: string, warn: (message: string) => void): RunConfiguration {
  const rowsOfFile = readRows(text, warn);
  const sections = new Map<string, (readonly string[])[]>();
  let rows: (readonly string[])[] = [];
  for (const [at, words] of rowsOfFile.entries()) {
    if (isFrame(words)) continue;
    const [name = ""] = words;
    const isFramed = isFrame(rowsOfFile[at - 1]) && isFrame(rowsOfFile[at + 1]);
    if (words.length === 1 && (sectionNames.has(name) || isFramed)) {
      rows = sections.get(name) ?? [];
      sections.set(name, rows);
    } else {
      rows.push(words);
    }
  }
  return sections;
}

function isFrame(words: readonly string[] | undefined): boolean {
  return words?.length === 1 && frame.test(words[0] ?? "");
}

/** The words of each line that has some. */
function readRows(text: string, warn: (message: string) => void): (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  // Editors of Windows begin a text with a byte order mark.
  const lines = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  let number = 1;
  for (const { words, from, to } of shellLines(lines)) {
    const line = lines.slice(from, to);
    if (words === null) {
      warn(
        `Line ${number} of the run configuration, ${quoted(line.trim())}, has a quote or a backslash that is never closed; the line is left out.`,
      );
    } else if (words.length > 0) {
      rows.push(words);
    }
    number += line.split("\n").length;
  }
  return rows;
}

/** The last row of a section that begins with a word, without that; null where there is none. */
export function lastRow(configuration: RunConfiguration, section: string, first: string): string[] | null {
  const row = configuration.get(section)?.findLast(([word]) => word === first);
  return row ? row.slice(1) : null;
}
