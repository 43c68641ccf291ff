/** What keeps other web pages away from the database. */
import { isIP } from "node:net";
import type { MiddlewareHandler } from "hono";
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

/**
 * Refuses requests for another host name while only this computer can reach the server: a page may have
 * its own name resolve to 127.0.0.1 to get at what listens here (DNS rebinding). Any port will do, since
 * a tunnel (`ssh -L`) has one of its own.
 */
export function requireOwnHost(boundHost: string): MiddlewareHandler {
  return async (context, next) => {
    const name = hostName(context.req.header("host"));
    const isOwn = name !== null && (name === boundHost || isLoopback(name));
    if (isLoopback(boundHost) && !isOwn) {
      return context.text(
        "This server answers only under the name of this computer itself, as localhost.",
        403,
      );
    }
    return next();
  };
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
export const requireOwnPage: MiddlewareHandler = async (context, next) => {
  const { req } = context;
  const site = req.header("sec-fetch-site") ?? "same-origin";
  const origin = req.header("origin");
  if (site !== "same-origin" || (origin !== undefined && !isOriginOf(origin, req.header("host")))) {
    return context.text("Calls from other web pages are refused.", 403);
  }
  if (!/^application\/json\s*(;|$)/i.test(req.header("content-type") ?? "")) {
    return context.text("A call needs the header “content-type: application/json”.", 415);
  }
  return next();
};

/** Compares host and port only: behind a proxy the page's scheme may be another than ours. */
function isOriginOf(origin: string, host: string | undefined): boolean {
  return (
    host !== undefined && URL.canParse(origin) && new URL(origin).host === new URL(`http://${host}`).host
  );
}
