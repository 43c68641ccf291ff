/** What a search in contents found, as the rows of a list: paths, under them versions, under these lines. */
import type { FileMatches } from "../../core/api/files.ts";
import { describeRuns } from "./versions.ts";

type Match = FileMatches["matches"][number];
type FoundFile = FileMatches["found"][number];

export type FoundRow =
  | { readonly kind: "path"; readonly path: string; readonly versions: number; readonly lines: number }
  /** The newest of `versions` that follow each other and have the same lines found in them. */
  | {
      readonly kind: "version";
      readonly file: FoundFile;
      readonly versions: readonly FoundFile[];
      readonly lines: number;
    }
  | { readonly kind: "line"; readonly file: FoundFile; readonly match: Match };

/**
 * The rows of what was found: paths in their order, within each the versions of the latest runs first; versions one after the other
 * in which the same lines were found are one.
 */
export function foundRows({ matches, found }: FileMatches): FoundRow[] {
  const matchesOf = grouped(matches, ({ file }) => file.id);
  return [...grouped(found, ({ path }) => path)].flatMap(([path, files]) => {
    const latestFirst = files.toSorted((a, b) => (b.lastRun ?? -1) - (a.lastRun ?? -1) || b.id - a.id);
    const versions = latestFirst.map((file) => ({ file, lines: matchesOf.get(file.id) ?? [] }));
    const lines = versions.reduce((sum, version) => sum + version.lines.length, 0);
    return [
      { kind: "path", path, versions: files.length, lines },
      ...foldAlike(versions).flatMap(([newest, ...older]): FoundRow[] => {
        const { file, lines: matched } = newest;
        const all = [file, ...older.map((version) => version.file)];
        return [
          { kind: "version", file, versions: all, lines: matched.length },
          ...matched.map((match): FoundRow => ({ kind: "line", file, match })),
        ];
      }),
    ];
  });
}

interface FoundVersion {
  readonly file: FoundFile;
  readonly lines: readonly Match[];
}

/** Stretches of versions with the same lines, wherever these stand. */
function foldAlike(versions: readonly FoundVersion[]): [FoundVersion, ...FoundVersion[]][] {
  const textsOf = ({ lines }: FoundVersion): string => JSON.stringify(lines.map(({ text }) => text));
  const stretches: [FoundVersion, ...FoundVersion[]][] = [];
  for (const version of versions) {
    const last = stretches.at(-1);
    if (last && textsOf(last[0]) === textsOf(version)) last.push(version);
    else stretches.push([version]);
  }
  return stretches;
}

/** The versions of one row in words, and how many runs used them: `runs 10–99 · 5 versions`. */
export function describeFound(versions: readonly FoundFile[]): {
  readonly words: string;
  readonly runs: number;
} {
  const used = versions.filter(({ firstRun, lastRun }) => firstRun !== null && lastRun !== null);
  const span =
    used.length === 0
      ? { firstRun: null, lastRun: null }
      : {
          firstRun: Math.min(...used.map(({ firstRun }) => firstRun ?? Infinity)),
          lastRun: Math.max(...used.map(({ lastRun }) => lastRun ?? -Infinity)),
        };
  const runs = versions.reduce((sum, version) => sum + version.runs, 0);
  return {
    words: versions.length === 1 ? describeRuns(span) : `${describeRuns(span)} · ${versions.length} versions`,
    runs,
  };
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
