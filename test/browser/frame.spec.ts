/** What stands around the pages: the query where it acts, finished work, and the keys. */
import { goTo } from "../support/pages.ts";
import { samplePath } from "../support/paths.ts";
import { expect, test } from "./server.ts";

test.use({ viewport: { width: 853, height: 533 }, database: samplePath, isOpen: false });

test("the query has its whole bar where it acts, elsewhere a small field that leads to it", async ({
  page,
  url,
}) => {
  await goTo(page, url, "/runs");
  const editor = page.getByTestId("query-editor");
  const run = page.getByTestId("run-button");
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  // In one line, however narrow: the window at 150 %.
  expect((await editor.boundingBox())?.height).toBeLessThan(36);
  for (const address of ["/compare", "/log", "/station", "/files", "/settings"]) {
    await goTo(page, url, `${address}?q=event_count+>+10`);
    await expect(page.getByTestId("compact-query")).toContainText("event_count > 10");
    await expect(run).toBeHidden();
    await expect(page.getByTestId("filter")).toHaveCount(0);
    await expect(page.getByTestId("result-time")).toHaveCount(0);
  }
  await page.keyboard.press("/");
  await expect(editor.locator(".cm-content")).toBeFocused();
  await expect(run).toBeVisible();
  await page.getByTestId("rail-log").click();
  await expect(run).toBeHidden();
  await page.getByTestId("compact-query").click();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("runs-page")).toBeVisible();
  await expect(page.getByTestId("filter")).toHaveText("event_count > 10");
  // Count and time are said once.
  const { held = "", times } = await page.evaluate(() => ({
    held: document.querySelector('[data-testid="result-count"]')?.textContent.trim(),
    times: (document.body.innerText.match(/^\d[\d.]* (ms|s)$/gm) ?? []).length,
  }));
  expect((await page.locator("body").innerText()).split(held)).toHaveLength(2);
  expect(times).toBe(1);
});

test("after the first key of a pair the second ones are shown; tips tell the keys", async ({ page, url }) => {
  await goTo(page, url, "/runs");
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.keyboard.press("g");
  const next = page.getByTestId("next-keys");
  await expect(next).toContainText("Go to Files");
  await expect(next).not.toContainText("Copy the rows");
  await page.keyboard.press("x");
  await expect(next).toHaveCount(0);
  await page.keyboard.press("g");
  await expect(next).toBeVisible();
  await page.keyboard.press("f");
  await expect(page.getByTestId("files-page")).toBeVisible();
  await expect(next).toHaveCount(0);
  await page.getByTestId("rail-log").hover();
  await expect(page.getByTestId("rail-log").locator(".tip")).toHaveText(/^LogGL$/);
});

test("what is saved is said with its place, above the page, and leaves by itself", async ({ page, url }) => {
  await page.clock.install();
  await goTo(page, url, "/runs");
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.keyboard.press("Control+e");
  const start = page.getByTestId("export-start");
  const download = page.waitForEvent("download");
  await start.click();
  await download;
  const note = page.getByTestId("note");
  await expect(note).toContainText("3000 runs");
  await expect(note).toContainText("to the browser's downloads");
  await expect(page.getByTestId("export-status")).toHaveText("");
  await expect(page.getByTestId("sql-button")).toBeInViewport({ ratio: 1 });
  // As long as the pointer is on it, it stays.
  await page.mouse.move(300, 5);
  await page.clock.fastForward(11_000);
  await expect(note).toHaveCount(0);
});
