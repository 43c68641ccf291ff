import { BrowserWindow, type DownloadItem, nativeTheme, type WebContents } from "electron";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { rendererOrigin } from "./rendererProtocol.ts";
import { StoredFile } from "./storedFile.ts";
import { connectWindow, send } from "./windowBridge.ts";
import { WindowSession, type Kept } from "./windowSession.ts";

const home = `${rendererOrigin}/index.html`;
const preload = fileURLToPath(new URL("../preload/preload.cjs", import.meta.url));

const sizeSchema = v.object({ width: v.number(), height: v.number() });
const initialSize = { width: 1280, height: 800 };

/** What a window is opened for: a database, a link that names one, or nothing. */
export interface OpenRequest {
  readonly database: string | null;
  readonly link: string | null;
}

const sessions = new Map<BrowserWindow, WindowSession>();

/** Opens a window. `sizeFile` keeps the size of the last one closed. */
export function openApplicationWindow(request: OpenRequest, kept: Kept, sizeFile: string): void {
  const size = new StoredFile(sizeFile, sizeSchema, initialSize);
  const window = new BrowserWindow({
    ...size.value,
    minWidth: 760,
    minHeight: 480,
    show: false,
    title: "RCDB Desktop",
    autoHideMenuBar: true,
    // The page's own backgrounds, so that nothing flashes before it is painted.
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#15181b" : "#ffffff",
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  });
  const session = new WindowSession(window, kept, request.database);
  if (request.link !== null) session.offerLink(request.link);
  sessions.set(window, session);
  connectWindow(window, session);
  stayAtHome(window.webContents);
  tellSaved(window, session);
  window.on("close", () => {
    const { width, height } = window.getNormalBounds();
    size.write({ width, height });
  });
  window.once("closed", () => {
    sessions.delete(window);
    session.close();
  });
  window.once("ready-to-show", () => window.show());
  void window.loadURL(home);
}

/** Gives a link to the window in front, else to any; false where there is none. */
export function offerLink(link: string): boolean {
  const [first] = sessions.keys();
  const window = BrowserWindow.getFocusedWindow() ?? first;
  const session = window && sessions.get(window);
  if (!window || !session) return false;
  session.offerLink(link);
  send(window, { kind: "command", command: "take-link" });
  if (window.isMinimized()) window.restore();
  window.focus();
  return true;
}

/** The page never leaves its origin and opens no windows. */
function stayAtHome(contents: WebContents): void {
  // What a frame in the page is led to, too.
  contents.on("will-frame-navigate", (event) => event.preventDefault());
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
  // To about:blank the ways are not asked for: the preload script bars them, and where it is got around they lead back.
  contents.on("did-navigate", (_event, url) => {
    if (!url.startsWith(`${rendererOrigin}/`)) void contents.loadURL(home);
  });
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
}

/** Tells the page where what it offered as a download was saved. */
function tellSaved(window: BrowserWindow, saving: WindowSession): void {
  const { webContents } = window;
  const { session } = webContents;
  const hear = (_event: unknown, item: DownloadItem, from: WebContents): void => {
    if (from !== webContents) return;
    item.once("done", (_done, state) => {
      if (state !== "completed") return;
      saving.addSaved(item.getSavePath());
      send(window, { kind: "saved", path: item.getSavePath() });
    });
  };
  session.on("will-download", hear);
  window.once("closed", () => session.off("will-download", hear));
}
