import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { Bridge, HostMessage } from "../core/api/wire.ts";

const channel = "rcdb";

const bridge: Bridge = {
  send: (request) => ipcRenderer.send(channel, request),
  listen: (listener) => {
    const hear = (_event: unknown, message: HostMessage): void => listener(message);
    ipcRenderer.on(channel, hear);
    return () => ipcRenderer.off(channel, hear);
  },
  pathOf: (file) => webUtils.getPathForFile(file),
};

contextBridge.exposeInMainWorld("rcdbBridge", bridge);

// Main is not asked about a way to about:blank. What stays: addresses behind `#`, loading anew, and files that are saved.
window.navigation.addEventListener("navigate", (event) => {
  const isWithinPage = event.destination.sameDocument || event.navigationType === "reload";
  if (!isWithinPage && event.downloadRequest === null && event.cancelable) event.preventDefault();
});
