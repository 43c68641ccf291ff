/** A window with the sample, at which the tests of a worker take turns: a start of one takes longer than many a test. */
import { expect, test as base, type ElectronApplication, type Page } from "@playwright/test";
import { launchApplication, type LaunchedApplication } from "../support/electron.ts";
import { samplePath } from "../support/paths.ts";

interface Fixtures {
  application: ElectronApplication;
  /** Loaded anew for each test, with the newest runs in sight. */
  page: Page;
}

/** For tests that leave the sample, the application and its one window as they are. */
export const test = base.extend<Fixtures, { kept: LaunchedApplication }>({
  kept: [
    async ({}, use) => {
      const launched = await launchApplication([samplePath]);
      await use(launched);
      await launched.application.close();
    },
    { scope: "worker" },
  ],
  application: ({ kept }, use) => use(kept.application),
  page: async ({ kept: { page } }, use) => {
    await page.evaluate(() => {
      history.replaceState(null, "", "#/runs");
      localStorage.clear();
    });
    await page.reload();
    await expect(page.getByTestId("run-row").first()).toBeVisible();
    await use(page);
  },
});

export { expect } from "@playwright/test";
