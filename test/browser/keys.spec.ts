/** Keys lead to where the list of keys says. */
import { before, last, goTo, path } from "../support/pages.ts";
import { settled } from "../support/settled.ts";
import { expect, test } from "./server.ts";

test.use({ isOpen: false, keepsWindow: true });

/** Where keys lead: to something that is seen, or that has the focus then. */
const ways: readonly { address: string; ready: string; keys: string[]; focused?: string; url?: RegExp }[] = [
  { address: "/runs", ready: '[data-testid="run-row"]', keys: ["h"], focused: "Find a condition" },
  {
    address: "/runs",
    ready: '[data-testid="run-row"]',
    keys: ["q", "r"],
    focused: "Runs, ranges or run periods; empty for all",
  },
  { address: "/runs", ready: '[data-testid="run-row"]', keys: ["g", "t"], url: /\/station/ },
  { address: `/run/${last}`, ready: "tr[data-condition]", keys: ["f"], focused: "Filter conditions" },
  {
    address: `/compare?runs=${before},${last}`,
    ready: '[data-testid="compare-table"]',
    keys: ["a"],
    focused: "Runs to add",
  },
  {
    address: `/compare?runs=${before},${last}`,
    ready: '[data-testid="compare-table"]',
    keys: ["f"],
    focused: "Filter conditions and files by name",
  },
  { address: "/files", ready: '[data-testid="path-list"]', keys: ["f"], focused: "Find a path" },
  { address: `/files?path=${path}`, ready: '[data-testid="file-content"]', keys: ["2"], url: /tab=changes/ },
  { address: "/look?y=event_count", ready: "canvas", keys: ["4"], url: /plot=histogram/ },
  { address: "/statistics", ready: '[data-testid="statistics-table"]', keys: ["2"], url: /by=/ },
  { address: "/station", ready: '[data-testid="latest-run"]', keys: ["2"], url: /part=handover/ },
];

test("keys lead to where they say", async ({ page, url }) => {
  test.slow();
  for (const { address, ready, keys, focused, url: target } of ways) {
    await goTo(page, url, address);
    await expect(page.locator(ready).first()).toBeVisible();
    // Pages that take the focus have it by then.
    await settled(page);
    await page.locator("body").evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    for (const key of keys) await page.keyboard.press(key);
    if (focused !== undefined) await expect(page.getByLabel(focused, { exact: true })).toBeFocused();
    if (target) await expect(page).toHaveURL(target);
    await page.keyboard.press("Escape");
  }
});

test("the tabs of a run beside the table have keys", async ({ page, url }) => {
  await goTo(page, url, `/runs?run=${last}`);
  await expect(page.locator('[data-testid="run-panel"] tr[data-condition]').first()).toBeVisible();
  await page.keyboard.press("2");
  await expect(page.getByRole("tab", { name: /^Files/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("1");
  await expect(page.getByRole("tab", { name: /^Conditions/ })).toHaveAttribute("aria-selected", "true");
});

for (const [button, dialog] of [
  ["Go to anything", "palette"],
  ["Keyboard", "keys-dialog"],
] as const) {
  test(`opened again at once, before it was heard that it closed: ${dialog}`, async ({ page, url }) => {
    await goTo(page, url, "/runs");
    await expect(page.getByTestId("run-row").first()).toBeVisible();
    await page.getByRole("button", { name: button }).first().click();
    const shown = page.getByTestId(dialog);
    await expect(shown).toBeVisible();
    // The browser tells later that a dialog closed; on a busy machine much may come before.
    await shown.evaluate((opened: HTMLDialogElement, name) => {
      opened.close();
      document.querySelector<HTMLElement>(`button[aria-label="${name}"], button[title^="${name}"]`)?.click();
      if (!opened.open) throw new Error("not opened again");
    }, button);
    await settled(page);
    await expect(shown).toBeVisible();
    await expect(shown.locator("input, h2").first()).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(shown).toBeHidden();
  });
}
