/** Queries that would take an hour: they are cancelled, and quitting does not wait for them. */
import { copyFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { isInUse } from "../support/fileLock.ts";
import { launchApplication } from "../support/electron.ts";
import { samplePath } from "../support/paths.ts";
import { busyProcesses, processorSeconds, processTree, untilGone } from "../support/processTree.ts";
import { typeQuery } from "../support/walk.ts";

// Backtracks for ages on the dozens of letters in every list of components: only what looks ahead may.
const endless = "rtvs.matches('^(?=.)(.*.*)*(.*.*)*(.*.*)*[^ -~]$')";

async function startEndlessQuery(page: Page, path: string): Promise<void> {
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await typeQuery(page, endless);
  await page.getByTestId("run-button").click();
  await expect(page.getByTestId("cancel-button")).toBeVisible();
  await expect.poll(() => isInUse(path)).toBe(true);
}

test("a cancelled query lets go of the file, the old rows stay; quitting in the middle of the next one ends all processes", async ({}, info) => {
  const path = info.outputPath("sample.sqlite");
  copyFileSync(samplePath, path);
  const { application, page } = await launchApplication([path]);
  await startEndlessQuery(page, path);
  const start = performance.now();
  await page.getByTestId("cancel-button").click();
  await expect.poll(() => isInUse(path), { intervals: [10] }).toBe(false);
  // It is to be 200 ms, which the bench measures; a machine that tests is busy.
  expect(performance.now() - start).toBeLessThan(60_000);
  await expect(page.getByTestId("run-button")).toBeVisible();
  await expect(page.getByTestId("run-row").first()).toBeVisible();

  await page.getByTestId("run-button").click();
  await expect(page.getByTestId("cancel-button")).toBeVisible();
  await expect.poll(() => isInUse(path)).toBe(true);
  const pids = processTree(application.process().pid ?? NaN);
  expect(pids.length).toBeGreaterThan(3);
  await application.evaluate(({ app }) => app.quit());
  await untilGone(pids);
});

test("killed in the middle of a query it leaves no process behind", async ({}, info) => {
  const path = info.outputPath("sample.sqlite");
  copyFileSync(samplePath, path);
  const { application, page } = await launchApplication([path]);
  await startEndlessQuery(page, path);
  const main = application.process();
  const pids = processTree(main.pid ?? NaN);
  const before = processorSeconds();
  // Until the query's process is in the middle of the statement: one that hears of the end by itself proves nothing.
  await expect.poll(() => busyProcesses(pids, 1, before).length).toBeGreaterThan(0);
  main.kill("SIGKILL");
  await untilGone(pids);
});
