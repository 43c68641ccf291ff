/** What stands around the pages: the query where it acts, finished work, and the keys. */
import { goTo } from "../support/pages.ts";
import { samplePath } from "../support/paths.ts";
import { typeQuery } from "../support/walk.ts";
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

test("what is saved is said with its place, above the page, and leaves by itself", async ({
  ownPage: page,
  url,
}) => {
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

test("the table: points in one line, fitting columns, finding, the conditions of the query in one key", async ({
  page,
  url,
}) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await goTo(page, url, "/runs?q=beam_current+>+0.05&columns=run_type,event_rate,polarization_direction");
  const grid = page.getByTestId("run-table");
  await expect(page.getByTestId("run-row").first()).toContainText("hd_");
  await page.getByTestId("add-queried").hover();
  await page.keyboard.press("Shift+h");
  await expect(grid.locator('[data-column="beam_current"]')).toBeVisible();
  await expect(page.getByTestId("add-queried")).toHaveCount(0);

  // Where the text of a number has its point, from the left of the window.
  const points = () =>
    grid.locator('[role=gridcell][aria-colindex="6"]').evaluateAll((cells) =>
      cells.flatMap((cell) => {
        const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let node = text.nextNode(); node; node = text.nextNode()) {
          const at = node.textContent?.indexOf(".") ?? -1;
          if (at < 0) continue;
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          return [Math.round(range.getBoundingClientRect().left)];
        }
        return [];
      }),
    );
  await expect.poll(async () => (await points()).length).toBeGreaterThan(10);
  await expect.poll(async () => new Set(await points()).size).toBe(1);

  // No head is cut, and none is wider than its two lines.
  const direction = grid.locator('[data-column="polarization_direction"]');
  await expect.poll(async () => (await direction.boundingBox())?.width).toBeLessThan(190);
  expect(
    await direction.locator(".name").evaluate((name) => name.scrollHeight <= name.clientHeight + 1),
  ).toBe(true);
  // The arrow of the menu covers no letter.
  await direction.hover();
  const [name, menu] = await Promise.all([
    direction.locator(".name").boundingBox(),
    direction.getByTestId("column-menu-button").boundingBox(),
  ]);
  expect((name?.x ?? 0) + (name?.width ?? 0)).toBeLessThanOrEqual((menu?.x ?? 0) + 1);

  await page.keyboard.press("Control+f");
  await page.keyboard.type("hd_tagm");
  const find = page.getByTestId("find-in-table");
  await expect(find).toContainText(/Row \d+/);
  const active = grid.locator(".cell.active");
  await expect(active).toContainText("hd_tagm");
  const first = await find.innerText();
  await page.keyboard.press("Enter");
  await expect(find).not.toHaveText(first);
  await expect(active).toContainText("hd_tagm");
  await page.keyboard.press("Escape");
  await expect(find).toHaveCount(0);
  await expect(grid).toBeFocused();
});

test("help, about and the report of a fault are there without a connection; the range takes times and files", async ({
  page,
  url,
}) => {
  await goTo(page, url, "/runs");
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.keyboard.press("F1");
  const help = page.getByTestId("help-dialog");
  await expect(help.getByTestId("help-text")).toContainText("keys that work where you are");
  await help.getByText("Query language").click();
  await expect(help.getByTestId("help-text")).toContainText("condition");
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("e");
  await expect(page.getByTestId("about-dialog")).toContainText("no data of the database");
  await expect(page.getByTestId("about-dialog")).not.toContainText(samplePath);
  await page.getByTestId("copy-report").click();
  await expect(page.getByTestId("about-dialog")).toContainText("Copied");
  await page.keyboard.press("Escape");

  await page.getByTestId("range-button").click();
  await page.getByTestId("range-file").setInputFiles({
    name: "good.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("run,comment\n130340,good\n130341,good\n"),
  });
  await expect(page.getByTestId("range-list")).toHaveValue("130340,130341");
  await page.getByTestId("range-list").press("Enter");
  await expect(page.getByTestId("result-count")).toHaveText("2 runs");
  await page.getByTestId("range-button").click();
  await page.getByRole("button", { name: "Last 24 hours" }).click();
  await expect(page.getByTestId("query-editor")).toContainText("started >= 'now-24h'");
  await expect(page.getByTestId("result-count")).toHaveText("0 runs");
  await page.getByTestId("range-button").click();
  await page.getByRole("button", { name: /^Since .* began$/ }).click();
  await expect(page.getByTestId("query-editor")).not.toContainText("started");
  await typeQuery(page, "event_count >");
  await page.getByTestId("range-button").click();
  await page.getByRole("button", { name: "Last 7 days" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "cannot be read as it stands" })).toBeVisible();
  await expect(page.getByTestId("query-editor")).not.toContainText("started");

  await page.evaluate(() => (location.hash = "#/run/abc"));
  await expect(page.getByText("“abc” is no number of a run")).toBeVisible();
  await page.evaluate(() => (location.hash = "#/live"));
  await expect(page).toHaveTitle(/^Live/);
});
