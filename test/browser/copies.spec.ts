/** A copy in a browser: it tells what it is, and nothing is written. */
import { copyTo } from "../support/copies.ts";
import { samplePath } from "../support/paths.ts";
import { expect, test as base } from "./server.ts";

const test = base.extend({
  database: async ({}, use, info) => {
    const path = info.outputPath("laptop.sqlite");
    await copyTo(samplePath, path, { files: "none" });
    await use(path);
  },
});

test("a browser tells the age of a copy, and neither takes nor updates one", async ({ page }) => {
  await expect(page.getByTestId("copy-age")).toContainText(/^copy of .+, (just taken|\d+ minutes? old)$/);
  await page.getByTestId("database-chip").click();
  await expect(page.getByText("Schema version")).toBeVisible();
  await expect(page.getByTestId("take-copy-button")).toHaveCount(0);
  await expect(page.getByTestId("open-copy-button")).toHaveCount(0);
  await page.keyboard.press("Escape");
  for (const keys of ["Control+Shift+S", "Control+Shift+U"]) await page.keyboard.press(keys);
  await page.keyboard.press("Control+K");
  await page.keyboard.type("copy");
  await expect(page.getByRole("option", { name: /Take a copy|Update this copy/ })).toHaveCount(0);
  await expect(page.locator("dialog[open]").getByTestId("take-copy")).toHaveCount(0);
});
