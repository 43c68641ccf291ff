/** What is taken into a list of named things from a file. */

/** What came of an import. */
export interface Imported {
  readonly added: number;
  /** Those that are here already, word for word. */
  readonly known: number;
}

interface Named {
  readonly name: string;
}

/** A list with the things of a file. Where another one has the place of one already, a number is put behind its name. */
export function withImported<T extends Named>(
  list: readonly T[],
  items: readonly T[],
  placeOf: (item: T) => string,
): { list: T[]; imported: Imported } {
  const grown = [...list];
  for (const item of items) {
    const free = freePlace(item, grown, placeOf);
    if (free !== null) grown.push(free);
  }
  const added = grown.length - list.length;
  return { list: grown, imported: { added, known: items.length - added } };
}

/** The thing under a name that is free; null where the same one is there. */
function freePlace<T extends Named>(item: T, list: readonly T[], placeOf: (item: T) => string): T | null {
  const taken = new Map(list.map((other) => [placeOf(other), other]));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? item : { ...item, name: `${item.name} (${number})` };
    const other = taken.get(placeOf(candidate));
    if (!other) return candidate;
    if (JSON.stringify({ ...other, name: "" }) === JSON.stringify({ ...item, name: "" })) return null;
  }
}
