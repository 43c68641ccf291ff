/** What keeps other web pages away from the database. */
import { isIP } from "node:net";
import { hostname } from "node:os";
import type { MiddlewareHandler } from "hono";
import { RcdbError } from "../core/api/failure.ts";
import type { ServerEnvironment } from "./calls.ts";
import type { FindClient } from "./clients.ts";
import { isOfProgram, refuse } from "./refuse.ts";
import { contentSecurityPolicy } from "../core/api/contentSecurityPolicy.ts";

/** Headers of every answer. */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  context.header("content-security-policy", contentSecurityPolicy);
  context.header("x-content-type-options", "nosniff");
  context.header("referrer-policy", "no-referrer");
  await next();
};

/** Whether only this computer can reach an address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** The names a server answers to. */
export interface OwnNames {
  /** The address that it listens on. */
  readonly boundHost: string;
  /** Those that were given; where there are some a server that others can reach answers to no others. */
  readonly given: readonly string[];
}

/**
 * Refuses requests for another host name: a page may have its own name resolve to an address of this computer to get at
 * what listens here (DNS rebinding). Any port will do, since a tunnel (`ssh -L`) has one of its own. Such a page can write
 * `X-Forwarded-Host`, but not `Host`: so both must be ours. A proxy may ask for us by any address.
 */
export function requireOwnHost(
  { boundHost, given }: OwnNames,
  client: FindClient,
): MiddlewareHandler<ServerEnvironment> {
  const names = new Set([boundHost.toLowerCase(), ...given]);
  const isAnswered = (name: string): boolean => {
    if (isLoopback(name) || names.has(name)) return true;
    // Nobody can have an address resolve to something else.
    return !isLoopback(boundHost) && given.length === 0 && (isIP(name) !== 0 || isThisComputer(name));
  };
  return async (context, next) => {
    const { host, isByProxy } = client(context);
    const own = hostName(context.env.incoming.headers.host);
    const name = hostName(host);
    const isReached = own !== null && (isAnswered(own) || (isByProxy && isIP(own) !== 0));
    if (isReached && name !== null && isAnswered(name)) return next();
    return refuse(
      context,
      "not_allowed",
      `This server does not answer to the name “${(isReached ? name : own) ?? ""}”. Start it with --allow-host and this name, or use the address that it has printed.`,
    );
  };
}

/** Lets through what a believed proxy passes on, and from this computer, where people look after the server. */
export function requireProxy(client: FindClient): MiddlewareHandler<ServerEnvironment> {
  return async (context, next) => {
    const { isByProxy, address } = client(context);
    if (isByProxy || isLoopback(address)) return next();
    return refuse(context, "not_allowed", "This server answers to its proxy. Use the proxy's address.");
  };
}

/** By its whole name or the first part of it. */
function isThisComputer(name: string): boolean {
  const own = hostname().toLowerCase();
  return name === own || name === own.split(".")[0];
}

/** A name as it stands in a Host header, without a port. Throws `bad_input` for what cannot stand there. */
export function readHostName(text: string): string {
  const name = hostName(text.includes("::") && !text.startsWith("[") ? `[${text}]` : text);
  if (name !== null && name !== "" && /^[^/?#@\s]+$/.test(text)) return name;
  throw new RcdbError(
    "bad_input",
    `“${text}” is not the name of a computer. Give one like rcdb.example.org.`,
  );
}

/** The name in a Host header, an IPv6 address without its brackets; null where there is none. */
function hostName(header: string | undefined): string | null {
  if (header === undefined || !URL.canParse(`http://${header}`)) return null;
  return new URL(`http://${header}`).hostname.replace(/^\[(.*)\]$/, "$1");
}

/**
 * Refuses calls that another page makes: browsers name the page in `Origin` and `Sec-Fetch-Site`. Without
 * JSON's content type a page could send the call as a form, which asks nobody's leave.
 */
export function requireOwnPage(client: FindClient): MiddlewareHandler<ServerEnvironment> {
  return async (context, next) => {
    const { req } = context;
    const site = req.header("sec-fetch-site") ?? "same-origin";
    const origin = req.header("origin");
    const isOwn = site === "same-origin" || (site === "none" && isOfProgram(context));
    if (!isOwn || (origin !== undefined && !isOriginOf(origin, client(context).host))) {
      return refuse(context, "not_allowed", "Calls from other web pages are refused.");
    }
    const isJson = /^application\/json\s*(;|$)/i.test(req.header("content-type") ?? "");
    // Programs are told which methods an address takes; none but POST does anything.
    if (!isJson && (req.method === "POST" || !isOfProgram(context))) {
      const message = "A call needs the header “content-type: application/json”.";
      return refuse(context, "bad_input", message, 415);
    }
    return next();
  };
}

/** Compares host and port only: behind a proxy the page's scheme may be another than ours. */
function isOriginOf(origin: string, host: string | undefined): boolean {
  return (
    host !== undefined && URL.canParse(origin) && new URL(origin).host === new URL(`http://${host}`).host
  );
}
