import { seriousFindings } from "../support/accessibility.ts";
import { Held } from "../support/held.ts";
import { layoutFaults } from "../support/layout.ts";
import { shownCount, typeQuery } from "../support/walk.ts";
import { expect, test } from "./server.ts";

test("the end of the table is one key away, and the way back", async ({ page }) => {
  const rows = page.getByTestId("run-row");
  await rows.first().click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+End");
  await expect(page.locator('[data-testid="run-row"][data-run="10001"]')).toBeVisible();
  await page.keyboard.press("Control+Home");
  await expect(rows.first()).toBeInViewport();
  // Away from the keyboard's row nothing is told of it, nor of all others.
  await page.getByTestId("run-table").evaluate((grid) => (grid.scrollTop = grid.scrollHeight / 2));
  await expect(rows.first()).not.toHaveAttribute("aria-rowindex", "2");
  await page.keyboard.press("ArrowRight");
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000)));
  await expect(page.getByTestId("focus-tip")).toBeHidden();
});

test("rows that take their time are drawn empty meanwhile; the bar can be dragged through the table", async ({
  page,
}) => {
  const rows = page.getByTestId("run-row");
  await expect(rows.first()).toHaveAttribute("data-run");
  const held = new Held();
  // Rows of the beginning may still be read: only those of the middle are held back.
  await page.route("**/api/readRows", (route) =>
    (route.request().postDataJSON() as { from: number }).from > 1000 ? held.back(route) : route.continue(),
  );
  const scrollTo = (part: number) =>
    page.getByTestId("run-table").evaluate((grid, to) => (grid.scrollTop = to * grid.scrollHeight), part);
  await scrollTo(0.5);
  await expect(rows.first()).not.toHaveAttribute("data-run");
  await expect(rows.first()).toHaveAttribute("aria-rowindex", /^1[45]\d\d$/);
  await expect.poll(() => held.count).toBeGreaterThan(0);
  held.release();
  await expect(rows.first()).toHaveAttribute("data-run");

  // A row that is scrolled to has other values, and nothing else: its cells stay as they are.
  await page.getByTestId("run-table").evaluate((grid) => {
    const changed: string[] = [];
    const attributes = new MutationObserver((changes) => {
      for (const { target, attributeName } of changes)
        if (target instanceof Element && target.ariaColIndex) changed.push(attributeName ?? "");
    });
    attributes.observe(grid, { subtree: true, attributes: true });
    Object.assign(window, { changedOfCells: changed });
  });
  for (let part = 0.1; part < 0.8; part += 0.02) await scrollTo(part);
  await expect(rows.first()).toHaveAttribute("aria-rowindex", /^23\d\d$/);
  for (const row of await rows.all()) await expect(row).toHaveAttribute("data-run");
  expect(
    await page.evaluate(() => (window as unknown as { changedOfCells: string[] }).changedOfCells),
  ).toEqual([]);
});

test("a click on a header sorts, a second one the other way round", async ({ page, url }) => {
  await page.goto(`${url}#/runs?columns=started,event_count`);
  await expect(page.getByRole("columnheader")).toHaveCount(4);
  const header = page.getByRole("columnheader", { name: /event_count/ });
  const counts = page.locator('[data-testid="run-row"] [role="gridcell"]:last-child');
  const value = async (): Promise<number> => Number((await counts.first().innerText()).replace(/\D/g, ""));
  await header.click();
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(value).toBe(0);
  await header.click();
  await expect(header).toHaveAttribute("aria-sort", "descending");
  await expect.poll(value).toBeGreaterThan(100_000_000);
});

test("a column is chosen, kept over a reload, and the address reopens the query", async ({ page }) => {
  await page.getByTestId("columns-button").click();
  await page.getByPlaceholder("Find a condition").fill("solenoid_current");
  await page.getByTestId("columns-list").getByText("solenoid_current", { exact: true }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: /solenoid_current/ })).toBeVisible();
  await typeQuery(page, "beam_current > 100");
  await page.getByTestId("run-button").click();
  await expect(page.getByTestId("status-line")).toContainText("beam_current > 100");
  const count = await shownCount(page);
  await page.reload();
  await expect(page.getByRole("columnheader", { name: /solenoid_current/ })).toBeVisible();
  await expect.poll(() => shownCount(page)).toBe(count);
});

test("a run period narrows the result, and the status line takes it off", async ({ page }) => {
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  const all = await shownCount(page);
  await page.getByTestId("range-button").click();
  await page.getByText("RunPeriod-2018-01", { exact: true }).click();
  await expect.poll(() => shownCount(page)).toBeLessThan(all);
  await page.getByTestId("filter").getByRole("button").first().click();
  await expect.poll(() => shownCount(page)).toBe(all);
});

test("nothing found says so, and how to get on", async ({ page }) => {
  await typeQuery(page, "event_count == 1 and event_count == 2");
  await page.getByTestId("run-button").click();
  await expect(page.getByTestId("empty")).toBeVisible();
  await expect.poll(() => shownCount(page)).toBe(0);
});

test("several results stand in tabs, which are there again after a reload", async ({ page }) => {
  const tabs = page.getByTestId("result-tabs");
  const tab = tabs.locator("button.tab");
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await expect(tabs).toBeHidden();
  await typeQuery(page, "beam_current > 300");
  await page.getByTestId("run-button").click();
  await expect(page.getByTestId("status-line")).toContainText("beam_current > 300");
  const few = await shownCount(page);
  await page.getByTestId("run-table").focus();
  await page.keyboard.press("Alt+t");
  await expect(tab).toHaveText(["beam_current > 300", "All runs"]);
  await expect.poll(() => shownCount(page)).toBeGreaterThan(few);
  const all = await shownCount(page);
  await page.keyboard.press("Alt+PageDown");
  await expect(tab.first()).toHaveAttribute("aria-current", "true");
  await expect.poll(() => shownCount(page)).toBe(few);
  await page.goBack();
  await expect(tab.nth(1)).toHaveAttribute("aria-current", "true");
  await expect.poll(() => shownCount(page)).toBe(all);
  await tab.first().click();
  await expect.poll(() => shownCount(page)).toBe(few);
  // A window that starts anew, without an address.
  await page.goto("about:blank");
  await page.goBack();
  await page.evaluate(() => window.history.replaceState(null, "", window.location.pathname));
  await page.reload();
  await expect(tab).toHaveText(["beam_current > 300", "All runs"]);
  await expect.poll(() => shownCount(page)).toBe(few);
  await tabs.getByRole("button", { name: "Close beam_current > 300" }).click();
  await expect(tabs).toBeHidden();
  await expect.poll(() => shownCount(page)).toBe(all);
  await page.reload();
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await expect(tabs).toBeHidden();
});

test("two results stand side by side: each has its query, and keys go to the one that has the focus", async ({
  page,
}) => {
  const beside = page.getByTestId("beside");
  const counts = async (): Promise<readonly number[]> => {
    const text = await page.getByTestId("beside-count").innerText();
    return [await shownCount(page), Number(text.replace(/\D/g, ""))];
  };
  await typeQuery(page, "beam_current > 300");
  await page.getByTestId("run-button").click();
  await expect(page.getByTestId("status-line")).toContainText("beam_current > 300");
  const few = await shownCount(page);
  await page.getByTestId("run-table").focus();
  await page.keyboard.press("Alt+b");
  await expect.poll(counts).toEqual([few, few]);

  // Where it is switched on, the run at the top of one side is that at the top of the other one.
  const apart = () =>
    page.getByTestId("run-table").evaluateAll((grids) => {
      const [left = 0, right = 0] = grids.map(({ scrollTop }) => scrollTop);
      return { isAtTop: left === 0, isTogether: Math.abs(left - right) < 28 };
    });
  await page.getByRole("grid", { name: "Runs of the right side" }).focus();
  await page.keyboard.press("Alt+l");
  // Not to the end, which the side that has more room reaches sooner.
  await page.keyboard.press("PageDown");
  await page.keyboard.press("PageDown");
  await expect.poll(apart).toEqual({ isAtTop: false, isTogether: true });
  await page.keyboard.press("ControlOrMeta+Home");
  await expect.poll(apart).toEqual({ isAtTop: true, isTogether: true });

  await beside.locator(".cm-content").click();
  // The key is that of the window also while a query is written.
  await expect(beside.getByTestId("scroll-together")).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Alt+l");
  await expect(beside.getByTestId("scroll-together")).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("@is_production");
  await page.keyboard.press("Escape");
  await beside.getByTestId("beside-run").click();
  await expect.poll(async () => (await counts())[1]).not.toBe(few);
  const [, many = 0] = await counts();
  expect((await counts())[0]).toBe(few);
  await expect(page.getByTestId("result-tabs").locator("button.tab")).toHaveText([
    "beam_current > 300",
    "@is_production",
  ]);

  // The key that goes to the other side, and one of the table: each side has it once.
  await page.keyboard.press("Escape");
  await page.getByRole("grid", { name: "Runs", exact: true }).focus();
  await page.keyboard.press("Alt+o");
  await expect(page.getByRole("grid", { name: "Runs of the right side" })).toBeFocused();
  await page.keyboard.press("h");
  await page.getByPlaceholder("Find a condition").fill("solenoid_current");
  await page.getByTestId("columns-list").getByText("solenoid_current", { exact: true }).click();
  await page.keyboard.press("Escape");
  await expect(beside.getByRole("columnheader", { name: /solenoid_current/ })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: /solenoid_current/ })).toHaveCount(1);

  expect(await seriousFindings(page)).toEqual([]);
  expect(await layoutFaults(page)).toEqual([]);

  // So have dialogs: a computed column comes to the side from which it was asked for, and is renamed at both.
  const rename = async (name: string): Promise<void> => {
    await page.getByTestId("computed-name").fill(name);
    await page.getByTestId("computed-submit").click();
  };
  await page.getByRole("grid", { name: "Runs of the right side" }).focus();
  await page.keyboard.press("=");
  await page.locator('[data-testid="computed-dialog"] .cm-content').fill("beam_current * 2");
  await rename("twice");
  const twice = page.getByRole("columnheader", { name: /twice|double/ });
  await expect(twice).toHaveCount(1);
  await expect(beside.getByRole("columnheader", { name: /twice/ })).toBeVisible();
  await page.getByTestId("columns-button").first().click();
  await page.getByPlaceholder("Find a condition").fill("twice");
  await page.getByTestId("columns-list").getByText("twice", { exact: true }).click();
  await expect(twice).toHaveCount(2);
  await page.getByRole("button", { name: "Edit the computed column twice" }).click();
  await rename("double");
  await expect(page.getByRole("columnheader", { name: /double/ })).toHaveCount(2);

  // What is asked for from a value's menu is asked for at its side.
  await beside
    .locator('[data-testid="run-row"][aria-rowindex="3"] [aria-colindex="6"]')
    .click({ button: "right" });
  await page.getByTestId("cell-only").click();
  await expect.poll(counts).not.toEqual([few, many]);
  const [, some = 0] = await counts();
  await expect.poll(counts).toEqual([few, some]);

  await page.reload();
  await expect.poll(counts).toEqual([few, some]);
  await expect(beside.getByRole("columnheader", { name: /solenoid_current/ })).toBeVisible();
  await page.keyboard.press("Alt+Shift+o");
  await expect.poll(counts).toEqual([some, few]);

  await page.setViewportSize({ width: 640, height: 700 });
  await expect(page.getByTestId("too-narrow")).toContainText("too narrow");
  await expect(beside).toBeHidden();
  await page.getByTestId("result-tabs").locator("li.beside button.tab").click();
  await expect.poll(() => shownCount(page)).toBe(few);
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect.poll(counts).toEqual([few, some]);
  await page.getByRole("grid", { name: "Runs of the right side" }).focus();
  await page.keyboard.press("Alt+b");
  await expect(page.getByRole("grid", { name: "Runs", exact: true })).toBeFocused();
  await page.keyboard.press("Alt+b");
  await page.getByTestId("result-tabs").locator("li.beside").click({ button: "right" });
  await page.getByTestId("tab-beside").click();
  await expect(beside).toBeHidden();
});

test("a query that was cancelled before there was a result says so, and is run again", async ({ page }) => {
  await typeQuery(page, "beam_current > 300");
  await page.getByTestId("run-button").click();
  await expect(page.getByTestId("status-line")).toContainText("beam_current > 300");
  const held = new Held();
  await page.route("**/api/searchRuns", (route) => held.back(route));
  await page.getByTestId("run-table").focus();
  await page.keyboard.press("Alt+t");
  await expect.poll(() => held.count).toBeGreaterThan(0);
  await page.getByTestId("cancel-button").click();
  await expect(page.getByTestId("empty")).toContainText("No result yet");
  held.release();
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.getByTestId("run-again").click();
  await expect(page.getByTestId("run-row").first()).toBeVisible();
});
