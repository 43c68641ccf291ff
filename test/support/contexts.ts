/** Who knows the whole state of a window, and what components take from it by single getters. */
import type { Graph } from "./moduleGraph.ts";
import { importsOf } from "./imports.ts";

const stateFile = "renderer/model/app.svelte.ts";
/** Where the contexts are; all of them. */
export const contextsFile = "renderer/model/contexts.ts";
/** The frame makes the state, and the contexts take it apart. */
const mayKnowAll: readonly string[] = ["renderer/App.svelte", contextsFile];

/** The files of the renderer that import the whole state of the window though they need parts of it. */
export function takersOfAll(renderer: Graph): string[] {
  return [...renderer]
    .filter(([file, targets]) => targets.has(stateFile) && !mayKnowAll.includes(file))
    .map(([file]) => file);
}

/** The types of the contexts that a text makes. */
export function contextTypes(text: string): string[] {
  return [...text.matchAll(/\bcreateContext<([^>]*)>/g)].map(([, type = ""]) => type);
}

/** Whether a file reaches for contexts by itself, by what it takes from Svelte. */
export function makesContexts(file: string, text: string): boolean {
  const isFromSvelte = importsOf(file, text).some(({ specifier }) => specifier === "svelte");
  return isFromSvelte && /\b(?:createContext|(?:get|set|getAll)Contexts?)\b/.test(text);
}
