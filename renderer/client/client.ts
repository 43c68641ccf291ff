import { createClient, type Client } from "../../core/api/client.ts";
import { callsByPage } from "../../core/api/contract.ts";
import type { Bridge, WindowCommand } from "../../core/api/wire.ts";
import type { Connection } from "./connection.svelte.ts";
import { bridgeTransport } from "./bridge.ts";
import { httpTransport } from "./http.ts";

declare global {
  interface Window {
    /** Put there by the desktop application's preload; a browser has none. */
    readonly rcdbBridge?: Bridge;
  }
}

export type WindowClient = Client<typeof callsByPage>;

/** The calls of this window, over the desktop's bridge where there is one and HTTP where not. */
export function connect(
  connection: Connection,
  onCommand: (command: WindowCommand) => void,
  onSaved: (path: string) => void,
): WindowClient {
  const bridge = window.rcdbBridge;
  const line = bridge ? bridgeTransport(bridge, onCommand, onSaved) : httpTransport;
  return createClient(callsByPage, connection.over(line, !bridge));
}
