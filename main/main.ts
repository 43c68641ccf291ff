/** The desktop application: its windows, and what belongs to all of them. */
import { app, BrowserWindow, Menu, session } from "electron";
import { join } from "node:path";
import { openApplicationWindow } from "./applicationWindow.ts";
import { createMenu } from "./menu.ts";
import { RecentDatabases } from "./recentDatabases.ts";
import { registerRendererScheme, serveRenderer } from "./rendererProtocol.ts";

/** The database named on a command line: its last argument that is no switch, after the application's own folder. */
function databaseOf(commandLine: readonly string[]): string | null {
  const named = commandLine.slice(1).filter((argument) => !argument.startsWith("-"));
  return named[app.isPackaged ? 0 : 1] ?? null;
}

async function start(): Promise<void> {
  registerRendererScheme();
  let fileToOpen = databaseOf(process.argv);
  // macOS names files by this event, before or after the application is ready.
  app.on("open-file", (event, path) => {
    event.preventDefault();
    if (app.isReady()) openWindow(path);
    else fileToOpen = path;
  });
  await app.whenReady();

  const recent = new RecentDatabases(join(app.getPath("userData"), "recent-databases.json"));
  const sizeFile = join(app.getPath("userData"), "window-size.json");
  const openWindow = (database: string | null): void => openApplicationWindow(database, recent, sizeFile);
  serveRenderer();
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => {
    answer(permission === "clipboard-sanitized-write");
  });
  Menu.setApplicationMenu(createMenu(() => openWindow(null)));
  app.on("second-instance", (_event, commandLine) => openWindow(databaseOf(commandLine)));
  app.on("activate", () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(null);
  });
  openWindow(fileToOpen);
}

app.on("window-all-closed", () => {
  if (process.platform !== "darwin") app.quit();
});

if (app.requestSingleInstanceLock()) void start();
else app.quit();
