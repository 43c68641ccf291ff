import type { LucideIcon } from "@lucide/svelte";
import type { Component } from "svelte";
import { pages, type Page } from "../model/pages.ts";

/** What a page's component exports. */
interface PageModule {
  readonly default: Component;
  /** For the rail; none where the page has no place there. */
  readonly icon?: LucideIcon;
}

/** By the path from here; Vite finds them when it builds. */
const modules = import.meta.glob<PageModule>("../*/*Page.svelte", { eager: true });
const byFolder = new Map(Object.entries(modules).map(([path, module]) => [path.split("/")[1] ?? "", module]));

function moduleOf(page: Page): PageModule {
  const found = byFolder.get(page);
  if (!found) throw new Error(`The page “${page}” has no component renderer/${page}/…Page.svelte.`);
  return found;
}

export function componentOf(page: Page): Component {
  return moduleOf(page).default;
}

/** A page that people go to from anywhere. */
export interface ShownPage {
  readonly page: Page;
  readonly name: string;
  readonly keys: string;
  readonly icon: LucideIcon;
  readonly isAtFoot: boolean;
}

/** The pages of the rail. */
export const shownPages: readonly ShownPage[] = pages.flatMap(({ page, name, keys, isAtFoot = false }) => {
  const { icon } = moduleOf(page);
  return keys === undefined || !icon ? [] : [{ page, name, keys, icon, isAtFoot }];
});
