/** Who a request comes from, and what a proxy before the server says of that. */
import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import type { Context } from "hono";
import { RcdbError } from "../core/api/failure.ts";
import type { ServerEnvironment } from "./calls.ts";

type Headers = Readonly<IncomingMessage["headers"]>;

/** The proxies that are believed what they say of a request: their addresses, or `10.1.0.0/16`. Throws `bad_input`. */
export function readProxies(given: readonly string[]): BlockList {
  const proxies = new BlockList();
  for (const text of given) {
    const [address = "", bits] = text.split("/");
    const version = isIP(address);
    const most = version === 4 ? 32 : 128;
    const isRange = bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= most);
    if (version === 0 || !isRange) {
      throw new RcdbError(
        "bad_input",
        `“${text}” is not the address of a proxy. Give one like 127.0.0.1 or 10.1.0.0/16.`,
      );
    }
    const family = version === 4 ? "ipv4" : "ipv6";
    if (bits === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(bits), family);
  }
  return proxies;
}

export interface ClientOfRequest {
  /** The address of the client, by the proxy's word where one stands between. */
  readonly address: string;
  /** The name of the server as the client has it, with the port; undefined where it gives none. */
  readonly host: string | undefined;
  /** Whether a believed proxy stands between. */
  readonly isByProxy: boolean;
  /** The name of the user by a believed proxy, else as the program gives it; null without one. */
  readonly user: string | null;
}

/** Tells who a request is of. */
export type FindClient = (context: Context<ServerEnvironment>) => ClientOfRequest;

/** Who a request is of. */
export function clientOf(context: Context<ServerEnvironment>, proxies: BlockList): ClientOfRequest {
  const { headers, socket } = context.env.incoming;
  const remote = (socket.remoteAddress ?? "").replace(/^::ffff:(?=\d+\.)/, "");
  const isByProxy = isIP(remote) !== 0 && proxies.check(remote, isIP(remote) === 4 ? "ipv4" : "ipv6");
  const given = userName(headers["x-rcdb-user"]);
  if (!isByProxy) return { address: remote, host: headers.host, isByProxy, user: given };
  return {
    address: forwardedAddress(headers["x-forwarded-for"]) ?? remote,
    host: last(headers["x-forwarded-host"]) ?? headers.host,
    isByProxy,
    user: userName(headers["x-remote-user"]) ?? given,
  };
}

/** The last address: what stands before it the client may have written itself. Undefined for what is no address. */
function forwardedAddress(header: Headers[string]): string | undefined {
  const address = last(header);
  return address !== undefined && isIP(address) !== 0 ? address : undefined;
}

function last(header: Headers[string]): string | undefined {
  const text = Array.isArray(header) ? header.at(-1) : header;
  return text?.split(",").at(-1)?.trim() || undefined;
}

/** Bytes of a header come as Latin-1, and clients send UTF-8. */
function userName(header: Headers[string]): string | null {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined) return null;
  const name = Buffer.from(text, "latin1").toString("utf8").trim();
  return name === "" || name.length > 255 || /\p{Cc}/u.test(name) ? null : name;
}
