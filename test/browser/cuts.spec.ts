import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { createSchema } from "../../core/db/sqlite/schema.ts";
import { seriousFindings } from "../support/accessibility.ts";
import { expect, test } from "./server.ts";

const query = "@is_production and 80 < beam_current < 120 and 'BCAL' in run_config";

async function type(page: Page, text: string): Promise<void> {
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

async function ask(page: Page, text: string): Promise<void> {
  await type(page, text);
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("status-line")).not.toContainText(/not run|Searching/);
  await expect(page.getByTestId("result-count")).toBeVisible();
}

async function countOf(page: Page): Promise<number> {
  return Number(await page.getByTestId("result-count").getAttribute("data-count"));
}

test("the panel of cuts: numbers, sums, aliases unfolded, the runs of a number", async ({ page }) => {
  await ask(page, query);
  const count = await countOf(page);
  await page.getByTestId("cuts-button").click();
  const parts = page.getByTestId("cut");
  await expect(parts).toHaveCount(3);
  const number = (part: number, column: number) => parts.nth(part).locator("td").nth(column);
  const read = async (part: number, column: number) =>
    Number((await number(part, column).innerText()).replace(/\D/g, ""));
  expect(await read(2, 0)).toBe(count);
  expect((await read(0, 0)) - (await read(1, 1))).toBe(await read(1, 0));

  await expect(page.getByTestId("cuts-legend").locator("dt")).toHaveText([
    "Left",
    "Removed",
    "Alone",
    "Only it",
    "Fails",
  ]);

  // The same in hours, and back.
  await page.getByTestId("cuts-measure").getByText("Hours").click();
  await expect(number(2, 0)).not.toHaveText(String(count));
  await page.getByTestId("cuts-measure").getByText("Runs").click();

  // A click lists the runs that the part removes, which become the runs of the table.
  const removed = await read(1, 1);
  await number(1, 1).getByRole("button").click();
  const list = page.getByTestId("cut-runs");
  await expect(list.getByRole("listitem")).toHaveCount(Math.min(1000, removed));
  const first = await list.getByRole("listitem").first().innerText();
  await list.getByRole("listitem").first().getByRole("button").click();
  await expect(page.getByTestId("run-reasons-sentence")).toContainText(
    `Run ${first} would be selected if 80 <`,
  );
  expect(await seriousFindings(page)).toEqual([]);
  await list.getByTestId("cut-runs-show").click();
  await expect(page.getByTestId("result-count")).toHaveAttribute("data-count", String(removed));
  await page.goBack();
  await expect(page.getByTestId("result-count")).toHaveAttribute("data-count", String(count));

  await page.getByTestId("cuts-unfold").check();
  await expect(parts).toHaveCount(9);
  await expect(parts.first()).toContainText("@is_production");
  await page.keyboard.press("Escape");
  await page.getByTestId("cuts-close").click();
  await expect(page.getByTestId("cuts-panel")).toBeHidden();
});

test("the page of a run tells why the query does not select it, for a number that is typed, too", async ({
  page,
}) => {
  await ask(page, "event_count < 0 or not (beam_current > -1)");
  await page.keyboard.press("Control+K");
  await page.keyboard.type("10005");
  await page.keyboard.press("Enter");
  const reasons = page.getByTestId("run-reasons");
  await expect(reasons).toContainText("Not in the result");
  await expect(page.getByTestId("run-reasons-sentence")).toContainText("Run 10005 would be selected if");
  await page.getByTestId("run-reasons-toggle").click();
  const nodes = page.getByTestId("run-reasons-tree").locator("li");
  await expect(nodes).toHaveCount(4);
  await expect(nodes.nth(1)).toContainText("event_count = ");
  await expect(nodes.nth(1)).toHaveAttribute("data-outcome", "false");
});

/** A machine that is busy answers too late to be asked for counts while somebody types. */
async function answerInTime(page: Page): Promise<void> {
  await page.route(/\/api\/(searchRuns|countCuts)$/, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll(/"milliseconds":[\d.e+-]+/g, '"milliseconds":1');
    await route.fulfill({ response, body });
  });
  await page.evaluate(() => {
    AbortSignal.timeout = () => new AbortController().signal;
  });
}

/** Few runs, of which one lacks a value. */
const few = test.extend({
  database: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "rcdb-cuts-"));
    const path = join(folder, "few.sqlite");
    const file = new SqliteFile(path);
    createSchema((statement) => file.exec(statement));
    file.exec(`
      INSERT INTO runs (number) VALUES (1), (2), (3), (4);
      INSERT INTO condition_types (id, name, value_type) VALUES (1, 'event_count', 'int'), (2, 'beam_current', 'float');
      INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value) VALUES
        (1, 1, 10, 0, 0), (2, 1, 10, 0, 0), (3, 1, 0, 0, 0), (4, 1, 10, 0, 0), (1, 2, 0, 150, 0), (2, 2, 0, 50, 0), (3, 2, 0, 150, 0);`);
    file.close();
    await use(path);
    rmSync(folder, { recursive: true });
  },
});

few(
  "the count of what is typed is shown, and at each part its own, and the result stays",
  async ({ page }) => {
    await answerInTime(page);
    await ask(page, "event_count > 0");
    expect(await countOf(page)).toBe(3);
    // At once: a count that is cancelled by the next key after a time says that the database is slow.
    await type(page, "");
    await page.keyboard.insertText("event_count > 0 and beam_current > 100");
    await expect(page.getByTestId("typed-count")).toHaveText("1 run");
    await expect(page.locator(".query-count").nth(0)).toHaveAttribute("data-runs", "3");
    await expect(page.locator(".query-count").nth(1)).toHaveAttribute("data-runs", "2");
    await expect(page.locator(".query-count")).toHaveCount(2);
    // They are painted, and no part of the text.
    await expect(page.locator('[data-testid="query-editor"] .cm-content')).toHaveText(
      "event_count > 0 and beam_current > 100",
    );
    expect(await countOf(page)).toBe(3);
    // An unfinished text has none.
    await page.keyboard.type(" and");
    await expect(page.getByTestId("typed-count")).toBeHidden();
    for (let back = " and".length; back > 0; back--) await page.keyboard.press("Backspace");
    await page.keyboard.press("Control+Enter");
    await expect(page.getByTestId("result-count")).toHaveAttribute("data-count", "1");
    await expect(page.getByTestId("typed-count")).toBeHidden();
    await expect(page.locator(".query-count")).toHaveCount(0);
  },
);
