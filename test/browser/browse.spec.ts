/** The run browser: columns and their menus, marks, states of runs, live refresh, copies and exports. */
import { copyFileSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Locator, Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { seriousFindings } from "../support/accessibility.ts";
import { samplePath } from "../support/paths.ts";
import { plainAnswer } from "../support/plainAnswer.ts";
import { shownCount, typeQuery } from "../support/walk.ts";
import { expect, test as base } from "./server.ts";

const test = base.extend({
  page: async ({ page, url }, use) => {
    // Which columns a table begins with is the database's matter.
    await page.goto(`${url}#/runs?columns=started,length,run_type,event_count`);
    await expect(page.getByRole("columnheader")).toHaveCount(6);
    await expect(page.getByTestId("run-row").first()).toBeVisible();
    await use(page);
  },
});

const rows = (page: Page): Locator => page.getByTestId("run-row");
const runsShown = (page: Page): Promise<number[]> =>
  rows(page).evaluateAll((found) => found.map((row) => Number(row.getAttribute("data-run"))));
const headers = (page: Page): Promise<string[]> =>
  page
    .getByRole("columnheader")
    .evaluateAll((found) => found.map((header) => header.dataset["column"] ?? ""));
const mark = (page: Page, row: number): Locator => rows(page).nth(row).locator('[aria-colindex="1"]');

async function openMenu(page: Page, column: string): Promise<Locator> {
  const header = page.getByRole("columnheader", { name: column });
  await header.hover();
  await header.getByTestId("column-menu-button").click();
  return page.getByTestId("column-menu");
}

test("a right click opens the menu of a column, and it stays", async ({ page }) => {
  await page.getByRole("columnheader", { name: "event_count" }).click({ button: "right" });
  await expect(page.getByTestId("column-menu").getByTestId("histogram")).toBeVisible();
});

test("values of a column are counted; a click asks for them, one more for both, and each can be taken off", async ({
  page,
}) => {
  const all = await shownCount(page);
  const menu = await openMenu(page, "run_type");
  const value = menu.getByTestId("column-value");
  await expect(value.first()).toContainText("hd_all.tsg");
  const counted = await value.first().locator(".count").innerText();
  await value.first().click();
  const expected = plainAnswer(samplePath, "run_type == 'hd_all.tsg'").length;
  expect(Number(counted)).toBe(expected);
  await expect.poll(() => shownCount(page)).toBe(expected);
  await value.nth(1).click();
  const both = plainAnswer(samplePath, "run_type in ['hd_all.tsg', 'hd_bcal.tsg']").length;
  await expect.poll(() => shownCount(page)).toBe(both);
  await menu.getByRole("button", { name: "Without hd_cdc.tsg" }).click();
  const without = plainAnswer(samplePath, "run_type != 'hd_cdc.tsg'").length;
  await expect.poll(() => shownCount(page)).toBe(without);
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await page.getByRole("button", { name: /^Remove the filter run_type/ }).click();
  await expect.poll(() => shownCount(page)).toBe(all);
});

test("a range of a histogram, without a mouse", async ({ page }) => {
  const table = page.getByTestId("run-table");
  await table.focus();
  await page.keyboard.press("ArrowUp");
  for (let column = 0; column < 4; column++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Alt+ArrowDown");
  const menu = page.getByTestId("column-menu");
  await expect(menu.getByRole("heading", { name: "event_count" })).toBeVisible();
  await menu.getByTestId("histogram-from").fill("1 000 000");
  await menu.getByTestId("histogram-to").fill("2000000");
  await page.keyboard.press("Enter");
  const expected = plainAnswer(samplePath, "1000000 <= event_count <= 2000000").length;
  await expect.poll(() => shownCount(page)).toBe(expected);
  await page.keyboard.press("Escape");
  await expect(table).toBeFocused();
});

test("bars of a histogram are asked for by dragging over them", async ({ page }) => {
  const all = await shownCount(page);
  const menu = await openMenu(page, "event_count");
  const box = await menu.getByTestId("histogram").boundingBox();
  if (!box) throw new Error("the histogram was to be seen");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.25, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, y);
  await page.mouse.up();
  await expect(page.getByTestId("filter")).toContainText(/<= event_count </);
  await expect.poll(() => shownCount(page)).toBeLessThan(all);
  const text = await page.getByTestId("filter").locator(".text").innerText();
  expect(await shownCount(page)).toBe(plainAnswer(samplePath, text).length);
});

test("a column is pinned beside the run, stays in sight, and is still there after a reload", async ({
  page,
}) => {
  await page.setViewportSize({ width: 700, height: 600 });
  const menu = await openMenu(page, "run_type");
  await menu.getByRole("button", { name: "Pin at the left" }).click();
  expect(await headers(page)).toEqual(["", "run", "run_type", "started", "length", "event_count"]);
  await page.getByTestId("run-table").evaluate((grid) => (grid.scrollLeft = 5000));
  await expect(page.getByRole("columnheader", { name: "run_type" })).toBeInViewport({ ratio: 1 });
  await page.reload();
  await expect.poll(() => headers(page)).toEqual(["", "run", "run_type", "started", "length", "event_count"]);
  await (await openMenu(page, "run_type")).getByRole("button", { name: "Unpin" }).click();
  await (await openMenu(page, "started")).getByRole("button", { name: "Hide" }).click();
  await expect.poll(() => headers(page)).toEqual(["", "run", "run_type", "length", "event_count"]);
});

test("a column that is dragged to the run is pinned", async ({ page }) => {
  const from = await page.getByRole("columnheader", { name: "event_count" }).boundingBox();
  const to = await page.getByRole("columnheader", { name: "run", exact: false }).first().boundingBox();
  if (!from || !to) throw new Error("the headers were to be seen");
  await page.mouse.move(from.x + from.width / 2, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + 10, { steps: 5 });
  await page.mouse.up();
  expect(await headers(page)).toEqual(["", "run", "event_count", "started", "length", "run_type"]);
  await expect(page.getByRole("columnheader", { name: "event_count" }).getByLabel("pinned")).toBeVisible();
});

test("runs are marked by mouse and keys, and become the only ones that are looked through", async ({
  page,
}) => {
  const runs = await runsShown(page);
  await mark(page, 1).click();
  await mark(page, 4).click({ modifiers: ["Shift"] });
  const bar = page.getByTestId("marks-bar");
  await expect(bar).toContainText("4 runs selected");
  await expect(page.getByTestId("run-view")).toBeHidden();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("x");
  await expect(bar).toContainText("5 runs selected");
  await page.keyboard.press("m");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(bar).toContainText("5 runs selected");
  await bar.getByRole("button", { name: "Show only these" }).click();
  await expect.poll(() => runsShown(page)).toEqual(runs.slice(0, 5));
  expect(page.url()).toMatch(/ranges=|from=/);
  await page.reload();
  await expect.poll(() => runsShown(page)).toEqual(runs.slice(0, 5));
  await page.getByTestId("filter").getByRole("button").click();
  await expect.poll(() => shownCount(page)).toBeGreaterThan(5);
});

test("selected runs are compared, and all marks are taken away", async ({ page }) => {
  const [first, second, third] = await runsShown(page);
  await mark(page, 0).click();
  await expect(page.getByTestId("marks-bar").getByRole("button", { name: "Compare" })).toBeDisabled();
  await mark(page, 2).click();
  await page.getByTestId("marks-bar").getByRole("button", { name: "Compare" }).click();
  expect(second).toBeDefined();
  await expect(page).toHaveURL(new RegExp(`#/compare\\?.*runs=${third}(,|%2C)${first}`));
  await page.goBack();
  await page.getByTestId("marks-clear").click();
  await expect(page.getByTestId("marks-bar")).toBeHidden();
});

test("selected runs alone are exported, in the format and with the columns that are shown", async ({
  page,
}, info) => {
  const runs = await runsShown(page);
  await (await openMenu(page, "length")).getByRole("button", { name: "Hide" }).click();
  await mark(page, 0).click();
  await mark(page, 3).click();
  await page.getByTestId("marks-bar").getByRole("button", { name: "Export the selected runs" }).click();
  await page.getByLabel("TSV").check();
  await page.getByLabel("Compress with gzip").check();
  await page.getByLabel("For Excel").check();
  const downloading = page.waitForEvent("download");
  await page.getByTestId("export-start").click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("runs.tsv.gz");
  const path = info.outputPath("runs.tsv.gz");
  await download.saveAs(path);
  const lines = gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split("\n");
  expect(lines[0]).toBe("\uFEFFrun\tstarted\trun_type\tevent_count");
  expect(lines.slice(1).map((line) => Number(line.split("\t")[0]))).toEqual([runs[0], runs[3]]);
});

test("rows are copied as a table, runs as a list", async ({ page, context, browserName }) => {
  test.skip(browserName !== "chromium", "only there a page may be allowed to read the clipboard");
  await context.grantPermissions(["clipboard-read"]);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const runs = await runsShown(page);
  await mark(page, 0).click();
  await mark(page, 1).click();
  const copy = async (form: string) => {
    await page.getByTestId("copy-button").click();
    await page.getByTestId(`copy-${form}`).click();
    await expect(page.getByText("Copied 2 runs")).toBeVisible();
    return clipboard();
  };
  const tsv = (await copy("tsv")).split("\n");
  expect(tsv[0]).toBe("run\tstarted\tlength\trun_type\tevent_count");
  expect(tsv.slice(1, 3).map((line) => Number(line.split("\t")[0]))).toEqual(runs.slice(0, 2));
  expect(await copy("markdown")).toMatch(
    /^\| run \| started \| length \| run\\_type \| event\\_count \|\n\| --: \|/,
  );
  expect(await copy("numbers")).toMatch(/^\d+[-,]\d+$/);

  // The table has the beginning of a long value; its menu copies all of it.
  const file = new SqliteFile(samplePath, { readonly: true });
  const whole = file
    .prepare(
      "SELECT text_value FROM conditions JOIN condition_types ON condition_types.id = condition_type_id WHERE name = 'component_stats' AND run_number = ?",
    )
    .pluck()
    .get(runs[0]);
  file.close();
  await page.evaluate(() => (window.location.hash = "#/runs?columns=component_stats"));
  await page
    .getByTestId("run-row")
    .first()
    .getByText(/average-evt-size|evt-rate/)
    .click({ button: "right" });
  await page.getByTestId("cell-copy").click();
  await expect(page.getByTestId("notes")).toContainText("Value copied");
  expect(await clipboard()).toBe(whole);
});

test("the state of a run is seen at its row", async ({ page }) => {
  const file = new SqliteFile(samplePath, { readonly: true });
  const crashed = plainAnswer(samplePath, "is_valid_run_end == False");
  const newest = file.prepare("SELECT max(number) FROM runs").pluck().get() as number;
  file.close();
  await typeQuery(page, "is_valid_run_end == False");
  await page.getByTestId("run-button").click();
  await expect.poll(() => shownCount(page)).toBe(crashed.length);
  const old = crashed.findLast((run) => run !== newest);
  const state = (run: number | undefined) =>
    page.locator(`[data-testid="run-row"][data-run="${run}"]`).getByTestId("run-state");
  await expect(state(old)).toHaveAttribute("data-state", "crashed");
  await expect(state(old)).toContainText("crashed");
});

test("several ranges, runs and run periods at once; a fault is said in words", async ({ page }) => {
  await page.getByTestId("range-button").click();
  const list = page.getByTestId("range-list");
  await list.fill("10000-10100, RunPeriod-2018-1");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("RunPeriod-2018-01");
  await list.fill("10,000-10,100");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Did you mean 10000-10100?");
  await list.fill("2018-03");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("reads as a month");
  await expect(page.getByRole("button", { name: "Runs of 2018-03" })).toBeVisible();
  await list.fill("10000 – 10100; RunPeriod-2018-01,");
  await page.keyboard.press("Enter");
  const file = new SqliteFile(samplePath, { readonly: true });
  const within = file
    .prepare(
      "SELECT count(*) FROM runs WHERE number BETWEEN 10000 AND 10100 OR number BETWEEN 40000 AND 49999",
    )
    .pluck()
    .get();
  file.close();
  await expect.poll(() => shownCount(page)).toBe(within);
  await expect(page.getByTestId("filter")).toContainText("10000 – 10100, RunPeriod-2018-01");
});

test("a query that was changed and not run is named, and can be undone", async ({ page }) => {
  await typeQuery(page, "event_count > 5");
  await expect(page.getByTestId("edited")).toBeVisible();
  // Who takes the result away is told that it is that of another query.
  await page.getByTestId("export-button").click();
  await expect(page.getByTestId("export-edited")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByTestId("edited").getByRole("button", { name: "Undo" }).click();
  await expect(page.getByTestId("edited")).toBeHidden();
  await expect(page.getByTestId("query-editor")).not.toContainText("event_count");
  // While it is being run it is not one that was not.
  let answer = (): void => undefined;
  await page.route("**/api/searchRuns", async (route) => {
    await new Promise<void>((resolve) => (answer = resolve));
    await route.continue();
  });
  await typeQuery(page, "event_count > 5");
  await page.getByTestId("run-button").click();
  await expect(page.getByTestId("cancel-button")).toBeVisible();
  await expect(page.getByTestId("edited")).toBeHidden();
  answer();
  await expect(page.getByTestId("filter")).toContainText("event_count > 5");
});

test("a database that cannot be asked for new runs is named, and asked on", async ({ page }) => {
  await page.route("**/api/readNewest", (route) => route.abort());
  await expect(page.getByTestId("connection-lost")).toBeVisible();
  await page.unroute("**/api/readNewest");
  await expect(page.getByTestId("connection-lost")).toBeHidden();
});

test.describe("while others write", () => {
  const written = test.extend<{ file: SqliteFile.Database }>({
    database: async ({}, use, info) => {
      const path = info.outputPath("rcdb.sqlite");
      copyFileSync(samplePath, path);
      await use(path);
    },
    file: async ({ database }, use) => {
      const file = new SqliteFile(database);
      await use(file);
      file.close();
    },
  });

  written("new runs are told; fetched, the table keeps its place", async ({ page, file }) => {
    const newest = (await runsShown(page))[0] ?? 0;
    await page.getByTestId("run-table").focus();
    for (let page_ = 0; page_ < 4; page_++) await page.keyboard.press("PageDown");
    await page.keyboard.press("x");
    const seen = await page.locator('[data-testid="run-row"][class*="marked"]').getAttribute("data-run");
    const row = page.locator(`[data-testid="run-row"][data-run="${seen}"]`);
    const before = await row.boundingBox();
    file
      .prepare("INSERT INTO runs (number, started) VALUES (?, datetime('now', 'localtime'))")
      .run(newest + 1);
    file.prepare("INSERT INTO runs (number) VALUES (?)").run(newest + 2);
    const count = await shownCount(page);
    await expect(page.getByTestId("refresh-button")).toContainText("2 new runs");
    await page.getByTestId("refresh-button").click();
    await expect.poll(() => shownCount(page)).toBe(count + 2);
    await expect.poll(() => row.boundingBox()).toEqual(before);
    await expect(page.getByTestId("marks-bar")).toContainText("1 run selected");
  });

  written("followed, they come by themselves; the newest one is running", async ({ page, file }) => {
    await page.getByTestId("follow-button").click();
    const newest = (await runsShown(page))[0] ?? 0;
    file
      .prepare("INSERT INTO runs (number, started) VALUES (?, datetime('now', 'localtime'))")
      .run(newest + 1);
    const row = page.locator(`[data-testid="run-row"][data-run="${newest + 1}"]`);
    await expect(row).toBeVisible();
    await expect(row.getByTestId("run-state")).toHaveAttribute("data-state", "running");
    await page.reload();
    await expect(page.getByTestId("follow-button")).toHaveAttribute("aria-pressed", "true");
  });
});

test("menus, marks and the export have no serious fault of access", async ({ page }) => {
  await mark(page, 0).click();
  await mark(page, 1).click();
  expect(await seriousFindings(page, "marks-bar")).toEqual([]);
  await openMenu(page, "run_type");
  await expect(page.getByTestId("column-value").first()).toBeVisible();
  expect(await seriousFindings(page, "column-menu")).toEqual([]);
  await page.keyboard.press("Escape");
  await openMenu(page, "event_count");
  await expect(page.getByTestId("histogram")).toBeVisible();
  expect(await seriousFindings(page, "column-menu")).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByTestId("export-button").click();
  await expect(page.getByTestId("export-start")).toBeVisible();
  expect(await seriousFindings(page, "export-dialog")).toEqual([]);
});
