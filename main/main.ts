/** The desktop application: its windows, and what belongs to all of them. */
import { app, BrowserWindow, Menu, session } from "electron";
import { join } from "node:path";
import { isLink, linkScheme } from "../core/api/link.ts";
import { parseConnection } from "../core/db/parseConnection.ts";
import { offerLink, openApplicationWindow, type OpenRequest } from "./applicationWindow.ts";
import { createMenu } from "./menu.ts";
import { Passwords } from "./passwords.ts";
import { namesProfile } from "../core/profiles/namedConnection.ts";
import { RecentDatabases } from "./recentDatabases.ts";
import { allowNothingElse } from "./permissions.ts";
import { registerRendererScheme, serveRenderer } from "./rendererProtocol.ts";

/** What a command line asks for by its first argument that is not a switch, after the application's own folder. */
function requestOf(commandLine: readonly string[], folder: string): OpenRequest {
  const named = commandLine.slice(1).filter((argument) => !argument.startsWith("-"));
  const first = named[app.isPackaged ? 0 : 1] ?? null;
  const isNamedByLink = first !== null && isLink(first);
  return {
    database: first === null || isNamedByLink ? null : fromFolder(first, folder),
    link: isNamedByLink ? first : null,
  };
}

/** A file where it was typed; what names a server, or nothing that can be opened, as it is. */
function fromFolder(database: string, folder: string): string {
  if (namesProfile(database)) return database;
  try {
    return parseConnection(database, folder).path ?? database;
  } catch {
    // Opening it says what is wrong with it.
    return database;
  }
}

const nothing: OpenRequest = { database: null, link: null };

async function start(): Promise<void> {
  registerRendererScheme();
  let first = requestOf(process.argv, process.cwd());
  // macOS names files and links by these events, before or after the application is ready.
  app.on("open-file", (event, path) => {
    event.preventDefault();
    const request = { database: path, link: null };
    if (app.isReady()) openWindow(request);
    else first = request;
  });
  app.on("open-url", (event, link) => {
    event.preventDefault();
    const request = { database: null, link };
    if (app.isReady()) follow(request);
    else first = request;
  });
  // In development Electron itself would be registered.
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  await app.whenReady();

  const recent = new RecentDatabases(join(app.getPath("userData"), "recent-databases.json"));
  const passwords = new Passwords(join(app.getPath("userData"), "passwords.json"));
  const sizeFile = join(app.getPath("userData"), "window-size.json");
  const openWindow = (request: OpenRequest): void =>
    openApplicationWindow(request, { recent, passwords }, sizeFile);
  /** A link goes to a window that is there: it may be about the database that is open in it. */
  const follow = (request: OpenRequest): void => {
    if (request.link === null || !offerLink(request.link)) openWindow(request);
  };
  serveRenderer();
  allowNothingElse(session.defaultSession);
  Menu.setApplicationMenu(createMenu(() => openWindow(nothing)));
  app.on("second-instance", (_event, commandLine, folder) => follow(requestOf(commandLine, folder)));
  app.on("activate", () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(nothing);
  });
  openWindow(first);
}

app.on("window-all-closed", () => {
  if (process.platform !== "darwin") app.quit();
});

if (app.requestSingleInstanceLock()) void start();
else app.quit();
