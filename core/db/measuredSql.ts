/** Kysely's `sql` for the pieces of expressions: each piece knows how long it is before it is written out. */
import { sql as kysely, type RawBuilder } from "kysely";
import type { Sql } from "./dialect.ts";

/** What becomes of a piece when it is written out. Pieces may share parts, so that a few of them are enormous as text. */
interface Measure {
  /** Characters. Texts that are bound count as if they stood there. */
  readonly size: number;
  /** How many brackets and operators are nested in each other. */
  readonly depth: number;
  /** How many values are bound in it. */
  readonly bound: number;
  /** How many times a database calculates the part of it that it calculates most often. */
  readonly times: number;
  /** The highest layer of `core/compile/layers.ts` whose columns it names; 0 for none. */
  readonly layer: number;
  /** What it is written out, of a short one that is the same in all databases. */
  readonly text: string | null;
}

/** Of longer pieces the text is not kept. */
const longestText = 64;

/** A piece carries its measure itself: a weak map of a hundred thousand pieces took a third of the time of long expressions. */
const measureKey = Symbol("measure");

/** What may be a piece. */
interface Measured {
  [measureKey]?: Measure;
}

/** A piece of SQL with others in it, as Kysely's `sql` makes it. What is not a piece is bound. */
function tag<Row = unknown>(strings: TemplateStringsArray, ...parts: readonly unknown[]): RawBuilder<Row> {
  const { length, levels } = frameOf(strings);
  const measure = measureAll(length, parts, (part) => levels[part] ?? 1);
  const text = measure.size <= longestText ? textOf(strings, parts) : null;
  return measured(kysely<Row>(strings, ...parts), { ...measure, text });
}

export const sql = Object.assign(tag, {
  /** SQL as it stands. */
  raw: (text: string): Sql => measured(kysely.raw(text), { ...ofName, size: text.length, text }),
  /** A column, `table.column`, in the quotes of the database. */
  ref: (name: string): Sql => measured(kysely.ref(name), { ...ofName, size: quotedLength(name) }),
  /** A name in the quotes of the database. */
  id: (name: string): Sql => measured(kysely.id(name), { ...ofName, size: quotedLength(name) }),
  /** A literal that is not a text of a user's. */
  lit: (value: string | number | boolean | null): Sql =>
    measured(kysely.lit(value), { ...ofName, size: String(value).length + 2 }),
  /** Pieces one after the other; between them a comma, or else an operator, whose operands SQL nests in each other. */
  join: (parts: readonly unknown[], separator?: Sql): Sql => {
    const between = separator === undefined ? 2 : sizeOf(separator);
    const levels = separator === undefined ? 1 : Math.max(1, parts.length);
    const measure = measureAll(between * parts.length, parts, () => levels);
    return measured(kysely.join(parts, separator), measure);
  },
});

/** NULL where a value is `other`, else the value, which databases calculate for the comparison and again for the result. */
export function nullIf(value: Sql, other: Sql): Sql {
  const piece = sql`NULLIF(${value}, ${other})`;
  return measured(piece, {
    ...measureOf(piece),
    times: Math.max(2 * timesOf(value), timesOf(other)),
  });
}

/** A column that a layer of a statement has. */
export function columnOfLayer(name: string, layer: number): Sql {
  return measured(kysely.raw(name), { ...ofName, size: name.length, layer, text: name });
}

/** How many characters a piece is when it is written out. */
export function sizeOf(piece: Sql): number {
  return measureOf(piece).size;
}

/** How many brackets and operators of a piece are nested in each other. */
export function depthOf(piece: Sql): number {
  return measureOf(piece).depth;
}

/** How many times a database calculates the part of a piece that it calculates most often, each time that the piece is written. */
export function timesOf(piece: Sql): number {
  return measureOf(piece).times;
}

/** How many values are bound in a piece. */
export function boundIn(piece: Sql): number {
  return measureOf(piece).bound;
}

/** The highest layer whose columns a piece names; 0 for none. */
export function layerOf(piece: Sql): number {
  return measureOf(piece).layer;
}

/** The same text for two pieces that are the same SQL; null of a long one, and of one whose quotes a database chooses. */
export function shortTextOf(piece: Sql): string | null {
  return measureOf(piece).text;
}

function measured<Piece extends Sql>(piece: Piece & Measured, measure: Measure): Piece {
  piece[measureKey] = measure;
  return piece;
}

function textOf(strings: TemplateStringsArray, parts: readonly unknown[]): string | null {
  let text = strings[0] ?? "";
  for (const [at, part] of parts.entries()) {
    const inner = measureOf(part).text;
    if (inner === null) return null;
    text += inner + (strings[at + 1] ?? "");
  }
  return text;
}

/** The measure of a piece with parts; `levels` is on how many levels a part stands in it. */
function measureAll(own: number, parts: readonly unknown[], levels: (part: number) => number): Measure {
  let size = own;
  let depth = 1;
  let bound = 0;
  let times = 1;
  let layer = 0;
  for (let at = 0; at < parts.length; at++) {
    const measure = measureOf(parts[at]);
    size += measure.size;
    bound += measure.bound;
    times = Math.max(times, measure.times);
    depth = Math.max(depth, measure.depth + levels(at));
    layer = Math.max(layer, measure.layer);
  }
  return { size, depth, bound, times, layer, text: null };
}

/** A piece made elsewhere counts as a name. */
const ofName: Measure = { size: 30, depth: 1, bound: 0, times: 1, layer: 0, text: null };

function measureOf(part: unknown): Measure {
  if (typeof part === "object" && part !== null) return (part as Measured)[measureKey] ?? ofName;
  return { ...ofName, size: String(part).length + 2, bound: 1 };
}

interface Frame {
  readonly length: number;
  /** On how many levels each part stands in the piece: one for each bracket that is open there, and one for the piece. */
  readonly levels: readonly number[];
}

/** By the place in the program that the texts between the parts come from. */
const frames = new WeakMap<TemplateStringsArray, Frame>();

function frameOf(strings: TemplateStringsArray): Frame {
  const known = frames.get(strings);
  if (known !== undefined) return known;
  let open = 1;
  const levels = strings.map((text) => (open += text.split("(").length - text.split(")").length));
  const frame = { length: strings.reduce((sum, text) => sum + text.length, 0), levels };
  frames.set(strings, frame);
  return frame;
}

function quotedLength(name: string): number {
  return name.length + 2 * name.split(".").length;
}
