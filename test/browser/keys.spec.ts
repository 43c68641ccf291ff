/** Everything can be done by a key: each action has its own, and no key has two actions. */
import type { Page } from "@playwright/test";
import { before, last, goTo, pages, path } from "../support/pages.ts";
import { expect, test } from "./server.ts";

test.use({ isOpen: false });

/** The actions as the list of keys has them, with all of their keys. */
async function listedActions(page: Page): Promise<{ name: string; keys: string[] }[]> {
  await page.keyboard.press("?");
  const dialog = page.getByTestId("keys-dialog");
  await expect(dialog).toBeVisible();
  const listed = await dialog.locator("section").evaluateAll((sections) =>
    sections
      // Those of the editor and of tables hold only where the focus is in one.
      .filter((section) => !/^In /.test(section.querySelector("h3")?.textContent ?? ""))
      .flatMap((section) =>
        [...section.querySelectorAll("dt")].map((term) => ({
          name: term.nextElementSibling?.textContent.trim() ?? "",
          keys: [...term.querySelectorAll(".keys")].map((keys) =>
            [...keys.querySelectorAll("kbd")].map((cap) => cap.textContent).join(" "),
          ),
        })),
      ),
  );
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  return listed;
}

/** What the palette offers to do, with the key it tells. */
async function offeredActions(page: Page): Promise<{ name: string; key: string | null }[]> {
  await page.keyboard.press("Control+k");
  const commands = page.getByTestId("palette").getByRole("group", { name: "Commands" }).getByRole("option");
  await expect(commands).not.toHaveCount(0);
  const offered = await commands.evaluateAll((options) =>
    options.map((option) => ({
      name: option.querySelector(".name")?.textContent.trim() ?? "",
      key: option.querySelector(":scope > kbd")?.textContent ?? null,
    })),
  );
  await page.keyboard.press("Escape");
  return offered;
}

test("on every page every action has a key of its own", async ({ page, url }) => {
  test.slow();
  for (const { name, address, ready, action } of pages) {
    await goTo(page, url, address);
    await expect(page.locator(ready).first()).toBeVisible();
    await page.locator("body").evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

    const listed = await listedActions(page);
    expect.soft(listed.map((one) => one.name).join("; "), name).toContain(action);
    const keys = listed.flatMap((one) => one.keys);
    expect
      .soft(
        keys.filter((key, at) => keys.indexOf(key) !== at),
        name,
      )
      .toEqual([]);
    // The first key of a pair would act at once.
    const firsts = keys.filter((key) => /^[A-Z] [A-Z]$/.test(key)).map((key) => key[0] ?? "");
    expect
      .soft(
        keys.filter((key) => firsts.includes(key)),
        name,
      )
      .toEqual([]);

    const offered = await offeredActions(page);
    expect
      .soft(
        offered.filter(({ key }) => key === null),
        name,
      )
      .toEqual([]);
    const names = listed.map((one) => one.name);
    expect
      .soft(
        offered.filter((one) => !names.includes(one.name)),
        name,
      )
      .toEqual([]);
    expect
      .soft(
        names.filter((one, at) => names.indexOf(one) !== at),
        name,
      )
      .toEqual([]);
  }
});

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
