/** The secret by which people get in who are not at this computer. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { RcdbError } from "../core/api/failure.ts";
import { isOfProgram, refuse } from "./refuse.ts";

const fewestCharacters = 16;

/** A token that nobody guesses. */
export function newToken(): string {
  return randomBytes(24).toString("base64url");
}

/** Throws `bad_input` for a token that could be guessed, or that an address cannot hold as it is. */
export function checkToken(token: string): void {
  if (token.length >= fewestCharacters && /^[\w.~-]*$/.test(token)) return;
  throw new RcdbError(
    "bad_input",
    `A token needs ${fewestCharacters} characters or more, of letters, digits and - . _ ~ only. Leave --token out to have one made.`,
  );
}

const year = 365 * 24 * 60 * 60;

/**
 * Lets in who knows the token: by `?token=…` once, after which a cookie stands for it, or by `Authorization: Bearer …`.
 * Servers on one computer share their cookies: each has a name of its own for its cookie.
 */
export function requireToken(token: string): MiddlewareHandler {
  const [name, value] = [`rcdb-${digest(`name ${token}`).slice(0, 12)}`, digest(`cookie ${token}`)];
  return async (context, next) => {
    const { req } = context;
    const given = req.method === "GET" ? req.query("token") : undefined;
    if (given !== undefined && isSame(given, token)) {
      setCookie(context, name, value, { httpOnly: true, sameSite: "Lax", path: "/", maxAge: year });
      context.header("cache-control", "no-store");
      return context.redirect(withoutToken(req.url), 302);
    }
    if (isSame(getCookie(context, name), value) || hasBearer(context, token)) return next();
    const how = isOfProgram(context)
      ? "Send it in the header “Authorization: Bearer TOKEN”."
      : "Open the address that “rcdb serve” has printed, with “?token=…” in it.";
    return refuse(context, "no_token", `This server needs its token. ${how}`);
  };
}

/** Whether a request has the token in its header, where no page of others can put it. */
export function hasBearer(context: Context, token: string): boolean {
  return isSame(/^Bearer (.+)$/i.exec(context.req.header("authorization") ?? "")?.[1], token);
}

/** The same page, relative: a proxy may have taken off the first folders. The browser keeps what is behind `#`. */
function withoutToken(address: string): string {
  const { pathname, searchParams } = new URL(address);
  searchParams.delete("token");
  const page = `./${pathname.slice(pathname.lastIndexOf("/") + 1)}`;
  return searchParams.size === 0 ? page : `${page}?${searchParams.toString()}`;
}

/** Compared in a time that says nothing of where they differ. */
function isSame(given: string | undefined, wanted: string): boolean {
  return given !== undefined && timingSafeEqual(Buffer.from(digest(given)), Buffer.from(digest(wanted)));
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
