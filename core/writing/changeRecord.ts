/**
 * The form of a log record that a program can read back: `TITLE: JSON`. Where a column is too small for that,
 * several records hold a piece of the JSON each: `TITLE, part 1 of 3 of KEY: PIECE`. docs/writing.md explains it.
 */
import type { CharacterSet } from "../db/database.ts";
import { asciiJson } from "../text/pythonJson.ts";
import { heldText } from "./texts.ts";

/**
 * The texts of the records that hold `data`, each of at most `mostBytes` bytes; `key` tells its parts from those of others. What a
 * column of these characters does not hold is escaped in JSON, and a question mark in the title.
 */
export function recordTexts(
  given: string,
  data: unknown,
  mostBytes: number,
  key: string,
  characters?: CharacterSet,
): string[] {
  const title = heldText(given, characters);
  const written = JSON.stringify(data);
  const json = characters?.outside.test(written) ? asciiJson(written) : written;
  const whole = `${title}: ${json}`;
  if (Buffer.byteLength(whole) <= mostBytes) return [whole];
  const heading = `${title}, part ${mostParts} of ${mostParts} of ${key}: `;
  const pieces = cut(json, mostBytes - Buffer.byteLength(heading));
  return pieces.map((piece, index) => `${title}, part ${index + 1} of ${pieces.length} of ${key}: ${piece}`);
}

/** No value has more parts: at the smallest column they would hold a terabyte. */
const mostParts = 99_999_999;

/** Pieces of a text of at most `size` bytes of UTF-8, none of which divides a character. */
function cut(text: string, size: number): string[] {
  const bytes = Buffer.from(text);
  const pieces: string[] = [];
  let from = 0;
  while (from < bytes.length) {
    let to = Math.min(from + size, bytes.length);
    while (to > from && isInsideOfCharacter(bytes[to])) to--;
    if (to === from) throw new TypeError(`the log's column is too small: ${size} bytes are left`);
    pieces.push(bytes.toString("utf8", from, to));
    from = to;
  }
  return pieces;
}

function isInsideOfCharacter(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000;
}

/** What can be read back of a record's text. */
export interface RecordText {
  /** Null where the text is whole. */
  readonly part: { readonly number: number; readonly of: number; readonly key: string } | null;
  readonly title: string;
  readonly json: string;
}

/** What the texts of records fit whose titles fit `title`. */
export function recordPattern(title: RegExp): RegExp {
  const part = ", part (?<number>\\d+) of (?<of>\\d+) of (?<key>[0-9a-f-]{36})";
  return new RegExp(`^(?<title>${title.source})(?:${part})?: (?<json>.*)$`, "su");
}

/** Reads the text of a record by its `recordPattern`; null for any other text. */
export function readRecordText(pattern: RegExp, text: string): RecordText | null {
  const { title, json, number, of, key } = pattern.exec(text)?.groups ?? {};
  if (title === undefined || json === undefined) return null;
  const isPart = number !== undefined && of !== undefined && key !== undefined;
  return { part: isPart ? { number: Number(number), of: Number(of), key } : null, title, json };
}

/** A whole record, and the id of the first row that it took. */
export interface WholeRecord {
  readonly id: number;
  readonly json: string;
}

/** Joins records of several parts, between which others may lie. */
export class PartsJoiner {
  private readonly begun = new Map<string, { readonly id: number; readonly parts: Map<number, string> }>();

  /** Takes the rows in the order of their ids; gives the whole record once nothing of it is missing, else null. */
  add(id: number, { part, json }: RecordText): WholeRecord | null {
    if (part === null) return { id, json };
    const record = this.begun.get(part.key) ?? { id, parts: new Map<number, string>() };
    record.parts.set(part.number, json);
    this.begun.set(part.key, record);
    if (record.parts.size < part.of) return null;
    this.begun.delete(part.key);
    const pieces = Array.from({ length: part.of }, (_, index) => record.parts.get(index + 1) ?? "");
    return { id: record.id, json: pieces.join("") };
  }
}
