/** Where people want to go by what they want to do: parts of pages that have no name in the rail. */
import type { Page } from "../model/pages.ts";
import type { Route } from "../model/route.ts";

interface Place {
  readonly name: string;
  readonly page: Page;
  readonly view: Route["view"];
  readonly words?: string;
}

export const places: readonly Place[] = [
  { name: "Plot by run", page: "look", view: { plot: "run" }, words: "values along run numbers" },
  { name: "Plot over time", page: "look", view: { plot: "time" } },
  { name: "Scatter plot", page: "look", view: { plot: "pair" }, words: "one condition vs another" },
  { name: "Histogram", page: "look", view: { plot: "histogram" }, words: "plot" },
  { name: "Statistics of the result by run period", page: "statistics", view: {} },
  { name: "Search in the contents of files", page: "files", view: { search: "" }, words: "grep find text" },
  { name: "Comment on the current run", page: "station", view: {} },
  { name: "Shift summary", page: "station", view: { part: "handover" }, words: "report hand over" },
  { name: "Aliases", page: "settings", view: { part: "aliases" } },
  { name: "Run periods", page: "settings", view: { part: "periods" } },
];
