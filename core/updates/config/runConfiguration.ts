import { parseArgsStringToArgv } from "string-argv";

/** The rows of each section of a run configuration file, each taken apart into its words. */
export type RunConfiguration = ReadonlyMap<string, readonly (readonly string[])[]>;

const sectionNames: ReadonlySet<string> = new Set(
  "TRIGGER GLOBAL FCAL BCAL TOF ST TAGH TAGM PS PSC TPOL CDC FDC DIRC CCAL".split(" "),
);
const frame = /^(?:=+|-+)$/;
/** What stands before a comment: `#` within quotes begins none. A quote without its second one is like any other character. */
const beforeComment = /^(?:[^#"']|"[^"]*"|'[^']*'|["'])*/;

/**
 * Reads a run configuration file. A section begins with its name alone on a line: one of those that are known, or any in
 * a frame of lines of `=` or `-`. Words are split at blanks, with quotes as a shell has them. Rows before the first section are
 * left out.
 */
export function readRunConfiguration(text: string): RunConfiguration {
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((line) => beforeComment.exec(line)?.[0].trim() ?? "")
    .filter((line) => line !== "");
  const sections = new Map<string, (readonly string[])[]>();
  let rows: (readonly string[])[] = [];
  for (const [at, line] of lines.entries()) {
    if (frame.test(line)) continue;
    const words = parseArgsStringToArgv(line);
    const [name = ""] = words;
    const isFramed = frame.test(lines[at - 1] ?? "") && frame.test(lines[at + 1] ?? "");
    if (words.length === 1 && (sectionNames.has(name) || isFramed)) {
      rows = sections.get(name) ?? [];
      sections.set(name, rows);
    } else {
      rows.push(words);
    }
  }
  return sections;
}

/** The last row of a section that begins with a word, without that; null where there is none. */
export function lastRow(configuration: RunConfiguration, section: string, first: string): string[] | null {
  const row = configuration.get(section)?.findLast(([word]) => word === first);
  return row ? row.slice(1) : null;
}
