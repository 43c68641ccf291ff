/** The window that is measured: opened on a database, with its results in tabs. */
import type { Page } from "@playwright/test";
import { launchApplication, type LaunchedApplication } from "../../test/support/electron.ts";
import { typeQuery } from "../../test/support/walk.ts";
import { untilFirstRowsAreShown } from "./pageScripts.ts";

/** Milliseconds that anything may take before the measurement is given up. */
export const timeout = 60_000;

/** Of the tabs that are not seen; the one that is has all runs. */
const otherQueries = ["beam_current > 100", "is_valid_run_end"];

export async function open(path: string, userData?: string): Promise<LaunchedApplication> {
  const opened = await launchApplication([path], userData);
  await untilFirstRows(opened.page);
  return opened;
}

/** Asked within the page, frame by frame: from outside it would be asked twice a second. */
export async function untilFirstRows(page: Page): Promise<void> {
  await page.evaluate(untilFirstRowsAreShown);
}

/** Waits until the values of all rows are there, not only of those that are seen. */
export async function untilFilled(page: Page): Promise<void> {
  await page.getByTestId("filling").waitFor({ state: "detached", timeout });
}

/** Leaves several results open in a window: each start with the same user data has them again. */
export async function openTabs(path: string, userData: string): Promise<void> {
  const { application, page } = await open(path, userData);
  try {
    for (const query of otherQueries) {
      await runQuery(page, query);
      await page.getByTestId("run-table").first().focus();
      await page.keyboard.press("Alt+t");
    }
    await page.locator('[data-testid="result-tabs"] li').nth(otherQueries.length).waitFor({ timeout });
    await untilFirstRows(page);
  } finally {
    await application.close();
  }
}

async function runQuery(page: Page, query: string): Promise<void> {
  await typeQuery(page, query);
  await page.getByTestId("run-button").click();
  await page.locator('[data-testid="status-line"]', { hasText: query }).waitFor({ timeout });
}

/** Shows one of the other tabs beside the one that is used, and waits for all of it. */
export async function openBeside(page: Page): Promise<void> {
  await page.getByTestId("run-table").focus();
  await page.keyboard.press("Alt+b");
  await page.getByTestId("beside-count").waitFor({ timeout });
  await page.getByTestId("beside-run").waitFor({ timeout });
  await untilFirstRows(page);
}
