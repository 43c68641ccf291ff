/**
 * What the address of the window says, in its part after `#`:
 * `#/runs?q=…&from=…&to=…&columns=a,b&sort=-event_count&run=10340` and `#/run/10340?…`.
 */
import type { Order, Search } from "../../core/api/schemas.ts";

/** A search as the address holds it; null where the address leaves it to the defaults. */
export interface RouteSearch {
  readonly expression: string;
  readonly runMin: number | null;
  readonly runMax: number | null;
  readonly columns: readonly string[] | null;
  readonly order: Order | null;
}

export interface Route {
  /** The table of runs, or one run as a page. */
  readonly page: "runs" | "run";
  /** The run of the page or of the panel beside the table. */
  readonly run: number | null;
  readonly search: RouteSearch;
}

/** Newest first. */
export const defaultOrder: Order = { column: "run", descending: true };

export const emptyRoute: Route = {
  page: "runs",
  run: null,
  search: { expression: "", runMin: null, runMax: null, columns: null, order: null },
};

/** Reads an address; what it cannot read it leaves out. */
export function parseRoute(hash: string): Route {
  const [path, query] = split(hash.replace(/^#/, ""), "?");
  const parameters = new URLSearchParams(query);
  const runOfPage = parseRun(/^\/run\/([^/]+)$/.exec(path)?.[1] ?? null);
  return {
    page: runOfPage === null ? "runs" : "run",
    run: runOfPage ?? parseRun(parameters.get("run")),
    search: {
      expression: parameters.get("q") ?? "",
      runMin: parseRun(parameters.get("from")),
      runMax: parseRun(parameters.get("to")),
      columns: parseColumns(parameters.get("columns")),
      order: parseOrder(parameters.get("sort")),
    },
  };
}

/** Writes an address that `parseRoute` reads back. */
export function formatRoute(route: Route): string {
  const { expression, runMin, runMax, columns, order } = route.search;
  const parameters = new URLSearchParams();
  if (expression !== "") parameters.set("q", expression);
  if (runMin !== null) parameters.set("from", String(runMin));
  if (runMax !== null) parameters.set("to", String(runMax));
  if (columns) parameters.set("columns", columns.map(encodeURIComponent).join(","));
  if (order) parameters.set("sort", (order.descending ? "-" : "") + order.column);
  if (route.page === "runs" && route.run !== null) parameters.set("run", String(route.run));
  const path = route.page === "run" && route.run !== null ? `/run/${route.run}` : "/runs";
  const query = parameters.toString();
  return `#${path}${query && `?${query}`}`;
}

/** The address' part of a search, with the defaults left out. */
export function toRouteSearch(search: Search, defaultColumns: readonly string[]): RouteSearch {
  const { expression, runMin, runMax, columns, order } = search;
  const isDefault = order.column === defaultOrder.column && order.descending === defaultOrder.descending;
  return {
    expression,
    runMin,
    runMax,
    columns: columns.join("\n") === defaultColumns.join("\n") ? null : columns,
    order: isDefault ? null : order,
  };
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** A run number as people type it; null for anything else. */
export function parseRun(text: string | null): number | null {
  if (text === null || !/^\d{1,15}$/.test(text.trim())) return null;
  return Number(text);
}

function parseColumns(text: string | null): readonly string[] | null {
  if (text === null) return null;
  const names = text.split(",").filter((name) => name !== "");
  return [...new Set(names.map(decodeName))];
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (thrown) {
    // A `%` typed into the address by hand: it stands for itself.
    if (thrown instanceof URIError) return text;
    throw thrown;
  }
}

function parseOrder(text: string | null): Order | null {
  if (text === null || text === "" || text === "-") return null;
  const descending = text.startsWith("-");
  return { column: descending ? text.slice(1) : text, descending };
}
