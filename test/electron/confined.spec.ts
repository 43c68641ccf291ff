/** What the page of the real window is not let do: ask the system for anything, leave its origin, open another window. */
import type { Page } from "@playwright/test";
import { expect, test } from "./window.ts";

const states = (page: Page, names: readonly string[]) =>
  page.evaluate(
    (all) =>
      Promise.all(
        all.map(async (name) => {
          const { state } = await navigator.permissions.query({ name: name as PermissionName });
          return `${name}: ${state}`;
        }),
      ),
    names,
  );

test("permissions are refused, whether they are asked for or looked at", async ({ page }) => {
  const refused = ["geolocation", "camera", "microphone", "clipboard-read", "midi"];
  expect(await states(page, refused)).toEqual(refused.map((name) => `${name}: denied`));
  expect(await states(page, ["notifications"])).toEqual(["notifications: granted"]);
  const asked = await page.evaluate(() =>
    Promise.all([
      navigator.clipboard.readText().catch((thrown: unknown) => String(thrown)),
      navigator.mediaDevices.getUserMedia({ audio: true }).catch((thrown: unknown) => String(thrown)),
      new Promise<string>((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => resolve("found"),
          ({ code }) => resolve(`refused ${code}`),
        );
      }),
    ]),
  );
  expect(asked).toEqual([
    expect.stringContaining("NotAllowedError"),
    expect.stringMatching(/NotAllowedError|NotFoundError/),
    "refused 1",
  ]);
});

const ways: Readonly<Record<string, string>> = {
  "about:blank": `location.href = "about:blank"`,
  "about:blank in its place": `location.replace("about:blank")`,
  "a page of the web": `location.href = "https://example.invalid/"`,
  "a file": `location.href = "file:///etc/passwd"`,
  "a text as a page": `location.href = "data:text/html,<h1>led away</h1>"`,
  "a blob": `location.href = URL.createObjectURL(new Blob(["<h1>led away</h1>"], { type: "text/html" }))`,
  "another host of ours": `location.href = "app://other/index.html"`,
  "a link that is clicked": `Object.assign(document.createElement("a"), { href: "about:blank" }).click()`,
  "a form that is sent": `{ const form = document.createElement("form"); form.action = "https://example.invalid/"; document.body.append(form); form.submit(); }`,
  "a window of nothing": `window.open("about:blank")`,
  "a window of ours": `window.open(location.href)`,
  "a link to a new window": `Object.assign(document.createElement("a"), { href: "about:blank", target: "_blank" }).click()`,
};

test("the page stays where it is, and opens no window", async ({ application, page }) => {
  const { url } = await page.evaluate(() => {
    Object.assign(window, { stayed: true });
    return { url: location.origin };
  });
  for (const [name, code] of Object.entries(ways)) {
    await page.evaluate(code).catch((thrown: unknown) => expect(String(thrown), name).toMatch(/\w/));
    // A task of the page after the one that was to lead it away, and an answer of the main process.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    await application.evaluate(({ webContents }) => webContents.getAllWebContents().length);
    expect(await page.evaluate(() => "stayed" in window && location.origin), name).toBe(url);
    expect(application.windows(), name).toHaveLength(1);
  }
  await expect(page.getByTestId("run-row").first()).toBeVisible();
});

test("a page that got away all the same is led back", async ({ application, page }) => {
  // By main's own hand, which nothing bars.
  await application.evaluate(async ({ webContents }) => {
    const [contents] = webContents.getAllWebContents();
    await contents?.loadURL("about:blank").catch(() => undefined);
  });
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  expect(new URL(page.url()).protocol).toBe("app:");
});

test("files are saved all the same", async ({ application, page }) => {
  // Heard before the page begins.
  await application.evaluate(({ session }) => {
    const saved = new Promise<string>((resolve) => {
      session.defaultSession.once("will-download", (event, item) => {
        event.preventDefault();
        resolve(item.getFilename());
      });
    });
    Object.assign(globalThis, { saved });
  });
  await page.evaluate(() => {
    const href = URL.createObjectURL(new Blob(["a"]));
    Object.assign(document.createElement("a"), { href, download: "runs.txt" }).click();
  });
  const name = application.evaluate(() => (globalThis as unknown as { saved: Promise<string> }).saved);
  expect(await name).toBe("runs.txt");
});
