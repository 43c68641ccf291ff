/** Everything can be done by a key: each action has its own, and no key has two actions. */
import type { Page } from "@playwright/test";
import { before, last, openAt, pages, path } from "../support/pages.ts";
import { expect, test } from "./server.ts";

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

for (const { name, address, ready, action } of pages) {
  test(`every action has a key of its own: ${name}`, async ({ page, url }) => {
    await openAt(page, url, address);
    await expect(page.locator(ready).first()).toBeVisible();
    await page.locator("body").evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

    const listed = await listedActions(page);
    expect(listed.map((one) => one.name).join("; ")).toContain(action);
    const keys = listed.flatMap((one) => one.keys);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    // The first key of a pair would act at once.
    const firsts = keys.filter((key) => /^[A-Z] [A-Z]$/.test(key)).map((key) => key[0] ?? "");
    expect(keys.filter((key) => firsts.includes(key))).toEqual([]);

    const offered = await offeredActions(page);
    expect(offered.filter(({ key }) => key === null)).toEqual([]);
    const names = listed.map((one) => one.name);
    expect(offered.filter((one) => !names.includes(one.name))).toEqual([]);
    expect(names.filter((one, at) => names.indexOf(one) !== at)).toEqual([]);
  });
}

/** Where keys lead: to something that is seen, or that has the focus then. */
const ways: readonly { address: string; ready: string; keys: string[]; focused?: string; url?: RegExp }[] = [
  { address: "/runs", ready: '[data-testid="run-row"]', keys: ["h"], focused: "Find a condition" },
  { address: "/runs", ready: '[data-testid="run-row"]', keys: ["q", "r"], focused: "From run" },
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

for (const { address, ready, keys, focused, url: target } of ways) {
  test(`${keys.join(" ")} at ${address} leads to ${focused ?? String(target)}`, async ({ page, url }) => {
    await openAt(page, url, address);
    await expect(page.locator(ready).first()).toBeVisible();
    for (const key of keys) await page.keyboard.press(key);
    if (focused !== undefined) await expect(page.getByLabel(focused, { exact: true })).toBeFocused();
    if (target) await expect(page).toHaveURL(target);
  });
}

test("the tabs of a run beside the table have keys", async ({ page, url }) => {
  await openAt(page, url, `/runs?run=${last}`);
  await expect(page.locator('[data-testid="run-panel"] tr[data-condition]').first()).toBeVisible();
  await page.keyboard.press("2");
  await expect(page.getByRole("tab", { name: /^Files/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("1");
  await expect(page.getByRole("tab", { name: /^Conditions/ })).toHaveAttribute("aria-selected", "true");
});
