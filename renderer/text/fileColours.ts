/** Which parts of a line of a file get which colour. Line by line, so that files of any length are quick. */

export type FileFormat = "configuration" | "json" | "xml" | "plain";

export interface ColouredPart {
  readonly from: number;
  readonly to: number;
  readonly className: string;
}

/** What is looked at to tell the format of a file. */
const BEGINNING = 20_000;
/** What stands behind it in a line keeps the colour of plain text. */
const LONGEST_COLOURED = 5000;

/** The format of a file, by its name and by how it begins. */
export function formatOf(path: string, content: string): FileFormat {
  const beginning = content.slice(0, BEGINNING);
  if (/^\s*<[?!a-z]/i.test(beginning)) return "xml";
  if (/\.json$/i.test(path) || /^\s*\{\s*("|\})/.test(beginning)) return "json";
  const isConfiguration =
    /\.(conf|cnf|cfg|config)$/i.test(path) || /^[ \t]*(={4,}|-{4,})[ \t]*$/m.test(beginning);
  return isConfiguration ? "configuration" : "plain";
}

type Rule = readonly [pattern: RegExp, className: string | null];

const number = /[-+]?(0x[\da-f]+|(\d+\.?\d*|\.\d+)(e[-+]?\d+)?)(?![\w.])/iy;

/** Tried in order at each place; the first that fits takes its text. */
const rules: Readonly<Record<Exclude<FileFormat, "plain">, readonly Rule[]>> = {
  configuration: [
    [/\s+/y, null],
    [/#.*/y, "file-comment"],
    [/"([^"\\]|\\.)*"?|'[^']*'?/y, "file-string"],
    [number, "file-number"],
    [/[^\s#"']*\/[^\s#"']*/y, "file-path"],
    [/[^\s#"']+/y, null],
  ],
  json: [
    [/"([^"\\]|\\.)*"(?=\s*:)/y, "file-key"],
    [/"([^"\\]|\\.)*"?/y, "file-string"],
    [number, "file-number"],
    [/(true|false|null)\b/y, "file-constant"],
    [/[^"\d\-+.tfn]+|./y, null],
  ],
  xml: [
    [/<!--.*?(-->|$)/y, "file-comment"],
    [/<[?!/]?[\w:.-]*|[?/]?>/y, "file-key"],
    [/"[^"]*"?/y, "file-string"],
    [/&\w+;|&#\w+;/y, "file-constant"],
    [/[^<>"&]+|./y, null],
  ],
};

const frame = /^\s*(={4,}|-{4,})\s*$/;
const heading = /^\s*[\w-]+\s*$/;

/** Whether a line is a row of `=` or `-`, which stands above and below the name of a section. */
export function isFrame(line: string | null): boolean {
  return line !== null && frame.test(line);
}

/** Whether a line of a configuration is the name of a section; its neighbours are null at the ends. */
export function isHeading(line: string, above: string | null, below: string | null): boolean {
  return heading.test(line) && (isFrame(above) || isFrame(below));
}

/** The coloured parts of a line, in their order; `above` and `below` are its neighbours. */
export function colourLine(
  format: FileFormat,
  line: string,
  above: string | null,
  below: string | null,
): ColouredPart[] {
  if (format === "plain") return [];
  const whole = (className: string): ColouredPart[] => [{ from: 0, to: line.length, className }];
  if (format === "configuration" && line !== "") {
    if (isFrame(line)) return whole("file-frame");
    if (isHeading(line, above, below)) return whole("file-heading");
  }
  const parts = colourBy(rules[format], line.slice(0, LONGEST_COLOURED));
  return format === "configuration" ? [...keywordOf(line), ...parts] : parts;
}

function colourBy(tried: readonly Rule[], text: string): ColouredPart[] {
  const parts: ColouredPart[] = [];
  let at = 0;
  while (at < text.length) {
    const from = at;
    for (const [pattern, className] of tried) {
      pattern.lastIndex = from;
      const length = pattern.exec(text)?.[0].length ?? 0;
      if (length === 0) continue;
      at = from + length;
      if (className !== null) parts.push({ from, to: at, className });
      break;
    }
    if (at === from) at++;
  }
  return parts;
}

/** The first word of a line of a configuration says what the others are. */
function keywordOf(line: string): ColouredPart[] {
  const [, blanks = "", word = ""] = /^(\s*)([A-Za-z_]\w*)(?=\s|$)/.exec(line) ?? [];
  return word === "" ? [] : [{ from: blanks.length, to: blanks.length + word.length, className: "file-key" }];
}
