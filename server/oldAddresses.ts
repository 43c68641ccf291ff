/** Addresses of the Flask site whose place this server takes: bookmarks, and links in logbooks and wikis. */
import type { MiddlewareHandler } from "hono";
import type { FileContent } from "../core/api/files.ts";

/** The file of an id; null where there is none. */
type FindFile = (id: number) => Promise<Pick<FileContent, "id" | "path"> | null>;

/** What the window's address is to say behind its `#`; null for an address that the old site had not. */
type Page = (
  rest: string,
  query: URLSearchParams,
  findFile: FindFile,
) => string | null | Promise<string | null>;

const pages: Readonly<Record<string, Page>> = {
  runs: (rest, query) => {
    const [, run = null] = /^(?:(?:info|conditions|elog)\/)?(\d+)$/.exec(rest) ?? [];
    const [, first, last] = /^(\d+)-(\d+)$/.exec(rest) ?? [];
    if (run !== null) return runPage(run);
    if (first !== undefined && last !== undefined) return runsPage(inOrder([first, last]), query);
    if (rest === "search") return found(query);
    return rest === "" || /^page\/\d+$/.test(rest) ? "/runs" : null;
  },
  select_values: (rest, query) => (rest === "" ? runsPage(boundsOf(query), query) : null),
  // There is no page of conditions alone: the columns of the runs are they.
  conditions: () => "/runs",
  files: async (rest, _query, findFile) => {
    const [, id] = /^(?:(?:info|raw)\/)?(\d{1,15})$/.exec(rest) ?? [];
    const file = id === undefined ? null : await findFile(Number(id));
    if (file === null) return "/files";
    return `/files?${new URLSearchParams({ path: file.path, version: String(file.id) }).toString()}`;
  },
  logs: () => "/log",
  statistics: () => "/statistics",
};

/**
 * Leads old addresses to our pages, `/runs/info/10340` to `#/run/10340`; other addresses are passed on. Folders may stand
 * before them: the site was often served below one.
 */
export function oldAddresses(
  findFile: (id: number, signal: AbortSignal) => ReturnType<FindFile>,
): MiddlewareHandler {
  return async (context, next) => {
    const { pathname, searchParams } = new URL(context.req.url);
    const { page, rest } = oldPart(pathname);
    const address = page
      ? await page(rest, searchParams, (id) => findFile(id, context.req.raw.signal))
      : null;
    if (address === null) return next();
    context.header("cache-control", "no-cache");
    // Relative: a proxy may have taken off the first folders, and has to find us by them again.
    const up = "../".repeat(pathname.split("/").length - 2);
    return context.redirect(`${up === "" ? "./" : up}#${address}`, 302);
  };
}

/** The first folder of the path that is one of the old site's, and what follows it. */
function oldPart(path: string): { readonly page: Page | null; readonly rest: string } {
  const folders = path.split("/").slice(1);
  const at = folders.findIndex((folder) => Object.hasOwn(pages, folder));
  const page = pages[folders[at] ?? ""] ?? null;
  const rest = folders.slice(at + 1).join("/");
  return { page: at < 0 ? null : page, rest: rest.replace(/\/+$/, "") };
}

type Bounds = readonly [first: string, last: string];

/** A search: the site led one without an expression and with one run to that run. */
function found(query: URLSearchParams): string {
  const bounds = boundsOf(query);
  const isOneRun = /^\d+$/.test(rangeOf(query)) && (query.get("q") ?? "").trim() === "";
  return isOneRun ? runPage(bounds[0]) : runsPage(bounds, query);
}

function runPage(run: string): string {
  return /^\d{1,15}$/.test(run) ? `/run/${Number(run)}` : "/runs";
}

/** The runs with the expression and the columns that the address asks for. */
function runsPage([first, last]: Bounds, query: URLSearchParams): string {
  const parameters = new URLSearchParams();
  const expression = (query.get("q") ?? "").trim();
  if (expression !== "") parameters.set("q", expression);
  if (first !== "") parameters.set("from", first);
  if (last !== "") parameters.set("to", last);
  const columns = (query.get("cnd") ?? "").split(",").flatMap((name) => name.trim() || []);
  if (columns.length > 0) parameters.set("columns", columns.map(encodeURIComponent).join(","));
  const text = parameters.toString();
  return text === "" ? "/runs" : `/runs?${text}`;
}

function rangeOf(query: URLSearchParams): string {
  const [first, last] = [query.get("runFrom") ?? "", query.get("runTo") ?? ""].map((text) => text.trim());
  return first || last ? `${first}-${last}` : (query.get("rr") ?? "").trim();
}

/** The ends of the range; what is not a number is left open. A single number is where it begins, as the site took it. */
function boundsOf(query: URLSearchParams): Bounds {
  const [first = "", last = ""] = rangeOf(query)
    .split("-")
    .map((text) => text.trim())
    .map((text) => (/^\d{1,15}$/.test(text) ? text : ""));
  return inOrder([first, last]);
}

function inOrder([first, last]: Bounds): Bounds {
  return first !== "" && last !== "" && Number(first) > Number(last) ? [last, first] : [first, last];
}
