/** The way of the first user through the window: the same steps in the browser and on the desktop. */
import { readFileSync } from "node:fs";
import { expect, type Locator, type Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { plainAnswer } from "./plainAnswer.ts";

export const question = "@is_production and beam_current > 100";

/** Types an expression into the window's query editor, the first one, in place of what is there. */
export async function typeQuery(page: Page, expression: string): Promise<void> {
  const editor = page.locator('[data-testid="query-editor"] .cm-content').first();
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.type(expression);
  // A completion that is still open would take Enter for itself.
  await page.keyboard.press("Escape");
}

export function resultCount(page: Page): Locator {
  return page.getByTestId("result-count");
}

/** The number that the count shows, whatever groups its digits. */
export async function shownCount(page: Page): Promise<number> {
  return Number((await resultCount(page).innerText()).replace(/\D/g, ""));
}

/** Asks the question, compares with the plain evaluator, opens a run, and goes to its neighbours. */
export async function askAndLook(page: Page, database: string): Promise<number[]> {
  const expected = plainAnswer(database, question);
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await typeQuery(page, question);
  await page.getByTestId("run-button").click();
  await expect.poll(() => shownCount(page)).toBe(expected.length);

  const newest = expected.at(-1);
  const second = expected.at(-2);
  const row = page.locator(`[data-testid="run-row"][data-run="${newest}"]`);
  await row.click();
  const view = page.getByTestId("run-view");
  await expect(view).toHaveAttribute("data-run", String(newest));
  await expect(view.getByText("beam_current", { exact: true })).toBeVisible();
  // The newest run stands first: the run shown after it is the next older one.
  await page.locator(`[data-testid="run-row"][data-run="${second}"]`).click();
  await expect(view).toHaveAttribute("data-run", String(second));
  await page.keyboard.press("Escape");
  await expect(view).toBeHidden();
  return expected;
}

/** Reads an exported file back: its runs, newest first as shown, and the values of a column. */
export function readExport(path: string): {
  readonly runs: number[];
  readonly records: Record<string, string>[];
} {
  const records = parse<Record<string, string>>(readFileSync(path), { columns: true, bom: true });
  return { runs: records.map(({ run }) => Number(run)), records };
}
