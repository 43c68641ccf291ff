/** How pages are laid out in a small window, and at 200 %: nothing is cut without a sign, covered, or scrolls for nothing. */
import { layoutFaults } from "../support/layout.ts";
import { goTo, pages } from "../support/pages.ts";
import { expect, test } from "./server.ts";

const widths = [1024, 640];
test.use({ isOpen: false });

test("pages are laid out soundly in narrow windows", async ({ page, url }) => {
  test.slow();
  for (const { name, address, ready } of pages) {
    await goTo(page, url, address);
    await expect(page.locator(ready).first()).toBeVisible();
    for (const width of widths) {
      await page.setViewportSize({ width, height: 700 });
      await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
      await expect
        .soft(async () => expect(await layoutFaults(page)).toEqual([]), `${name} at ${width} pixels`)
        .toPass({ timeout: 30_000 });
    }
  }
});
