import { expect, type Page } from "@playwright/test";

/**
 * Waits until a page shows what its address asks for. Where only the part behind `#` changes, the window hears of it a moment later, and
 * nothing is loaded that could be waited for.
 */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      }),
  );
  await expect(page.locator('main :is([aria-busy="true"], [role="progressbar"])')).toHaveCount(0);
}
