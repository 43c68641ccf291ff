import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { RcdbError } from "../core/api/failure.ts";

const defaultPort = 8087;
/** How many ports after the default one are tried. */
const triedPorts = 20;

/**
 * Has the server listen, and answers the port. `port` null is the default one, or the next that is free;
 * 0 any free one. Throws an `RcdbError` where it cannot.
 */
export async function listen(server: Server, host: string, port: number | null): Promise<number> {
  if (port !== null) return listenOn(server, host, port);
  for (let candidate = defaultPort; candidate < defaultPort + triedPorts; candidate++) {
    try {
      return await listenOn(server, host, candidate);
    } catch (thrown) {
      if (!(thrown instanceof PortTaken)) throw thrown;
    }
  }
  throw new RcdbError(
    "cannot_listen",
    `The ports ${defaultPort} to ${defaultPort + triedPorts - 1} of ${host} are all in use. Name another with --port.`,
  );
}

class PortTaken extends RcdbError {}

async function listenOn(server: Server, host: string, port: number): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  } catch (thrown) {
    throw explained(thrown, host, port);
  }
}

function explained(thrown: unknown, host: string, port: number): unknown {
  if (!(thrown instanceof Error) || !("code" in thrown)) return thrown;
  switch (thrown.code) {
    case "EADDRINUSE":
      return new PortTaken(
        "cannot_listen",
        `Port ${port} of ${host} is in use by another program. Name another with --port, or leave it out.`,
      );
    case "EACCES":
      return new RcdbError("no_permission", `Port ${port} is reserved for the system. Name one above 1023.`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new RcdbError("cannot_listen", `“${host}” is not an address of this computer. Check --host.`);
    default:
      return thrown;
  }
}
