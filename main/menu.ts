import { BrowserWindow, Menu, type MenuItemConstructorOptions } from "electron";
import { menuItemsOf } from "./menuItems.ts";
import { send } from "./windowBridge.ts";

/** The application's menu: what it has of the window's actions is done by the window in front. */
export function createMenu(openWindow: () => void): Menu {
  const actions = (menu: string): MenuItemConstructorOptions[] =>
    menuItemsOf(menu).map(({ command, ...item }) => ({
      ...item,
      click: (_item, window) => {
        if (window instanceof BrowserWindow) send(window, { kind: "command", command });
      },
    }));
  return Menu.buildFromTemplate([
    ...(process.platform === "darwin" ? [{ role: "appMenu" as const }] : []),
    {
      label: "File",
      submenu: [
        { label: "New window", accelerator: "CmdOrCtrl+Shift+N", click: openWindow },
        ...actions("File"),
        { type: "separator" },
        process.platform === "darwin" ? { role: "close" } : { role: "quit" },
      ],
    },
    { role: "editMenu" },
    {
      label: "View",
      submenu: [
        ...actions("View"),
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
    { role: "help", submenu: actions("Help") },
  ]);
}
