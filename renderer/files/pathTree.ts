/** Paths as the rows of a tree of folders. */
import { naturally } from "../lib/naturalOrder.ts";

export type TreeRow =
  /** `key` is the whole folder with its slash; `name` is what is shown: several names where each has one folder only. */
  | {
      readonly kind: "folder";
      readonly key: string;
      readonly name: string;
      readonly depth: number;
      readonly paths: number;
      readonly isOpen: boolean;
    }
  | { readonly kind: "path"; readonly path: string; readonly depth: number };

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly paths: string[];
  count: number;
}

function emptyFolder(): Folder {
  return { folders: new Map(), paths: [], count: 0 };
}

/** The rows that are seen: folders before files, each in natural order; what is in a folder of `closed` is left out. */
export function treeRows(paths: readonly string[], closed: ReadonlySet<string>): TreeRow[] {
  const root = emptyFolder();
  for (const path of paths) {
    const parts = path.split("/");
    let folder = root;
    for (const part of parts.slice(0, -1)) {
      folder.count++;
      const next = folder.folders.get(part) ?? emptyFolder();
      folder.folders.set(part, next);
      folder = next;
    }
    folder.count++;
    folder.paths.push(path);
  }
  const rows: TreeRow[] = [];
  addRows(root, "", 0, closed, rows);
  return rows;
}

function addRows(
  folder: Folder,
  key: string,
  depth: number,
  closed: ReadonlySet<string>,
  rows: TreeRow[],
): void {
  for (const [name, inner] of [...folder.folders].toSorted(([a], [b]) => naturally(a, b))) {
    let [shown, whole, last] = [`${name}/`, `${key}${name}/`, inner];
    // A chain of folders with nothing else in them is one row.
    while (last.paths.length === 0 && last.folders.size === 1) {
      const [[next, only] = ["", emptyFolder()]] = last.folders;
      [shown, whole, last] = [`${shown}${next}/`, `${whole}${next}/`, only];
    }
    const isOpen = !closed.has(whole);
    rows.push({ kind: "folder", key: whole, name: shown, depth, paths: last.count, isOpen });
    if (isOpen) addRows(last, whole, depth + 1, closed, rows);
  }
  for (const path of folder.paths.toSorted(naturally)) rows.push({ kind: "path", path, depth });
}
