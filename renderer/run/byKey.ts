/** Lists by a key of their elements. */

/** Each element by its key; of several with one key the last. */
export function indexBy<Key, T>(list: readonly T[], keyOf: (element: T) => Key): ReadonlyMap<Key, T> {
  return new Map(list.map((element) => [keyOf(element), element]));
}

/** The elements of each key, in their order. */
export function groupBy<Key, T>(
  list: readonly T[],
  keyOf: (element: T) => Key,
): ReadonlyMap<Key, readonly T[]> {
  const groups = new Map<Key, T[]>();
  for (const element of list) {
    const group = groups.get(keyOf(element));
    if (group) group.push(element);
    else groups.set(keyOf(element), [element]);
  }
  return groups;
}
