import type { LucideIcon } from "@lucide/svelte";
import ChartSpline from "@lucide/svelte/icons/chart-spline";
import Columns3 from "@lucide/svelte/icons/columns-3";
import FileText from "@lucide/svelte/icons/file-text";
import RadioTower from "@lucide/svelte/icons/radio-tower";
import ScrollText from "@lucide/svelte/icons/scroll-text";
import Settings from "@lucide/svelte/icons/settings";
import Sigma from "@lucide/svelte/icons/sigma";
import Table2 from "@lucide/svelte/icons/table-2";
import type { Page } from "../model/route.ts";

/** A page as the rail, the palette and the window's title name it. */
export interface PageFace {
  readonly page: Page;
  readonly name: string;
  readonly icon: LucideIcon;
  readonly keys: string;
  /** Whether it stands at the foot of the rail. */
  readonly isAtFoot?: boolean;
}

export const pageFaces: readonly PageFace[] = [
  { page: "runs", name: "Runs", icon: Table2, keys: "G R" },
  { page: "compare", name: "Compare", icon: Columns3, keys: "G C" },
  { page: "files", name: "Files", icon: FileText, keys: "G F" },
  { page: "look", name: "Look", icon: ChartSpline, keys: "G K" },
  { page: "statistics", name: "Statistics", icon: Sigma, keys: "G S" },
  { page: "log", name: "Log", icon: ScrollText, keys: "G L" },
  { page: "station", name: "Station", icon: RadioTower, keys: "G T" },
  { page: "settings", name: "Settings", icon: Settings, keys: "Mod+,", isAtFoot: true },
];
