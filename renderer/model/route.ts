/**
 * What the address of the window says, in its part after `#`:
 * `#/runs?q=…&from=…&to=…&ranges=10-20,30&columns=a,b&computed=[…]&sort=-event_count&run=10340`, `#/run/10340?…`, and other pages
 * with parameters of their own: `#/files?path=…&q=…`. The search belongs to every page: it names the runs that all of them are about.
 */
import { formatRunBounds, parseRunRanges, type RunBounds } from "../../core/api/runRange.ts";
import { pages, type Page } from "./pages.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import * as v from "valibot";
import {
  computedColumn,
  type ComputedColumn,
  type Order,
  type RunRange,
  type Search,
} from "../../core/api/search.ts";

/** A search as the address holds it; null where the address leaves it to the defaults. */
export interface RouteSearch {
  readonly expression: string;
  readonly runMin: number | null;
  readonly runMax: number | null;
  /** Where there are any, `runMin` and `runMax` are the outer ends of them. */
  readonly ranges: readonly RunRange[];
  readonly columns: readonly string[] | null;
  readonly order: Order | null;
  /** What the computed ones of the columns are, and of those that the page shows besides. */
  readonly computed?: readonly ComputedColumn[] | undefined;
}

export interface Route {
  readonly page: Page;
  /** The run of the page `run`, or of the panel beside the table. */
  readonly run: number | null;
  readonly search: RouteSearch;
  /** What the page has to say of itself besides: parameters that it reads and writes. */
  readonly view: Readonly<Record<string, string>>;
}

/** Parameters that a page cannot have for itself. */
const searchParameters = ["q", "from", "to", "ranges", "columns", "computed", "sort", "run"];

/** Newest first. */
export const defaultOrder: Order = { column: "run", descending: true };

export const emptyRoute: Route = {
  page: "runs",
  run: null,
  search: { expression: "", runMin: null, runMax: null, ranges: [], columns: null, order: null },
  view: {},
};

/** Reads an address; what it cannot read it leaves out. */
export function parseRoute(hash: string): Route {
  const [path, query] = split(hash.replace(/^#/, ""), "?");
  const parameters = new URLSearchParams(query);
  const [, name, runOfPage = null] = /^\/([a-z]+)(?:\/([^/]+))?$/i.exec(path) ?? [];
  const page = findPage(name, runOfPage);
  const columns = parameters.get("columns");
  return {
    page,
    run: parseRun(page === "run" ? runOfPage : parameters.get("run")),
    search: {
      expression: parameters.get("q") ?? "",
      ...parseBounds(parameters),
      columns: columns === null ? null : parseNames(columns),
      order: parseOrder(parameters.get("sort")),
      ...parseComputed(parameters.get("computed")),
    },
    view: Object.fromEntries([...parameters].filter(([key]) => !searchParameters.includes(key))),
  };
}

/** A list of ranges says more than its ends. */
function parseBounds(parameters: URLSearchParams): RunBounds {
  const listed = parseRunRanges(parameters.get("ranges") ?? "", []);
  if (listed.ok) return listed.value;
  return { runMin: parseRun(parameters.get("from")), runMax: parseRun(parameters.get("to")), ranges: [] };
}

/** The page of an address: by its own name, or by the one that people see. */
function pageNamed(name: string | undefined): Page | null {
  const lower = name?.toLowerCase();
  const row = pages.find(({ page, name }) => page === lower || name.toLowerCase() === lower);
  return row?.page ?? null;
}

/** What an address has that leads nowhere, in words; null where all of it is understood. */
export function problemOfAddress(hash: string): string | null {
  const [path] = split(hash.replace(/^#/, ""), "?");
  if (path === "" || path === "/") return null;
  const [, name = "", run] = /^\/([^/]*)(?:\/(.*))?$/.exec(path) ?? [];
  const page = pageNamed(name);
  if (page === null) return `The address leads to no page: “${escapeControls(path)}”. All runs are shown.`;
  if (page !== "run" || parseRun(run ?? null) !== null) return null;
  return `“${escapeControls(run ?? "")}” is no number of a run, so the address leads to all runs. Write #/run/10001.`;
}

function findPage(name: string | undefined, runOfPage: string | null): Page {
  const page = pageNamed(name) ?? "runs";
  return page === "run" && parseRun(runOfPage) === null ? "runs" : page;
}

/** Writes an address that `parseRoute` reads back. */
export function formatRoute(route: Route): string {
  const { expression, runMin, runMax, ranges, columns, order, computed = [] } = route.search;
  const parameters = new URLSearchParams();
  if (expression !== "") parameters.set("q", expression);
  if (ranges.length > 0) parameters.set("ranges", formatRunBounds({ runMin, runMax, ranges: [...ranges] }));
  else {
    if (runMin !== null) parameters.set("from", String(runMin));
    if (runMax !== null) parameters.set("to", String(runMax));
  }
  if (columns) parameters.set("columns", formatNames(columns));
  if (computed.length > 0) parameters.set("computed", JSON.stringify(computed));
  if (order) parameters.set("sort", (order.descending ? "-" : "") + order.column);
  if (route.page !== "run" && route.run !== null) parameters.set("run", String(route.run));
  for (const [key, value] of Object.entries(route.view)) parameters.set(key, value);
  const path = route.page === "run" && route.run !== null ? `/run/${route.run}` : `/${route.page}`;
  const query = parameters.toString();
  return `#${path}${query && `?${query}`}`;
}

/** The address' part of a search, with the defaults left out. */
export function toRouteSearch(search: Search, defaultColumns: readonly string[]): RouteSearch {
  const { expression, runMin, runMax, ranges, columns, order } = search;
  const isDefault = order.column === defaultOrder.column && order.descending === defaultOrder.descending;
  return {
    expression,
    runMin,
    runMax,
    ranges,
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

/** Names as an address lists them; what cannot be decoded stands for itself. */
export function parseNames(text: string): readonly string[] {
  const names = text.split(",").filter((name) => name !== "");
  return [...new Set(names.map(decodeName))];
}

/** Writes names that `parseNames` reads back. */
export function formatNames(names: readonly string[]): string {
  return names.map(encodeURIComponent).join(",");
}

const computedColumns = v.pipe(v.array(computedColumn), v.maxLength(500));

/** Computed columns as JSON; none where the text is none. */
function parseComputed(text: string | null): Pick<RouteSearch, "computed"> {
  if (text === null) return {};
  try {
    const parsed = v.safeParse(computedColumns, JSON.parse(text));
    return parsed.success && parsed.output.length > 0 ? { computed: parsed.output } : {};
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return {};
    throw thrown;
  }
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
