import { BrowserWindow, Menu, type MenuItemConstructorOptions } from "electron";
import type { WindowCommand } from "../core/api/wire.ts";
import { send } from "./windowBridge.ts";

/** The application's menu: most of its entries are commands for the window in front. */
export function createMenu(openWindow: () => void): Menu {
  const command = (label: string, name: WindowCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: (_item, window) => {
      if (window instanceof BrowserWindow) send(window, { kind: "command", command: name });
    },
  });
  return Menu.buildFromTemplate([
    ...(process.platform === "darwin" ? [{ role: "appMenu" as const }] : []),
    {
      label: "File",
      submenu: [
        { label: "New window", accelerator: "CmdOrCtrl+Shift+N", click: openWindow },
        command("Open database…", "open-database", "CmdOrCtrl+O"),
        { type: "separator" },
        command("Export CSV…", "export", "CmdOrCtrl+E"),
        { type: "separator" },
        process.platform === "darwin" ? { role: "close" } : { role: "quit" },
      ],
    },
    { role: "editMenu" },
    {
      label: "View",
      submenu: [
        command("Go to anything…", "show-palette", "CmdOrCtrl+K"),
        command("Go to the query", "focus-query", "CmdOrCtrl+L"),
        command("Switch light and dark", "toggle-theme"),
        { type: "separator" },
        { role: "resetZoom" },
        { role: "zoomIn" },
        { role: "zoomOut" },
        { role: "togglefullscreen" },
        { type: "separator" },
        // Ctrl+R is for earlier queries.
        { role: "reload", accelerator: "F5" },
        { role: "toggleDevTools" },
      ],
    },
    { role: "windowMenu" },
    { role: "help", submenu: [command("Licences", "show-licenses")] },
  ]);
}
