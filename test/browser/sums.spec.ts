/** What the window sums up and calculates: computed columns, totals, the sums of a column and of selected runs. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { seriousFindings } from "../support/accessibility.ts";
import { expect, test } from "./server.ts";

const text = (page: Page) => page.locator('[data-testid="computed-dialog"] .cm-content');

async function write(page: Page, expression: string): Promise<void> {
  await text(page).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.type(expression);
  await page.keyboard.press("Escape");
}

test("a computed column: refused, added, sorted by, asked for, exported, linked, changed, taken back", async ({
  page,
  browser,
}) => {
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.keyboard.press("=");
  const dialog = page.getByTestId("computed-dialog");
  const name = page.getByTestId("computed-name");
  const save = page.getByTestId("computed-submit");
  await name.fill("beam_current");
  await expect(dialog).toContainText("There is a column “beam_current” already.");
  await name.fill("kilo");
  await write(page, "event_count / run_type");
  await save.click();
  await expect(page.getByTestId("query-problems").filter({ visible: true })).toContainText("this is a text");
  expect(await seriousFindings(page, "computed-dialog")).toEqual([]);
  await write(page, "event_count / 1000");
  await page.getByTestId("computed-unit").fill("k");
  await save.click();
  await expect(dialog).toBeHidden();
  const head = page.locator('[data-column="kilo"]');
  await expect(head).toHaveAttribute("title", "event_count / 1000 [k]");

  // Sorted by the core, and asked for by what it is calculated by.
  await head.click();
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  await head.click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await head.click({ button: "right" });
  const menu = page.getByTestId("column-menu");
  await menu.getByPlaceholder("From").fill("500000");
  await menu.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByTestId("status-line")).toContainText("event_count / 1000 >= 500000");
  await page.keyboard.press("Escape");

  await page.getByTestId("export-button").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByTestId("export-dialog").getByRole("button", { name: "Export" }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  const columns = lines[0]?.trim().split(",") ?? [];
  const place = (column: string) => columns.indexOf(column);
  for (const line of lines.slice(1)) {
    const cells = line.trim().split(",");
    expect(Number(cells[place("kilo")])).toBe(Number(cells[place("event_count")]) / 1000);
  }

  // Who gets the link has the column; what is changed is taken back by Back.
  const other = await browser.newPage();
  await other.goto(page.url());
  await expect(other.locator('[data-column="kilo"]')).toBeVisible();
  await other.close();

  await head.click({ button: "right" });
  await page.getByTestId("edit-computed").click();
  await name.fill("mega");
  await write(page, "event_count / 1000000");
  // Escape left the editor, unless a list of completions was open by then.
  await text(page).press("ControlOrMeta+Enter");
  await expect(page.locator('[data-column="mega"]')).toHaveAttribute("aria-sort", "descending");
  await expect(head).toBeHidden();
  await page.goBack();
  await expect(head).toBeVisible();
  await page.goForward();
  await page.locator('[data-column="mega"]').click({ button: "right" });
  await page.getByTestId("edit-computed").click();
  await page.getByTestId("computed-remove").click();
  await expect(page.locator('[data-column="mega"]')).toBeHidden();
  await page.keyboard.press("h");
  await page.getByRole("button", { name: "Put back mega" }).click();
  await expect(page.locator('[data-column="mega"]')).toContainText(/mega\s*\[k\]/);

  // The cuts sum it up as it is shown in the table.
  await page.getByTestId("cuts-button").click();
  await page.getByTestId("cuts-measure").getByText("mega").click();
  await expect(page.getByTestId("cuts-all")).toHaveText(/\d/);
  const cutRuns = page.getByTestId("cut").first().locator("td").first();
  await expect(cutRuns).toHaveText(/\d/);
  await page.getByTestId("cuts-close").click();

  // It stands in the comparison, on the pages of a run and of the running run, too.
  const runs = await page
    .getByTestId("run-row")
    .evaluateAll((rows) => rows.slice(0, 2).map((row) => row.getAttribute("data-run")));
  await page.evaluate((hash) => (window.location.hash = hash), `/compare?runs=${runs.join(",")}&all=1`);
  await expect(page.locator('tr[data-condition="mega"]')).toContainText(/mega\s*\[k\]\s*\d/);
  await page.evaluate((hash) => (window.location.hash = hash), `/run/${runs[0]}`);
  const value = page.getByRole("table", { name: "Computed" }).locator('tr[data-condition="mega"]');
  await expect(value).toContainText(/\d+\.\d+\s*k\s*event_count \/ 1000000/);
  await value.click({ button: "right" });
  await expect(page.getByTestId("cell-edit")).toHaveText(/Edit expression…/);
  await page.getByTestId("cell-edit").click();
  // What is missing is named.
  await write(page, "event_count / seandb_event_count");
  await save.click();
  await expect(value).toContainText("seandb_event_count is missing");
  await value.click({ button: "right" });
  await page.getByTestId("cell-edit").click();
  await write(page, "event_count / 1000000");
  await save.click();
  await expect(value).toContainText(/\d\s*k/);
  await page.evaluate(() => (window.location.hash = "/station"));
  await page.getByRole("button", { name: "Values", exact: true }).click();
  await page.getByLabel("Show a further value").selectOption("mega");
  const watched = page.locator('[data-testid="watched-value"][data-name="mega"]');
  await expect(watched).toContainText(/\d\s*k/);
  await page.getByRole("button", { name: "Show mega no more" }).click();
  await expect(watched).toHaveCount(0);
});

test("totals by groups: a pivot table whose cells lead to their runs, a list, weighted, of a computed column", async ({
  page,
  url,
}) => {
  const computed = JSON.stringify([
    { name: "kilo", expression: "event_count / 1000", unit: null, description: null },
  ]);
  const address = new URLSearchParams({ by: "groups", q: "@is_production", computed, of: "kilo" });
  await page.goto(`${url}#/statistics?${address}`);
  const list = page.getByTestId("totals-table");
  await expect(list.getByTestId("totals-row").first()).toBeVisible();
  const whole = page.getByTestId("totals-whole").locator("td");
  const numberOf = async (at: number) => Number((await whole.nth(at).getAttribute("title")) ?? "NaN");
  const [sum, mean] = [await numberOf(1), await numberOf(2)];

  // With a weight the sum stays and the mean is another.
  await page.getByTestId("pick-weight").click();
  await page.getByRole("list", { name: "Weight" }).locator('[data-name="beam_current"]').click();
  await expect(whole.nth(2)).not.toHaveAttribute("title", String(mean));
  expect(await numberOf(1)).toBe(sum);

  await page.getByTestId("pick-groups").click();
  const groups = page.getByRole("list", { name: "Groups" });
  await groups.locator('[data-name="@period"]').click();
  await groups.locator('[data-name="target_type"]').click();
  await groups.locator('[data-name="@month"]').click();
  await page.keyboard.press("Escape");
  const pivot = page.getByTestId("pivot-table");
  await expect(pivot.getByTestId("pivot-row").first()).toBeVisible();
  await page.getByTestId("totals-figure").getByText("Runs").click();
  expect(await seriousFindings(page)).toEqual([]);
  const cell = pivot.getByTestId("pivot-row").first().getByRole("button").first();
  const runs = Number(await cell.innerText());
  await cell.click();
  await expect(page.getByTestId("result-count")).toHaveAttribute("data-count", String(runs));
  await page.goBack();
  await expect(pivot).toBeVisible();

  await page.getByTestId("totals-pivot").uncheck();
  await expect(list.getByTestId("totals-row").first()).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save-csv").click()]);
  expect(readFileSync(await download.path(), "utf8")).toMatch(/^target_type,month,runs,sum kilo,mean kilo,/);
});

test("sum, mean and σ of the selected runs, and of a column in its menu", async ({ page }) => {
  const rows = page.getByTestId("run-row");
  await expect(rows.first()).toHaveAttribute("data-run");
  await rows.first().locator('[aria-colindex="1"]').click();
  await rows.nth(2).locator('[aria-colindex="1"]').click();
  const sums = page.getByTestId("marked-sums").locator('[data-measure="event_count"]');
  const at = page.locator('[data-column="event_count"]');
  const column = Number(await at.getAttribute("aria-colindex"));
  const valueOf = async (row: number) =>
    Number((await rows.nth(row).locator(`[aria-colindex="${column}"]`).innerText()).replace(/\D/g, ""));
  const [first, third] = [await valueOf(0), await valueOf(2)];
  const numberOf = async (figure: string) =>
    Number((await sums.locator(`[data-figure="${figure}"]`).innerText()).replace(/[^\d.e-]/g, ""));
  await expect.poll(() => numberOf("sum")).toBe(first + third);
  expect(await numberOf("mean")).toBeCloseTo((first + third) / 2, -4);
  expect(await seriousFindings(page)).toEqual([]);

  await at.click({ button: "right" });
  const ofColumn = page.getByTestId("column-sums").locator("[data-figure]");
  await expect(ofColumn).toHaveCount(3);
  expect(Number(await ofColumn.first().getAttribute("title"))).toBeGreaterThan(first + third);
});
