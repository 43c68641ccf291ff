/**
 * The pages of the window, a row each. The page `look` is `renderer/look/LookPage.svelte`, its icon in `renderer/frame/pageModules.ts`;
 * address, rail, palette, keys and tests take all else from here.
 */
interface PageRow<Name extends string = string> {
  /** As in the address, and its folder. */
  readonly page: Name;
  /** For the rail, the palette and the window's title. */
  readonly name: string;
  /** What goes there; a page without keys is reached from another one, and has no place in the rail. */
  readonly keys?: string;
  /** Whether it stands at the foot of the rail. */
  readonly isAtFoot?: boolean;
  /**
   * Whether it shows the runs of the query. On other pages the query bar is small, and a query that is run there leads to the
   * table.
   */
  readonly showsResult?: boolean;
}

/** In the order of the rail. */
const rows = [
  { page: "runs", name: "Runs", keys: "G R", showsResult: true },
  { page: "run", name: "Run" },
  { page: "compare", name: "Compare", keys: "G C" },
  { page: "files", name: "Files", keys: "G F" },
  { page: "look", name: "Plots", keys: "G K", showsResult: true },
  { page: "statistics", name: "Statistics", keys: "G S", showsResult: true },
  { page: "log", name: "Log", keys: "G L" },
  { page: "station", name: "Live", keys: "G T" },
  { page: "report", name: "Report" },
  { page: "settings", name: "Settings", keys: "Mod+,", isAtFoot: true },
] as const satisfies readonly PageRow[];

export type Page = (typeof rows)[number]["page"];
/** A page of the rail. */
export type RailPage = Extract<(typeof rows)[number], { keys: string }>["page"];
/** A page that is laid over the table of runs. */
export type Overlay = Exclude<Page, "runs">;
export const pages: readonly PageRow<Page>[] = rows;

/** What is known of a page. */
export function pageRow(page: Page): PageRow<Page> {
  const row = pages.find((candidate) => candidate.page === page);
  if (!row) throw new Error(`No row of renderer/model/pages.ts has the page “${page}”.`);
  return row;
}
