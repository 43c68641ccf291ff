import type { LucideIcon } from "@lucide/svelte";
import type { Component } from "svelte";
import ChartSpline from "@lucide/svelte/icons/chart-spline";
import Columns3 from "@lucide/svelte/icons/columns-3";
import FileText from "@lucide/svelte/icons/file-text";
import RadioTower from "@lucide/svelte/icons/radio-tower";
import ScrollText from "@lucide/svelte/icons/scroll-text";
import Settings from "@lucide/svelte/icons/settings";
import Sigma from "@lucide/svelte/icons/sigma";
import Table2 from "@lucide/svelte/icons/table-2";
import { pages, type Overlay, type Page, type RailPage } from "../model/pages.ts";

type Overlays = (page: Overlay) => Component;

let overlays: Overlays | null = null;
let reading: Promise<Overlays> | null = null;

/**
 * The component of a page. The pages but the table are read when the first of them is asked for, so that the window need not
 * wait for them when it starts: until then it is promised. The promise breaks where they cannot be read.
 */
export function overlayOf(page: Overlay): Component | Promise<Component> {
  if (overlays) return overlays(page);
  reading ??= import("./overlays.ts").then(({ componentOf }) => (overlays = componentOf));
  return reading.then((componentOf) => componentOf(page));
}

const icons: Record<RailPage, LucideIcon> = {
  runs: Table2,
  compare: Columns3,
  files: FileText,
  look: ChartSpline,
  statistics: Sigma,
  log: ScrollText,
  station: RadioTower,
  settings: Settings,
};

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
  const icon = (icons as Partial<Record<Page, LucideIcon>>)[page];
  return keys === undefined || !icon ? [] : [{ page, name, keys, icon, isAtFoot }];
});
