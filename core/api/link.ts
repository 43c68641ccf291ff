/**
 * Links that open the desktop application: `rcdb://open?database=…&page=runs&q=…`. Besides the database a link says what
 * the window's address says, parameter by parameter. Anybody can write one: what it names must be asked about.
 */
import * as v from "valibot";
import { failed, succeeded, type Outcome } from "./failure.ts";

export const linkScheme = "rcdb";

const mostCharacters = 100_000;

const unreadable = `The link cannot be read: it is to begin with ${linkScheme}://open?database=… Copy it again, whole.`;

export interface Link {
  /** The connection string of the database, without a password. */
  readonly database: string;
  /** The window's address behind its `#`: `/runs?q=…`. */
  readonly address: string;
}

/** A link as people are asked about it. */
export const openedLink = v.object({
  /** The connection string, without a password. */
  database: v.string(),
  kind: v.string(),
  /** Whether it opens a file, or else connects to a server. */
  isFile: v.boolean(),
  /** What the connection string names, part by part, with control characters made visible. */
  parts: v.array(v.object({ name: v.string(), value: v.string() })),
  address: v.string(),
});
export type OpenedLink = v.InferOutput<typeof openedLink>;

/** Whether a text is one of our links, be it a broken one. */
export function isLink(text: string): boolean {
  return text.toLowerCase().startsWith(`${linkScheme}:`);
}

export function formatLink({ database, address }: Link): string {
  const { page, parameters } = split(address);
  const all = new URLSearchParams([["database", database], ["page", page], ...parameters]);
  return `${linkScheme}://open?${all.toString()}`;
}

/**
 * Takes a link apart; fails with `bad_input` for one that is no link of this program. What its database is, is read where it is opened
 * (`core/db/openedLink.ts`): a second reader could be fooled.
 */
export function parseLink(text: string): Outcome<Link> {
  const url = text.length <= mostCharacters ? URL.parse(text) : null;
  const database = url?.searchParams.get("database") ?? "";
  const isOpen = url?.protocol === `${linkScheme}:` && url.host.toLowerCase() === "open";
  if (url === null || !isOpen || database === "") {
    return failed("bad_input", unreadable);
  }
  const page = url.searchParams.get("page") ?? "runs";
  url.searchParams.delete("database");
  url.searchParams.delete("page");
  const rest = url.searchParams.toString();
  return succeeded({ database, address: `/${page}${rest && `?${rest}`}` });
}

function split(address: string): { page: string; parameters: [string, string][] } {
  const at = address.indexOf("?");
  const path = at < 0 ? address : address.slice(0, at);
  const query = at < 0 ? "" : address.slice(at + 1);
  return { page: path.replace(/^#?\//, ""), parameters: [...new URLSearchParams(query)] };
}
