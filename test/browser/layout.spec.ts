/** How pages are laid out in a small window, and at 200 %: nothing is cut without a sign, covered, or scrolls for nothing. */
import { layoutFaults } from "../support/layout.ts";
import { goTo, pages } from "../support/pages.ts";
import { expect, test } from "./server.ts";

for (const width of [1024, 640]) {
  test.describe(`at ${width} pixels`, () => {
    test.use({ viewport: { width, height: 700 }, isOpen: false });

    test("pages are laid out soundly", async ({ page, url }) => {
      test.slow();
      for (const { name, address, ready } of pages) {
        await goTo(page, url, address);
        await expect(page.locator(ready).first()).toBeVisible();
        await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
        await expect
          .soft(async () => expect(await layoutFaults(page)).toEqual([]), name)
          .toPass({ timeout: 8000 });
      }
    });
  });
}
