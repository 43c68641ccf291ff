/** How pages are laid out in a small window, and at 200 % of a usual one: nothing is cut without a sign, covered, falls out, or scrolls for nothing. */
import { layoutFaults } from "../support/layout.ts";
import { goTo, pages } from "../support/pages.ts";
import { expect, test } from "./server.ts";

const sizes = [
  { width: 1024, height: 700 },
  { width: 640, height: 400 },
];
test.use({ isOpen: false });

test("pages are laid out soundly in narrow windows", async ({ page, url }) => {
  test.slow();
  for (const { name, address, ready } of pages) {
    await goTo(page, url, address);
    await expect(page.locator(ready).first()).toBeVisible();
    for (const size of sizes) {
      await page.setViewportSize(size);
      await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
      await expect
        .soft(async () => expect(await layoutFaults(page)).toEqual([]), `${name} at ${size.width} pixels`)
        .toPass({ timeout: 30_000 });
    }
  }
});

test("in the colours that people force, what is chosen is framed and nothing keeps a colour of ours behind words", async ({
  page,
  url,
}) => {
  await page.emulateMedia({ forcedColors: "active" });
  await goTo(page, url, "/statistics");
  await expect(page.getByTestId("statistics-table")).toBeVisible();
  const chosen = page.locator(".segments label:has(:checked)").first();
  await expect(chosen).toHaveCSS("outline-style", "solid");
  await expect(page.locator('nav [aria-current="page"]')).toHaveCSS("outline-style", "solid");
  const kept = await page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter((element) => getComputedStyle(element).forcedColorAdjust === "none")
      .filter((element) => !element.closest("svg, canvas") && element.textContent.trim() !== "")
      .map((element) => element.outerHTML.slice(0, 80)),
  );
  expect(kept).toEqual([]);
  await page.emulateMedia({ forcedColors: null });
});
