/** Reading and writing the JSON of a condition. */

export type JsonScalar = null | boolean | number | bigint | string;
export type JsonValue = JsonScalar | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Deeper nesting is shown as text: walking it could exhaust the stack, and nobody can read it as a tree. */
const DEEPEST = 500;

export type ParsedJson =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly reason: string };

/** Parses JSON text, keeping integers beyond 2^53 exact where the engine tells their digits. */
export function parseJson(text: string): ParsedJson {
  if (nestingOf(text) > DEEPEST) return { ok: false, reason: "nested too deeply for a tree" };
  try {
    const reviver = /\d{16}/.test(text) ? keepBigIntegers : undefined;
    return { ok: true, value: JSON.parse(text, reviver) as JsonValue };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The third argument came with Chromium 114 and is not yet in TypeScript's library. */
function keepBigIntegers(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? "";
  return /^-?\d+$/.test(source) ? BigInt(source) : value;
}

/** The deepest nesting of brackets outside of strings; says nothing about whether they match. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x22) index = endOfString(text, index);
    else if (character === 0x5b || character === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (character === 0x5d || character === 0x7d) depth--;
  }
  return deepest;
}

/** The place of the quote that ends the string beginning at `start`. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (character === 0x5c) index++;
    else if (character === 0x22) return index;
  }
  return text.length;
}

/** Writes a value as JSON, indented by two blanks a level. */
export function writeJson(value: JsonValue, indent = ""): string {
  if (typeof value === "bigint") return String(value);
  if (!isContainer(value)) return JSON.stringify(value);
  const isArray = isJsonArray(value);
  const inner = `${indent}  `;
  const parts = isArray
    ? value.map((item) => writeJson(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${writeJson(item, inner)}`);
  const [open, close] = isArray ? ["[", "]"] : ["{", "}"];
  return parts.length === 0
    ? open + close
    : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

export function isJsonArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether a value has values within: an object or an array. */
export function isContainer(value: JsonValue): value is readonly JsonValue[] | JsonObject {
  return typeof value === "object" && value !== null;
}
