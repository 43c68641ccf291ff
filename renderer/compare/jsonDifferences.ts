/** Where JSON values that stand side by side differ. */
import { isContainer, isJsonArray, type JsonValue } from "../json/json.ts";
import type { JsonKey, JsonPath } from "../json/jsonTree.ts";

/** A place, and what each value has there; undefined where it has nothing there. */
export interface JsonDifference {
  readonly path: JsonPath;
  readonly values: readonly (JsonValue | undefined)[];
}

/**
 * The places where not all values are alike, in the order of the first value that has them, up to `most`. Objects are
 * compared by their keys, arrays item by item; where a place holds an object, an array or a plain value in turn it is told whole.
 */
export function jsonDifferences(values: readonly (JsonValue | undefined)[], most: number): JsonDifference[] {
  const found: JsonDifference[] = [];
  const compare = (path: JsonPath, here: readonly (JsonValue | undefined)[]): void => {
    if (found.length >= most) return;
    const keys = commonKeys(here);
    if (keys)
      for (const key of keys)
        compare(
          [...path, key],
          here.map((value) => childOf(value, key)),
        );
    else if (!here.every((value) => value === here[0])) found.push({ path, values: here });
  };
  compare([], values);
  return found;
}

/** The keys of all values where these are all objects, or all arrays; else null. Empty ones differ from none at all. */
function commonKeys(values: readonly (JsonValue | undefined)[]): Iterable<JsonKey> | null {
  const containers = values.filter((value) => value !== undefined && isContainer(value));
  const arrays = containers.filter(isJsonArray);
  const isUniform = arrays.length === 0 || arrays.length === containers.length;
  if (containers.length === 0 || containers.length < values.length || !isUniform) return null;
  if (arrays.length > 0) return Array(Math.max(...arrays.map((array) => array.length))).keys();
  return new Set(containers.flatMap((object) => Object.keys(object)));
}

function childOf(value: JsonValue | undefined, key: JsonKey): JsonValue | undefined {
  if (value === undefined || !isContainer(value)) return undefined;
  if (isJsonArray(value)) return value[Number(key)];
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
