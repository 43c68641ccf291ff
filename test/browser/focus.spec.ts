/** Where the keyboard is: all of the window is reached, and what the pointer is told is told there, too. */
import type { Page } from "@playwright/test";
import { before, last, goTo, pages, path } from "../support/pages.ts";
import { expect, test } from "./server.ts";

test.use({ isOpen: false, keepsWindow: true });

for (const layout of ["side by side", "unified"]) {
  test(`what is folded between changes is opened by keys, ${layout}`, async ({ page, url }) => {
    await goTo(page, url, `/files?path=${path}&tab=changes`);
    const changes = page.getByTestId("file-changes");
    await expect(changes.locator(".cm-line").first()).toBeVisible();
    if (layout === "unified") await page.keyboard.press("u");
    await expect(changes.locator(".cm-merge-a")).toHaveCount(layout === "unified" ? 0 : 1);
    const folds = changes.getByRole("button", { name: /^Show \d+ unchanged lines$/ });
    await expect(folds).not.toHaveCount(0);
    const count = await folds.count();

    // By Tab alone, from the last control above the changes.
    await page.getByLabel("Wrap lines").focus();
    for (
      let step = 0;
      step < 6 && !(await folds.first().evaluate((one) => one === document.activeElement));
      step++
    )
      await page.keyboard.press("Tab");
    await expect(folds.first()).toBeFocused();
    const shown = changes.locator(".cm-content").last().locator(".cm-line");
    const before = await shown.count();
    await page.keyboard.press("Enter");
    await expect(folds).toHaveCount(count - 1);
    expect(await shown.count()).toBeGreaterThan(before);
    // The focus is not lost: it went on to the next fold, or into the text.
    await expect(changes.locator(":focus")).toHaveCount(1);

    await page.keyboard.press("z");
    await expect(folds).toHaveCount(0);
    await page.keyboard.press("z");
    await expect(folds).toHaveCount(count);
  });
}

/** Where the keyboard rests is told what the pointer would be told there. */
const tips: readonly { address: string; ready: string; go: (page: Page) => Promise<void>; tip: RegExp }[] = [
  {
    address: "/runs",
    ready: '[data-testid="run-row"]',
    go: async (page) => {
      await page.getByTestId("run-table").focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowDown");
    },
    // A time with its seconds.
    tip: /\d\d:\d\d:\d\d/,
  },
  {
    address: "/runs",
    ready: '[data-testid="run-row"]',
    go: async (page) => {
      await page.getByTestId("saved-button").focus();
      await page.keyboard.press("Tab");
    },
    tip: /The query as link/,
  },
  {
    address: `/run/${last}`,
    ready: '[data-testid="run-strip"] button[aria-current] .bar',
    go: async (page) => {
      await page.getByTestId("run-strip").locator("button[aria-current]").focus();
      // The earlier run stands at the left.
      await page.keyboard.press("ArrowLeft");
    },
    tip: new RegExp(`Run ${before}, .*→`),
  },
  {
    address: `/run/${last}`,
    ready: '[data-testid="recent"]',
    go: async (page) => {
      await page.getByLabel("Filter conditions").fill("beam_energy");
      for (let step = 0; step < 6; step++) {
        await page.keyboard.press("Tab");
        if ((await page.locator("button.copy-condition:focus").count()) > 0) break;
      }
    },
    tip: /last 30 runs/,
  },
];

for (const { address, ready, go, tip: words } of tips) {
  test(`a tip tells the keyboard, too: ${words.source} at ${address}`, async ({ page, url }) => {
    await goTo(page, url, address);
    await expect(page.locator(ready).first()).toBeVisible();
    await go(page);
    const tip = page.getByTestId("focus-tip");
    await expect(tip).toBeVisible();
    await expect(tip).toContainText(words);
    // It is in nobody's way: any key takes it away, and acts.
    await page.keyboard.press("?");
    const dialog = page.getByTestId("keys-dialog");
    // Nothing in it is chosen yet, its cross least of all.
    await expect(dialog.locator(".content")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(dialog).toBeVisible();
    // That of the dialog may be there already.
    await expect(tip).not.toContainText(words);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });
}

test("a pointer needs no tip of ours", async ({ ownPage: page, url }) => {
  await page.clock.install();
  await page.goto(url);
  await page.getByTestId("run-row").nth(2).click();
  await page.getByTestId("mark-run").click();
  await page.clock.runFor(2000);
  await expect(page.getByTestId("focus-tip")).toBeHidden();
  // The keyboard gets one after that time.
  await page.keyboard.press("Tab");
  await page.clock.runFor(2000);
  await expect(page.getByTestId("focus-tip")).toContainText("in the list");
});

test("a comparison is a grid: one stop of Tab, arrow keys from cell to cell", async ({ page, url }) => {
  await goTo(page, url, `/compare?runs=${before},${last}&all=1`);
  const grid = page.getByRole("grid", { name: "Comparison" });
  await expect(grid.locator("tr[data-condition]").first()).toBeVisible();
  await expect(grid.locator("[tabindex='0']")).toHaveCount(1);
  await page.getByTestId("compare-take").focus();
  await page.keyboard.press("Tab");
  await expect(grid.locator(":focus")).toHaveText("Condition");
  await page.keyboard.press("ArrowRight");
  await expect(grid.locator(":focus")).toHaveText(String(before));
  // Over the heading of the settings, which has one cell, in the same column.
  for (let row = 0; row < 3; row++) await page.keyboard.press("ArrowDown");
  const second = grid.locator("tr[data-condition]").nth(1).locator("td").first();
  await expect(second).toBeFocused();
  await page.keyboard.press("Home");
  await expect(grid.locator("tr[data-condition]").nth(1).locator("th :focus, th:focus")).toHaveCount(1);
  await page.keyboard.press("Control+End");
  await expect(grid.locator(":focus")).toBeInViewport();
  await page.keyboard.press("Control+Home");
  await expect(grid.locator(":focus")).toHaveText("Condition");
  // Tab leaves it again.
  await page.keyboard.press("Tab");
  await expect(grid.locator(":focus")).toHaveCount(0);
});

test("the menu of a run's column in a comparison is used by keys", async ({ page, url }) => {
  await goTo(page, url, `/compare?runs=${before},${last}`);
  const heads = page.getByRole("grid", { name: "Comparison" }).locator("thead button.number");
  await expect(heads).toHaveText([String(before), String(last)]);
  await heads.last().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Make reference" }).last()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(heads).toHaveText([String(last), String(before)]);
  // A menu whose first entry is not possible begins at the next one.
  await heads.first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Move right" }).first()).toBeFocused();
});

test("statistics are a grid: sorted and opened by keys", async ({ page, url }) => {
  await goTo(page, url, "/statistics?by=day");
  const grid = page.getByRole("grid", { name: "Statistics by Day" });
  await grid.locator("thead button").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(grid.locator("th[aria-sort]:has(:focus)")).toHaveAttribute("aria-sort", "descending");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await expect(grid.getByTestId("statistics-row").first().getByRole("button")).toBeFocused();
  await page.keyboard.press("PageDown");
  await page.keyboard.press("PageDown");
  await expect(grid.getByTestId("statistics-row").locator(":focus")).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/runs/);
});

test("the last runs of the station are a grid that opens runs", async ({ page, url }) => {
  await goTo(page, url, "/station");
  const grid = page.getByRole("grid", { name: "Last runs" });
  await grid.getByRole("button", { name: String(last) }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(grid.getByRole("button", { name: String(before) })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/run/${before}`));
});

/** What Tab came to: its name, and whether it looked otherwise while it had the focus. */
interface Stop {
  readonly name: string;
  isSeen: boolean;
}

/** Goes through the page by Tab until the focus leaves it; fails where it never does. */
async function tabThrough(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  const seen = await page.evaluateHandle(() => ({
    visited: new Set<Element>(),
    before: null as { element: HTMLElement; look: string } | null,
  }));
  for (let step = 0; step < 200; step++) {
    await page.keyboard.press("Tab");
    const { name, wasSeen } = await seen.evaluate((walk) => {
      const looks = (element: HTMLElement): string => {
        const active = document.getElementById(element.getAttribute("aria-activedescendant") ?? "");
        const editor = element.closest(".cm-editor");
        const around = [element, element.parentElement, editor, element.closest(".field"), active];
        return around
          .concat(active?.closest("[role='row']") ?? [])
          .map((one) => {
            if (!one) return "";
            const { outline, boxShadow, borderColor, backgroundImage } = getComputedStyle(one);
            return [outline, boxShadow, borderColor, backgroundImage].join();
          })
          .join("\n");
      };
      const { before, visited } = walk;
      const wasSeen = before === null || looks(before.element) !== before.look;
      const { activeElement } = document;
      if (!(activeElement instanceof HTMLElement) || activeElement === document.body)
        return { name: null, wasSeen };
      if (visited.has(activeElement)) return { name: null, wasSeen };
      visited.add(activeElement);
      walk.before = { element: activeElement, look: looks(activeElement) };
      const { ariaLabel, title, textContent } = activeElement;
      const isField =
        activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement;
      const label = isField ? activeElement.labels?.[0]?.textContent : null;
      return { name: (ariaLabel ?? label ?? (title || textContent)).trim(), wasSeen };
    });
    const last = stops.at(-1);
    if (last) last.isSeen = wasSeen;
    if (name === null) return stops;
    stops.push({ name, isSeen: true });
  }
  throw new Error(`Tab does not leave the page: ${stops.map(({ name }) => name).join(", ")}`);
}

test("Tab goes through every page and is seen", async ({ page, url }) => {
  test.slow();
  for (const { name, address, ready } of pages) {
    const hasQuery = /^\/(runs|look|statistics)/.test(address);
    await goTo(page, url, address);
    await expect(page.locator(ready).first()).toBeVisible();
    await page.getByTestId("palette-button").focus();
    const stops = await tabThrough(page);
    expect
      .soft(
        stops.filter((stop) => !stop.isSeen),
        name,
      )
      .toEqual([]);
    expect
      .soft(
        stops.filter((stop) => stop.name === ""),
        name,
      )
      .toEqual([]);
    const names = stops.map((stop) => stop.name);
    const toQuery = hasQuery ? "Condition expression" : "Go to the query: Find runs";
    expect.soft(names, name).toContain(toQuery);
    expect.soft(names.length, name).toBeGreaterThan(hasQuery ? 20 : 10);
  }
});
