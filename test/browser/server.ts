/** The built command line, serving the interface for the tests. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test as base, type Browser, type Page } from "@playwright/test";
import { commandLineScript, samplePath } from "../support/paths.ts";

/** Serves a database for as long as `use` takes; `use` gets the address. */
export async function serve(database: string, use: (url: string) => Promise<void>): Promise<void> {
  const server = spawn(process.execPath, [commandLineScript, "-c", database, "serve", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(server.stdout), "line")) as [string];
  await use(line.trim());
  server.kill();
  await once(server, "exit");
}

interface Fixtures {
  database: string;
  /** Where a server of the database answers. */
  url: string;
  /** Whether the page is open there already: not for a test that opens it itself, for loading it takes most of the time. */
  isOpen: boolean;
  /**
   * Whether a test goes on in the window of the one before in its file: for tests that begin by going to an address. One that fails,
   * or leaves something in the storage of the browser, leaves no window.
   */
  keepsWindow: boolean;
  /** A page for a test that changes it in a way that cannot be taken back, such as its clock. */
  ownPage: Page;
}

interface WorkerFixtures {
  sampleUrl: string;
  /** The tests of a worker take turns at it: its process has the window compiled, which takes most of a load. */
  keptPage: Page;
}

/** The file whose next test may go on in a window, and the address there. */
const windows = new WeakMap<Page, { readonly file: string; readonly url: string }>();

/** A page of a server of the sample, or of another database. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  database: samplePath,
  isOpen: [true, { option: true }],
  keepsWindow: [false, { option: true }],
  // What only reads the sample shares a server: starting one takes longer than many a test.
  sampleUrl: [({}, use) => serve(samplePath, use), { scope: "worker" }],
  url: ({ database, sampleUrl }, use) => (database === samplePath ? use(sampleUrl) : serve(database, use)),
  keptPage: [({ browser }, use) => withPage(browser, use), { scope: "worker" }],
  ownPage: ({ browser }, use) => withPage(browser, use),
  context: ({ keptPage }, use) => use(keptPage.context()),
  page: async ({ keptPage: page, url, isOpen, keepsWindow, viewport }, use, info) => {
    await letGo(page);
    const kept = windows.get(page);
    windows.delete(page);
    const goesOn =
      keepsWindow && kept?.file === info.file && kept.url === url && (await hasEmptyStorage(page));
    if (goesOn) await page.goto(`${url}#/runs`);
    else await empty(page, url);
    if (viewport) await page.setViewportSize(viewport);
    if (isOpen) await page.goto(url);
    await use(page);
    if (keepsWindow && info.status === info.expectedStatus) windows.set(page, { file: info.file, url });
  },
});

async function withPage(browser: Browser, use: (page: Page) => Promise<void>): Promise<void> {
  // What moves is painted by the processor here.
  const context = await browser.newContext({ reducedMotion: "reduce" });
  await use(await context.newPage());
  await context.close();
}

/** Takes away what the test before has told the browser. */
async function letGo(page: Page): Promise<void> {
  const context = page.context();
  // Not all: Playwright has some of its own there.
  for (const event of ["request", "response", "console", "pageerror", "dialog", "download"])
    page.removeAllListeners(event);
  await page.mouse.move(0, 0);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  for (const other of context.pages()) if (other !== page) await other.close();
  await page.emulateMedia({ colorScheme: null, forcedColors: null });
  await context.clearPermissions();
}

/** Whether nothing is stored that another window would go by: what was set is in the memory of this one, too. */
const hasEmptyStorage = (page: Page): Promise<boolean> =>
  page.evaluate(() => Object.values(localStorage).every((text) => text === "null"));

/** Leaves nothing of the test before in the page, and in what it keeps of an address; what is in the cache stays. */
async function empty(page: Page, url: string): Promise<void> {
  await page.goto("about:blank");
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(url);
  await session.send("Storage.clearDataForOrigin", {
    origin,
    storageTypes: "cookies,local_storage,indexeddb",
  });
  await session.detach();
}

export { expect } from "@playwright/test";
