/** A JSON value as the rows of a tree: which are to be seen, and how to find one. */
import { isContainer, isJsonArray, type JsonObject, type JsonValue } from "./json.ts";

/** Of a long array or object this many are shown at first, and again with each "Show more". */
export const CHILDREN_AT_ONCE = 200;
/** Beyond it a search would be a list nobody steps through. */
const MOST_MATCHES = 1000;

export type JsonKey = string | number;
export type JsonPath = readonly JsonKey[];

interface RowPlace {
  /** Tells rows apart: the path as a JSON pointer. */
  readonly id: string;
  readonly path: JsonPath;
  /** Place among its siblings, from 1, and how many they are: for screen readers. */
  readonly position: number;
  readonly siblings: number;
}
export interface ValueRow extends RowPlace {
  readonly kind: "value";
  readonly value: JsonValue;
  /** How many values an object or array holds; null for others. */
  readonly count: number | null;
  readonly expanded: boolean;
}
/** Stands after the shown children of the container at `path`. */
export interface MoreRow extends RowPlace {
  readonly kind: "more";
  readonly container: string;
  readonly remaining: number;
}
export type JsonRow = ValueRow | MoreRow;

/** What is unfolded, by row id: the expanded containers, and how many children of long ones are shown. */
export interface Unfolding {
  readonly expanded: ReadonlySet<string>;
  readonly shown: ReadonlyMap<string, number>;
}
export const folded: Unfolding = { expanded: new Set(), shown: new Map() };

export function pathId(path: JsonPath): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The rows to be seen, from the root down. */
export function visibleRows(root: JsonValue, unfolding: Unfolding): JsonRow[] {
  const rows: JsonRow[] = [];
  addRows(rows, root, { id: "", path: [], position: 1, siblings: 1 }, unfolding);
  return rows;
}

function addRows(rows: JsonRow[], value: JsonValue, place: RowPlace, unfolding: Unfolding): void {
  const keys = isContainer(value) ? keysOf(value) : null;
  const expanded = keys !== null && unfolding.expanded.has(place.id);
  rows.push({ kind: "value", ...place, value, count: keys?.length ?? null, expanded });
  if (!expanded) return;
  const shown = Math.min(keys.length, unfolding.shown.get(place.id) ?? CHILDREN_AT_ONCE);
  for (const [index, key] of keys.slice(0, shown).entries()) {
    const path = [...place.path, key];
    const child = { id: pathId(path), path, position: index + 1, siblings: keys.length };
    addRows(rows, childOf(value, key), child, unfolding);
  }
  if (shown === keys.length) return;
  // In a pointer `~` stands only before 0 and 1: no child can have this id.
  const more = {
    id: `${place.id}/~more`,
    path: [...place.path, ""],
    position: shown + 1,
    siblings: keys.length,
  };
  rows.push({ kind: "more", ...more, container: place.id, remaining: keys.length - shown });
}

function keysOf(container: readonly JsonValue[] | JsonObject): JsonKey[] {
  return isJsonArray(container) ? Array.from(container.keys()) : Object.keys(container);
}

function childOf(value: JsonValue, key: JsonKey): JsonValue {
  if (!isContainer(value)) return null;
  const child = isJsonArray(value) ? value[Number(key)] : value[key];
  return child ?? null;
}

/** Expands or collapses one container. */
export function toggle(unfolding: Unfolding, id: string, expand: boolean): Unfolding {
  const expanded = new Set(unfolding.expanded);
  if (expand) expanded.add(id);
  else expanded.delete(id);
  return { ...unfolding, expanded };
}

/** Shows the next children of a long container. */
export function showMore(unfolding: Unfolding, id: string): Unfolding {
  const shown = new Map(unfolding.shown);
  shown.set(id, (shown.get(id) ?? CHILDREN_AT_ONCE) + CHILDREN_AT_ONCE);
  return { ...unfolding, shown };
}

/** Unfolds whatever hides the value at `path`. */
export function reveal(root: JsonValue, unfolding: Unfolding, path: JsonPath): Unfolding {
  const expanded = new Set(unfolding.expanded);
  const shown = new Map(unfolding.shown);
  let container = root;
  for (const [depth, key] of path.entries()) {
    if (!isContainer(container)) break;
    const id = pathId(path.slice(0, depth));
    const place = keysOf(container).indexOf(key) + 1;
    expanded.add(id);
    if (place > (shown.get(id) ?? CHILDREN_AT_ONCE)) {
      shown.set(id, Math.ceil(place / CHILDREN_AT_ONCE) * CHILDREN_AT_ONCE);
    }
    container = childOf(container, key);
  }
  return { expanded, shown };
}

export interface JsonMatches {
  readonly paths: readonly JsonPath[];
  /** There are more than `paths` holds. */
  readonly cut: boolean;
}

/** The values whose key or own text contains `needle`, whatever its case, from top to bottom. */
export function searchJson(root: JsonValue, needle: string): JsonMatches {
  const wanted = needle.toLowerCase();
  const paths: JsonPath[] = [];
  if (wanted === "") return { paths, cut: false };
  // A stack of its own, children pushed backwards, so that they come off in order.
  const waiting: { readonly path: JsonPath; readonly value: JsonValue }[] = [{ path: [], value: root }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, value } = next;
    const key = path.at(-1);
    const hasKey = typeof key === "string" && key.toLowerCase().includes(wanted);
    if (hasKey || (!isContainer(value) && String(value).toLowerCase().includes(wanted))) {
      if (paths.length === MOST_MATCHES) return { paths, cut: true };
      paths.push(path);
    }
    if (!isContainer(value)) continue;
    for (const childKey of keysOf(value).reverse()) {
      waiting.push({ path: [...path, childKey], value: childOf(value, childKey) });
    }
  }
  return { paths, cut: false };
}

/** A path as people write it: `magnets.dipoles[3]["odd key"]`. */
export function writePath(path: JsonPath): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join("");
}
