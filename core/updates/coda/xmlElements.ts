/** The elements of an XML document as they come, in memory that does not grow with it. */
import { TextDecoder } from "node:util";
import sax from "sax";
import { RcdbError } from "../../api/failure.ts";
import { decodeWindows1252 } from "../../text/windows1252.ts";
import { quoted } from "../../text/quoted.ts";

/** Is told of the elements; a path is the names from the root's children on, as in `run-start/run-number`. */
export interface ElementVisitor {
  /** Answers whether the element's text is wanted. */
  open(path: string, attributes: Readonly<Record<string, string>>, line: number): boolean;
  /** At the end of an element whose text is wanted: its own, without that of the elements within it. */
  close(path: string, text: string, line: number): void;
  warn(message: string): void;
}

const mostDepth = 100;
const mostAttributes = 1000;
const mostCharacters = 100_000;

interface OpenElement {
  readonly path: string;
  /** Null where it is not wanted, or too long. */
  text: string | null;
}

/**
 * Reads a document to its end. Entities but the five of XML are never resolved: a reference to another one stays as it is
 * written, with a warning. A text of more than 100,000 characters is left out, with a warning. Throws `bad_input`
 * where it is not well-formed XML, or nested deeper than 100 elements; the message names the line.
 */
export async function readElements(
  chunks: AsyncIterable<Uint8Array>,
  visitor: ElementVisitor,
): Promise<void> {
  const parser = createParser(visitor);
  const normalizer = new XmlNormalizer(parser);
  let decoder: Decoder | null = null;
  let isBroken = false;
  for await (const chunk of chunks) {
    decoder ??= decoderFor(chunk);
    const text = decoder.decode(chunk, { stream: true });
    if (!isBroken && text.includes("\uFFFD")) {
      isBroken = true;
      visitor.warn(`The run log is not ${decoder.encoding}: some characters of it cannot be read.`);
    }
    normalizer.write(text);
  }
  normalizer.end(decoder?.decode() ?? "");
}

/**
 * Gives a document to the parser, which leaves this to its caller: every line end becomes a line feed (XML 1.0, 2.11), and
 * line feeds and tabs within the value of an attribute become blanks (3.3.3); not those that are written as references.
 */
class XmlNormalizer {
  readonly #parser: sax.SAXParser;
  /** The text so far ended with a carriage return, which a line feed may follow. */
  #endsWithReturn = false;

  constructor(parser: sax.SAXParser) {
    this.#parser = parser;
  }

  write(text: string): void {
    const rest = this.#endsWithReturn && text.startsWith("\n") ? text.slice(1) : text;
    if (text !== "") this.#endsWithReturn = text.endsWith("\r");
    for (const piece of rest.replace(/\r\n?/g, "\n").split(/(?=[\n\t])/)) this.#writePiece(piece);
  }

  end(text: string): void {
    this.write(text);
    this.#parser.close();
  }

  /** A piece has a line feed or a tab at its beginning only. */
  #writePiece(piece: string): void {
    const isInValue = /^[\n\t]/.test(piece) && this.#state === states.ATTRIB_VALUE_QUOTED;
    if (isInValue && piece.startsWith("\n")) this.#parser.line += 1;
    this.#parser.write(isInValue ? ` ${piece.slice(1)}` : piece);
  }

  get #state(): number | undefined {
    return (this.#parser as sax.SAXParser & { readonly state?: number }).state;
  }
}

/** The parser's states, which its types leave out. */
const states = (sax as typeof sax & { readonly STATE: Readonly<Record<"ATTRIB_VALUE_QUOTED", number>> })
  .STATE;

function createParser(visitor: ElementVisitor): sax.SAXParser {
  // Only the five entities of XML; the types do not know of it.
  const options: sax.SAXOptions & { strictEntities: true } = { strictEntities: true };
  const parser = sax.parser(true, options);
  const open: OpenElement[] = [];
  let attributes = 0;
  let sawRoot = false;
  const line = (): number => parser.line + 1;
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (typeof element?.text !== "string") return;
    element.text += text;
    if (element.text.length <= mostCharacters) return;
    element.text = null;
    visitor.warn(
      `Line ${line()}: the text of <${element.path}> has more than ${mostCharacters} characters and is left out.`,
    );
  };
  parser.onerror = ({ message }) => {
    if (!message.startsWith("Invalid character entity") && !message.startsWith("Invalid character in entity"))
      throw notWellFormed(message, line());
    visitor.warn(
      `Line ${line()}: an “&” that begins none of XML's own entities (such as &amp;) stays as it is.`,
    );
    parser.resume();
  };
  parser.ondoctype = () => visitor.warn("The run log has a DOCTYPE, which is not looked at.");
  parser.onopentagstart = () => {
    sawRoot = true;
    attributes = 0;
    if (open.length >= mostDepth) throw problem(`has elements nested deeper than ${mostDepth}`, line());
  };
  parser.onattribute = () => {
    attributes += 1;
    if (attributes > mostAttributes)
      throw problem(`has an element of more than ${mostAttributes} attributes`, line());
  };
  parser.onopentag = (tag) => {
    const path = pathWithin(open, tag.name);
    // The values are objects only with namespaces, which are not asked for.
    const isWanted = visitor.open(path, tag.attributes as Record<string, string>, line());
    open.push({ path, text: isWanted ? "" : null });
  };
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onclosetag = () => {
    const element = open.pop();
    if (typeof element?.text === "string") visitor.close(element.path, element.text, line());
  };
  parser.onend = () => {
    if (!sawRoot) throw problem("is empty", line());
  };
  return parser;
}

function pathWithin(open: readonly OpenElement[], name: string): string {
  const parent = open.at(-1);
  if (!parent) return "";
  return parent.path === "" ? name : `${parent.path}/${name}`;
}

interface Decoder {
  readonly encoding: string;
  readonly decode: (bytes?: Uint8Array, options?: { readonly stream: boolean }) => string;
}

/** Its bytes are UTF-8, unless the XML declaration says otherwise. */
function decoderFor(beginning: Uint8Array): Decoder {
  const text = Buffer.from(beginning.subarray(0, 200)).toString("latin1");
  const encoding = /<\?xml[^>]*\bencoding\s*=\s*["']([^"']+)["']/.exec(text)?.[1] ?? "utf-8";
  try {
    const decoder = new TextDecoder(encoding);
    if (decoder.encoding !== "windows-1252") return decoder;
    const { encoding: name } = decoder;
    return { encoding: name, decode: (bytes) => (bytes ? decodeWindows1252(bytes) : "") };
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    throw problem(`is in an encoding that is not known, ${quoted(encoding)}`, 1);
  }
}

/** `message` is the parser's own; its first line says what, the others where. */
function notWellFormed(message: string, line: number): RcdbError {
  const [what = ""] = message.split("\n");
  if (/^(?:Unclosed root tag|Unexpected end)/.test(what)) return problem("ends in the middle", line);
  return problem(`is not well-formed XML: ${what.replace(/\.$/, "")}`, line);
}

function problem(what: string, line: number): RcdbError {
  return new RcdbError(
    "bad_input",
    `The run log ${what} (line ${line}). Nothing was stored. Check that it is the log of a run and that all of it is written.`,
    { line },
  );
}
