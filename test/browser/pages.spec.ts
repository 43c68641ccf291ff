/**
 * Each page of the window, opened once: nothing of it keeps people out, each of its actions has a key of its own, and it is laid out
 * soundly in a small window and at 200 % of a usual one.
 */
import type { Page } from "@playwright/test";
import { seriousFindings } from "../support/accessibility.ts";
import { layoutFaults } from "../support/layout.ts";
import { goTo, pages, path } from "../support/pages.ts";
import { expect, test } from "./server.ts";

test.use({ isOpen: false, keepsWindow: true });

const sizes = [
  { width: 1024, height: 700 },
  { width: 640, height: 400 },
];

for (const { name, address, ready, action } of pages) {
  test(`${name}: access, keys and layout`, async ({ page, url }) => {
    await goTo(page, url, address);
    await expect(page.locator(ready).first()).toBeVisible();
    expect.soft(await seriousFindings(page), "access").toEqual([]);
    await checkKeys(page, action);
    for (const size of sizes) {
      await page.setViewportSize(size);
      await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
      await expect
        .soft(async () => expect(await layoutFaults(page)).toEqual([]), `layout at ${size.width} pixels`)
        .toPass({ timeout: 90_000 });
    }
  });
}

/** Every action has a key of its own, in the list of keys and in the palette. */
async function checkKeys(page: Page, action: string): Promise<void> {
  await page.locator("body").evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const listed = await listedActions(page);
  expect.soft(listed.map((one) => one.name).join("; ")).toContain(action);
  const keys = listed.flatMap((one) => one.keys);
  expect
    .soft(
      keys.filter((key, at) => keys.indexOf(key) !== at),
      "keys with two actions",
    )
    .toEqual([]);
  // The first key of a pair would act at once.
  const firsts = keys.filter((key) => /^[A-Z] [A-Z]$/.test(key)).map((key) => key[0] ?? "");
  expect
    .soft(
      keys.filter((key) => firsts.includes(key)),
      "keys that begin a pair, too",
    )
    .toEqual([]);

  const offered = await offeredActions(page);
  expect
    .soft(
      offered.filter(({ key }) => key === null),
      "offered without a key",
    )
    .toEqual([]);
  const names = listed.map((one) => one.name);
  expect
    .soft(
      offered.filter((one) => !names.includes(one.name)),
      "offered, and not listed",
    )
    .toEqual([]);
  expect
    .soft(
      names.filter((one, at) => names.indexOf(one) !== at),
      "listed twice",
    )
    .toEqual([]);
}

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
  await expect(page.getByTestId("palette")).toBeHidden();
  return offered;
}

test("the list of keys has no serious fault of access, and its caps end before their words", async ({
  page,
  url,
}) => {
  await goTo(page, url, "/runs");
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.keyboard.press("?");
  expect(await seriousFindings(page, "keys-dialog")).toEqual([]);
  const tooWide = await page.getByTestId("keys-dialog").evaluate((dialog) =>
    [...dialog.querySelectorAll("dt")].flatMap((term) => {
      const words = term.nextElementSibling?.getBoundingClientRect().left ?? NaN;
      const caps = [...term.querySelectorAll("kbd")].map((cap) => cap.getBoundingClientRect().right);
      return Math.max(...caps) <= words - 4 ? [] : [term.textContent];
    }),
  );
  expect(tooWide).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("keys-dialog")).toBeHidden();
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
  // Without tints letters that changed are underlined.
  await goTo(page, url, `/files?path=${path}&tab=changes`);
  const changed = page.getByTestId("file-changes").locator(".cm-changedText").first();
  await expect(changed).toHaveCSS("text-decoration-line", "underline");
  await page.emulateMedia({ forcedColors: null });
  await expect(changed).toHaveCSS("text-decoration-line", "none");
});
