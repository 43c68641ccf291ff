/** In which keys two JSON objects differ. */
import {
  isContainer,
  isJsonArray,
  parseJson,
  writeJson,
  type JsonObject,
  type JsonValue,
} from "../json/json.ts";
import type { Cell } from "../../core/api/values.ts";

export interface DifferentKeys {
  /** The keys that either of them has. */
  readonly count: number;
  /** `null` where one of them lacks the key; items of lists go by their numbers. */
  readonly different: readonly {
    readonly key: string;
    readonly before: string | null;
    readonly now: string | null;
  }[];
}

/** Null where not both are objects, or both lists. */
export function differentKeys(before: Cell, now: Cell): DifferentKeys | null {
  const [one, other] = [readParts(before), readParts(now)];
  if (one === null || other === null) return null;
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const textOf = (parts: JsonObject, key: string): string | null =>
    Object.hasOwn(parts, key) ? plainText(parts[key] ?? null) : null;
  const all = keys.map((key) => ({ key, before: textOf(one, key), now: textOf(other, key) }));
  return { count: keys.length, different: all.filter((part) => part.before !== part.now) };
}

function readParts(cell: Cell): JsonObject | null {
  const parsed = typeof cell === "string" ? parseJson(cell) : null;
  if (!parsed?.ok || !isContainer(parsed.value)) return null;
  const { value } = parsed;
  return isJsonArray(value) ? Object.fromEntries(value.map((item, at) => [String(at), item])) : value;
}

function plainText(value: JsonValue): string {
  return typeof value === "string" ? value : writeJson(value).replaceAll(/\s+/g, " ");
}
