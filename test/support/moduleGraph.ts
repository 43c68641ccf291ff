/** The project's own files and who imports whom: components and type imports included. */
import { dirname, join, normalize } from "node:path";
import { importsOf } from "./imports.ts";
import { projectFiles, readProjectFile } from "./projectFiles.ts";

/** What each node leads to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The source files under a folder, as paths from the project's top. */
export function sourceFiles(folder: string): string[] {
  return projectFiles(`${folder}/`).filter((file) => /\.(ts|svelte)$/.test(file));
}

/** The imports of the files under a folder among themselves. */
export function fileGraph(folder: string): Graph {
  const files = sourceFiles(folder);
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const imports = importsOf(file, readProjectFile(file));
      const targets = imports
        .filter(({ specifier }) => specifier.startsWith("."))
        .map(({ specifier }) => normalize(join(dirname(file), specifier)));
      return [file, new Set(targets.filter((target) => known.has(target) && target !== file))];
    }),
  );
}

/** The graph of the folders right below one; what lies in none of them is left out. */
export function folderGraph(folder: string, files: Graph): Graph {
  const depth = folder.split("/").length;
  const folderOf = (file: string): string | null => {
    const parts = file.split("/");
    return parts.length > depth + 1 ? (parts[depth] ?? null) : null;
  };
  const graph = new Map<string, Set<string>>();
  for (const [file, targets] of files) {
    const from = folderOf(file);
    if (from === null) continue;
    const into = graph.get(from) ?? new Set();
    graph.set(from, into);
    for (const target of targets) {
      const to = folderOf(target);
      if (to !== null && to !== from) into.add(to);
    }
  }
  return graph;
}

/** The circles of a graph: sets of nodes that all lead to each other, each in order of name (Tarjan's algorithm). */
export function circlesOf(graph: Graph): string[][] {
  const circles: string[][] = [];
  const indexes = new Map<string, number>();
  const stack: string[] = [];
  const visit = (node: string): number => {
    const index = indexes.size;
    let low = index;
    indexes.set(node, index);
    stack.push(node);
    for (const target of graph.get(node) ?? []) {
      if (!indexes.has(target)) low = Math.min(low, visit(target));
      else if (stack.includes(target)) low = Math.min(low, indexes.get(target) ?? low);
    }
    if (low === index) {
      const circle = stack.splice(stack.indexOf(node));
      if (circle.length > 1) circles.push(circle.toSorted());
    }
    return low;
  };
  for (const node of graph.keys()) if (!indexes.has(node)) visit(node);
  return circles.toSorted((a, b) => (a.join() < b.join() ? -1 : 1));
}
