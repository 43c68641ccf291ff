/** The words of a text's lines as a POSIX shell reads them (Shell Command Language, 2.2 Quoting). */

/** A line; several of the text where backslashes at their ends join them. */
export interface ShellLine {
  /** Null where the line ends within a quotation, or the text with a backslash. */
  readonly words: readonly string[] | null;
  /** Where it is in the text, without the line feed at its end. */
  readonly from: number;
  readonly to: number;
}

/**
 * The lines of a text. Blanks and tabs separate words; quotes join them, a backslash takes the special meaning of the next
 * character, `#` outside of quotes begins a comment (as in Python's `shlex` within a word, too). Variables and operators are plain
 * text. Lines end with a line feed.
 */
export function* shellLines(text: string): Generator<ShellLine> {
  let from = 0;
  while (from < text.length) {
    const { words, to } = readLine(text, from);
    yield { words, from, to };
    from = to + 1;
  }
}

function readLine(text: string, from: number): Pick<ShellLine, "words" | "to"> {
  const words: string[] = [];
  let word: string | null = null;
  let at = from;
  for (;;) {
    const character = text.charAt(at);
    if (character !== "" && !" \t\n#".includes(character)) {
      const part = readPart(text, at);
      if (part.text === null) return { words: null, to: part.next };
      // A joined line adds no word.
      if (part.text !== "" || character !== "\\") word = (word ?? "") + part.text;
      at = part.next;
      continue;
    }
    if (word !== null) words.push(word);
    word = null;
    if (character === " " || character === "\t") at += 1;
    else return { words, to: character === "#" ? endOfLine(text, at) : at };
  }
}

/** A quotation, an escaped character or plain text, and where it ends; a null text for what has no end. */
interface Part {
  readonly text: string | null;
  readonly next: number;
}

function readPart(text: string, from: number): Part {
  switch (text.charAt(from)) {
    case "'": {
      quotedBySingle.lastIndex = from + 1;
      const [quoted = ""] = quotedBySingle.exec(text) ?? [];
      const close = from + 1 + quoted.length;
      return text.charAt(close) === "'" ? { text: quoted, next: close + 1 } : { text: null, next: close };
    }
    case '"':
      return readDoubleQuotes(text, from);
    case "\\":
      return readEscaped(text, from);
    default: {
      plain.lastIndex = from;
      const [word = ""] = plain.exec(text) ?? [];
      return { text: word, next: from + word.length };
    }
  }
}

const plain = /[^ \t\n#'"\\]+/y;
const quotedBySingle = /[^'\n]*/y;
const quotedByDouble = /[^"\\\n]*/y;

function readEscaped(text: string, from: number): Part {
  const escaped = text.charAt(from + 1);
  if (escaped === "") return { text: null, next: text.length };
  return { text: escaped === "\n" ? "" : escaped, next: from + 2 };
}

/** Within double quotes a backslash escapes these; before anything else it stands for itself. */
const escapedInQuotes: ReadonlySet<string> = new Set(["\\", '"', "$", "`", "\n"]);

function readDoubleQuotes(text: string, from: number): Part {
  const pieces: string[] = [];
  let at = from + 1;
  for (;;) {
    quotedByDouble.lastIndex = at;
    const [piece = ""] = quotedByDouble.exec(text) ?? [];
    pieces.push(piece);
    at += piece.length;
    if (text.charAt(at) === '"') return { text: pieces.join(""), next: at + 1 };
    if (text.charAt(at) !== "\\") return { text: null, next: at };
    const { text: escaped, next } = readEscaped(text, at);
    if (escaped === null) return { text: null, next };
    pieces.push(escapedInQuotes.has(text.charAt(at + 1)) ? escaped : `\\${escaped}`);
    at = next;
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
