/** A JSON value as the rows of a tree: which are to be seen, and how to find one. */
import { isContainer, isJsonArray, type JsonObject, type JsonValue } from "./json.ts";

/** Of a long array or object this many are shown at first, and again with each "Show …". */
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
/** Stands before or after the shown children of a container. */
export interface MoreRow extends RowPlace {
  readonly kind: "earlier" | "later";
  readonly container: string;
  readonly remaining: number;
}
export type JsonRow = ValueRow | MoreRow;

/** Which children of a container are shown: from this one up to that one, which is not. */
interface Shown {
  readonly from: number;
  readonly to: number;
}
const atFirst: Shown = { from: 0, to: CHILDREN_AT_ONCE };

/** What is unfolded, by row id: the expanded containers, and the part of long ones that is shown. */
export interface Unfolding {
  readonly expanded: ReadonlySet<string>;
  readonly shown: ReadonlyMap<string, Shown>;
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
  const { from, to } = unfolding.shown.get(place.id) ?? atFirst;
  const end = Math.min(keys.length, to);
  const addMore = (kind: MoreRow["kind"], remaining: number, position: number): void => {
    // In a pointer `~` stands only before 0 and 1: no child can have this id.
    const id = `${place.id}/~${kind}`;
    const path = [...place.path, ""];
    const siblings = keys.length;
    if (remaining > 0) rows.push({ kind, id, path, position, siblings, container: place.id, remaining });
  };
  addMore("earlier", from, from);
  for (let index = from; index < end; index++) {
    const key = keys[index] ?? "";
    const path = [...place.path, key];
    const child = { id: pathId(path), path, position: index + 1, siblings: keys.length };
    addRows(rows, childOf(value, key), child, unfolding);
  }
  addMore("later", keys.length - end, end + 1);
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

/** Shows more children of a long container, before or after those that are shown. */
export function showMore(unfolding: Unfolding, { container, kind }: MoreRow): Unfolding {
  const { from, to } = unfolding.shown.get(container) ?? atFirst;
  const wider =
    kind === "earlier"
      ? { from: Math.max(0, from - CHILDREN_AT_ONCE), to }
      : { from, to: to + CHILDREN_AT_ONCE };
  return { ...unfolding, shown: new Map(unfolding.shown).set(container, wider) };
}

/** Unfolds whatever hides the value at `path`. */
export function reveal(root: JsonValue, unfolding: Unfolding, path: JsonPath): Unfolding {
  const expanded = new Set(unfolding.expanded);
  const shown = new Map(unfolding.shown);
  let container = root;
  for (const [depth, key] of path.entries()) {
    if (!isContainer(container)) break;
    const id = pathId(path.slice(0, depth));
    const place = isJsonArray(container) ? Number(key) : Object.keys(container).indexOf(String(key));
    expanded.add(id);
    const { from, to } = shown.get(id) ?? atFirst;
    if (place < from || place >= to) {
      // Of a long array only the part around the place: all up to it would be thousands of rows.
      const first = Math.max(0, place - CHILDREN_AT_ONCE / 2);
      shown.set(id, { from: first, to: first + CHILDREN_AT_ONCE });
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

/** A value within another, with what a search looks at. */
interface JsonEntry {
  readonly parent: JsonEntry | null;
  readonly key: JsonKey | null;
  /** Its name within an object and its own text, in lower case. */
  readonly text: string;
}
/** All values within a value, from top to bottom: made once for many searches. */
export type JsonIndex = readonly JsonEntry[];

export function indexJson(root: JsonValue): JsonIndex {
  const entries: JsonEntry[] = [];
  const add = (value: JsonValue, key: JsonKey | null, parent: JsonEntry | null): void => {
    const name = typeof key === "string" ? key : "";
    const own = isContainer(value) ? "" : String(value);
    const entry = { parent, key, text: `${name}\n${own}`.toLowerCase() };
    entries.push(entry);
    if (!isContainer(value)) return;
    for (const child of keysOf(value)) add(childOf(value, child), child, entry);
  };
  add(root, null, null);
  return entries;
}

/** The values whose key or own text contains `needle`, whatever its case, from top to bottom. */
export function searchJson(index: JsonIndex, needle: string): JsonMatches {
  const wanted = needle.toLowerCase();
  const paths: JsonPath[] = [];
  if (wanted === "") return { paths, cut: false };
  for (const entry of index) {
    if (!entry.text.includes(wanted)) continue;
    if (paths.length === MOST_MATCHES) return { paths, cut: true };
    paths.push(pathOf(entry));
  }
  return { paths, cut: false };
}

function pathOf(entry: JsonEntry): JsonPath {
  const path: JsonKey[] = [];
  for (let at: JsonEntry | null = entry; at !== null && at.key !== null; at = at.parent) path.push(at.key);
  return path.reverse();
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
