/** The window in the size of a small screen: nothing is pushed out of it, and no word is taken apart. */
import { goTo } from "../support/pages.ts";
import { samplePath } from "../support/paths.ts";
import { typeQuery } from "../support/walk.ts";
import { expect, test } from "./server.ts";

test.use({ viewport: { width: 1024, height: 700 }, database: samplePath, isOpen: false });

const parts = [
  "@is_production",
  "beam_current > 80",
  "run_length > 30*60",
  "'Fall' not in user_comment",
  "polarization_direction in ['PARA','PERP']",
  "event_count > 1000",
  "solenoid_current > 1",
  "collimator_diameter != 'Blocking'",
  "radiator_type != 'none of these at all'",
];

test("many filters leave the other things of the status line where they can be clicked", async ({
  page,
  url,
}) => {
  for (const [address, filters] of [
    // Plots say the query once, in the bar.
    ["/look", 0],
    ["/runs", parts.length],
  ] as const) {
    await goTo(page, url, `${address}?q=${encodeURIComponent(parts.join(" and "))}`);
    await expect(page.getByTestId("filter")).toHaveCount(filters);
    const inWindow = () => expect(page.getByTestId("sql-button")).toBeInViewport({ ratio: 1 });
    await inWindow();
    await typeQuery(page, "beam_current > 1");
    await expect(page.getByTestId("edited").getByText("Undo")).toBeInViewport({ ratio: 1 });
    await inWindow();
    if (filters > 0) {
      // What does not fit is reached by the keyboard.
      const lastFilter = page.getByTestId("filter").last().getByRole("button");
      await lastFilter.focus();
      await expect(lastFilter).toBeInViewport({ ratio: 1 });
    }
    await page.getByTestId("edited").getByText("Undo").click();
  }
});

test("the station's comments break between words", async ({ page, url }) => {
  await goTo(page, url, "/station");
  const comments = page.locator("[data-testid=latest-run] .comment", { hasText: /\w/ });
  await expect(comments.first()).toBeVisible();
  const broken = await comments.evaluateAll((cells) =>
    cells.flatMap((cell) => {
      const text = cell.firstChild;
      if (!text) return [];
      const words = [...(text.textContent ?? "").matchAll(/\S+/g)];
      return words
        .filter((word) => {
          const range = document.createRange();
          range.setStart(text, word.index);
          range.setEnd(text, word.index + word[0].length);
          return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1;
        })
        .map(([word]) => word);
    }),
  );
  expect(broken).toEqual([]);
  await expect(comments.first()).toBeInViewport({ ratio: 1 });
});
