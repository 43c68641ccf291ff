/** The server of the database goes, under each page, and comes back: nothing is lost but time. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { expect, test, type Page } from "@playwright/test";
import { launchApplication } from "../support/electron.ts";
import type { TestServer } from "../support/mariadb.ts";
import { pages } from "../support/pages.ts";
import { startServerWith } from "../support/sampleOnServer.ts";
import { writeSmallSample } from "../support/smallSample.ts";
import { typeQuery } from "../support/walk.ts";

// Starts of servers and windows take long on a busy machine.

let server: TestServer & { readonly url: string };

test.beforeAll(async ({}, info) => {
  // A server is filled with that quickly.
  server = await startServerWith(writeSmallSample(info.outputPath("small.sqlite"), 60));
});

test.afterAll(() => server.stop());

/** A way to the server that ends as one does whose server has ended: that costs no start of a server. */
class Way {
  readonly #sockets = new Set<Socket>();
  /** It listens all the time: somebody else could take its port while it is closed. */
  readonly #listener = createServer((client) => this.#join(client));
  #isOpen = true;

  async listen(): Promise<void> {
    this.#listener.listen(0, "127.0.0.1");
    await once(this.#listener, "listening");
  }

  #join(client: Socket): void {
    client.on("error", () => client.destroy());
    if (!this.#isOpen) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ port: server.port, host: "127.0.0.1", noDelay: true });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }

  open(): void {
    this.#isOpen = true;
  }

  /** Cuts all connections, and each new one at once. */
  close(): void {
    this.#isOpen = false;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async end(): Promise<void> {
    this.close();
    this.#listener.close();
    await once(this.#listener, "close");
  }

  get url(): string {
    return `mysql://root@127.0.0.1:${(this.#listener.address() as AddressInfo).port}/rcdb`;
  }
}

/** What a page says of what is not there: said of what could not be asked it is not true. */
const absences =
  /There (is|are) no|No (run|file|record|condition|configuration|line|path)s?\b|0 records|log is empty|Nothing|Nobody|defect|broke|cannot be/i;

async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => (window.location.hash = hash), address);
}

/** What the pages say, without what is said of the connection. */
const said = (page: Page) =>
  page.locator("main.pages .overlay, main.pages .runs:not([inert])").last().innerText();

async function expectKept(page: Page, ready: string): Promise<void> {
  await expect(page.getByTestId("connection-lost")).toContainText(/As of \d\d:\d\d, reconnecting/);
  await expect(page.locator("main.pages.stale")).toBeVisible();
  await expect(page.locator(ready).first()).toBeVisible();
  await expect(page.getByTestId("error-box")).toHaveCount(0);
  await expect(page.getByTestId("part-failure")).toHaveCount(0);
}

async function expectBack(page: Page, ready: string): Promise<void> {
  await expect(page.getByTestId("connection-lost")).toHaveCount(0);
  await expect(page.locator("main.pages.stale")).toHaveCount(0);
  await expect(page.locator(ready).first()).toBeVisible();
  await expect(page.getByTestId("error-box")).toHaveCount(0);
}

test("under each page what is there stays, the next page waits, and all comes back without a click", async () => {
  const way = new Way();
  await way.listen();
  const { application, page } = await launchApplication([way.url]);
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  for (const [at, { name, address, ready }] of pages.entries()) {
    await test.step(name, async () => {
      await goTo(page, address);
      await expect(page.locator(ready).first()).toBeVisible();
      way.close();
      await expectKept(page, ready);
      // A page that is gone to meanwhile has nothing to show yet, and says nothing of what there is.
      const next = pages[(at + 1) % pages.length] ?? { address, ready };
      if (at % 4 === 1) {
        await goTo(page, next.address);
        expect(await said(page)).not.toMatch(absences);
        await expect(page.getByTestId("error-box")).toHaveCount(0);
      }
      way.open();
      await expectBack(page, at % 4 === 1 ? next.ready : ready);
    });
  }
  await application.close();
  await way.end();
});

test("a query that is asked meanwhile, and dialogs that read, get their answers when the server is back", async () => {
  const { application, page } = await launchApplication([server.url]);
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.keyboard.press("Alt+t");
  const tabs = page.getByTestId("result-tabs").locator("button.tab");
  await expect(tabs).toHaveCount(2);
  await typeQuery(page, "event_count > 100");
  await page.getByTestId("run-button").click();
  await expect(page.getByTestId("filter")).toHaveCount(1);
  await server.kill();
  await page.getByTestId("run-button").click();
  await expectKept(page, '[data-testid="run-row"]');
  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("settings");
  await expect(page.getByTestId("error-box")).toHaveCount(0);
  await page.keyboard.press("Escape");
  // A window that is loaded meanwhile has its tabs, dimmed, and the one that was shown, with its query.
  await page.evaluate(() => history.replaceState(null, "", "#/runs"));
  await page.reload();
  await expect(page.locator("main.pages.stale")).toBeVisible();
  await expect(tabs).toHaveCount(2);
  await expect(page.getByTestId("result-tabs").locator("li.current")).toHaveCount(1);
  await expect(page.getByTestId("query-editor").first()).toContainText("event_count > 100");
  await expect(page.getByTestId("filling")).toHaveCount(0);
  await server.restart();
  await expectBack(page, '[data-testid="run-row"]');
  await expect(tabs).toHaveCount(2);
  await expect(page.getByTestId("cancel-button")).toHaveCount(0);
  await application.close();
});

test("a server that is paused is lost within a time, and is back when it goes on", async () => {
  const { application, page } = await launchApplication([server.url]);
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  const pid = server.pid();
  process.kill(pid, "SIGSTOP");
  try {
    // Within 5 s; a busy machine may take much longer.
    await expect(page.getByTestId("connection-lost")).toBeVisible();
    await expectKept(page, '[data-testid="run-row"]');
  } finally {
    process.kill(pid, "SIGCONT");
  }
  await expectBack(page, '[data-testid="run-row"]');
  await application.close();
});
