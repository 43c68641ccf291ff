/** The one IPC channel between a window and main: checks who speaks, and carries calls and their outcomes. */
import { ipcMain, type BrowserWindow, type IpcMainEvent } from "electron";
import * as v from "valibot";
import { dispatchWindowCall } from "../core/api/dispatch.ts";
import type { CallMessage, HostMessage } from "../core/api/wire.ts";
import { rendererOrigin } from "./rendererProtocol.ts";
import type { WindowSession } from "./windowSession.ts";

const channel = "rcdb";

const request = v.variant("kind", [
  v.object({ kind: v.literal("call"), id: v.string(), name: v.string(), input: v.unknown() }),
  v.object({ kind: v.literal("cancel"), id: v.string() }),
]);

/** Answers the requests of a window for as long as it is open. */
export function connectWindow(window: BrowserWindow, session: WindowSession): void {
  const running = new Map<string, AbortController>();

  async function answer({ id, name, input }: CallMessage): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    const outcome = await dispatchWindowCall(session, name, input, {
      signal: controller.signal,
      report: (progress) => send(window, { kind: "progress", id, progress }),
    });
    running.delete(id);
    send(window, { kind: "outcome", id, outcome, generation: session.generation });
  }

  const hear = (event: IpcMainEvent, message: unknown): void => {
    if (event.sender !== window.webContents || !isRenderer(event)) return;
    const parsed = v.safeParse(request, message);
    if (!parsed.success) return;
    if (parsed.output.kind === "cancel") running.get(parsed.output.id)?.abort();
    else void answer(parsed.output);
  };
  ipcMain.on(channel, hear);
  window.once("closed", () => {
    ipcMain.off(channel, hear);
    for (const controller of running.values()) controller.abort();
  });
}

/** Sends a message to a window that may have been closed meanwhile. */
export function send(window: BrowserWindow, message: HostMessage): void {
  if (!window.isDestroyed()) window.webContents.send(channel, message);
}

/** Only the window's own page, never a frame in it or a page it was led to. */
function isRenderer({ senderFrame, sender }: IpcMainEvent): boolean {
  return senderFrame === sender.mainFrame && senderFrame.url.startsWith(`${rendererOrigin}/`);
}
