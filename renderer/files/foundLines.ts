/** What a search in contents found, as the rows of a list: paths, under them versions, under these lines. */
import type { FileMatches } from "../../core/api/files.ts";

type Match = FileMatches["matches"][number];
type FoundFile = FileMatches["found"][number];

export type FoundRow =
  | { readonly kind: "path"; readonly path: string; readonly versions: number; readonly lines: number }
  | { readonly kind: "version"; readonly file: FoundFile; readonly lines: number }
  | { readonly kind: "line"; readonly file: FoundFile; readonly match: Match };

/** The rows of what was found: paths in their order, within each the versions of the latest runs first. */
export function foundRows({ matches, found }: FileMatches): FoundRow[] {
  const matchesOf = grouped(matches, ({ file }) => file.id);
  return [...grouped(found, ({ path }) => path)].flatMap(([path, files]) => {
    const latestFirst = files.toSorted((a, b) => (b.lastRun ?? -1) - (a.lastRun ?? -1) || b.id - a.id);
    const versions = latestFirst.map((file) => ({ file, lines: matchesOf.get(file.id) ?? [] }));
    const lines = versions.reduce((sum, version) => sum + version.lines.length, 0);
    return [
      { kind: "path", path, versions: files.length, lines },
      ...versions.flatMap(({ file, lines: matched }): FoundRow[] => [
        { kind: "version", file, lines: matched.length },
        ...matched.map((match): FoundRow => ({ kind: "line", file, match })),
      ]),
    ];
  });
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
