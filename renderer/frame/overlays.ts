/** The pages that are laid over the table of runs, in a part of the program that is read when one of them is gone to. */
import type { Component } from "svelte";
import type { Overlay } from "../model/pages.ts";

/** By the path from here; Vite finds them when it builds. */
const modules = import.meta.glob<Component>(["../*/*Page.svelte", "!../runs/RunsPage.svelte"], {
  eager: true,
  import: "default",
});
const byFolder = new Map(Object.entries(modules).map(([path, component]) => [path.split("/")[1], component]));

export function componentOf(page: Overlay): Component {
  const found = byFolder.get(page);
  if (!found) throw new Error(`The page “${page}” has no component renderer/${page}/…Page.svelte.`);
  return found;
}
