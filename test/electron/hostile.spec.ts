/**
 * Every page of the real window on values of all storage classes, and on texts that would do harm where a page took them
 * for its own: nothing of them runs, loads, or leaves the window.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { launchApplication } from "../support/electron.ts";
import { oddAddresses } from "../support/oddPages.ts";
import { oddTypes, writeOddDatabase } from "../support/oddValues.ts";
import { rounds, seed } from "../torture/effort.ts";

let folder: string;
test.beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "rcdb-hostile-"))));
test.afterAll(() => rmSync(folder, { recursive: true }));

const harm = "window.harmed = true";
/** In place of the texts of a row each, as many as there are rows, over and over. */
const hostileTexts = [
  `<img src=x onerror="${harm}">`,
  `"><script>${harm}</script>`,
  `<svg onload="${harm}"><a href="javascript:${harm}">x</a></svg>`,
  `<iframe src="https://example.invalid/"></iframe><link rel=stylesheet href="https://example.invalid/x.css">`,
  `{@html "<img src=x onerror='${harm}'>"} \${${harm}} {{constructor.constructor('${harm}')()}}`,
  `javascript:${harm}//`,
  `');${harm};('`,
  `</textarea></title></style></script><script>${harm}</script>`,
  "__proto__",
  "constructor",
  "\u202egpj.exe\u0000\u001b]0;owned\u0007",
  `' OR 1=1; DROP TABLE runs; --`,
];

/** Columns of texts that people read, and that no other row is found by. */
const textColumns: readonly (readonly [table: string, column: string])[] = [
  ["conditions", "text_value"],
  ["condition_types", "description"],
  ["run_periods", "name"],
  ["run_periods", "description"],
  ["aliases", "description"],
  ["aliases", "code"],
  ["files", "path"],
  ["files", "content"],
  ["files", "description"],
  ["logs", "description"],
  ["logs", "user_name"],
];

function writeHostileDatabase(path: string): void {
  writeOddDatabase(path, seed, []);
  const file = new SqliteFile(path);
  for (const [table, column] of textColumns) {
    const rows = file.prepare(`SELECT rowid FROM ${table}`).pluck().all();
    const change = file.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`);
    for (const [at, row] of rows.entries()) {
      // As a name of a run period or a path each is there once.
      change.run(`${hostileTexts[at % hostileTexts.length] ?? ""}${at < hostileTexts.length ? "" : at}`, row);
    }
  }
  const name = file.prepare("UPDATE condition_types SET name = ? WHERE id = ?");
  for (const [at, text] of hostileTexts.slice(0, 3).entries()) {
    name.run(text, Object.keys(oddTypes).length + 1 + at);
  }
  file.close();
}

async function visitAll(page: Page): Promise<void> {
  const thrown: string[] = [];
  const asked: string[] = [];
  const own = new URL(page.url()).protocol;
  page.on("pageerror", (error) => thrown.push(String(error)));
  page.on("request", (request) => {
    if (![own, "data:", "blob:"].includes(new URL(request.url()).protocol)) asked.push(request.url());
  });
  for (const address of oddAddresses) {
    await page.evaluate((hash) => (location.hash = hash), address);
    await expect(page.locator("main")).toHaveText(/\w/);
    await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
    expect(await page.locator("body").innerText(), address).not.toMatch(/defect|TypeError|\[object/i);
    expect(thrown, address).toEqual([]);
    expect(asked, address).toEqual([]);
    expect(await page.evaluate(() => "harmed" in window), address).toBe(false);
  }
}

test("texts that would do harm", async () => {
  const path = join(folder, "hostile.sqlite");
  writeHostileDatabase(path);
  const { application, page } = await launchApplication([path]);
  await expect(page.getByTestId("database-chip")).toBeVisible();
  await visitAll(page);
  expect(application.windows()).toHaveLength(1);
  await application.close();
});

for (let round = 0; round < rounds(10); round += 1) {
  test(`values of all storage classes, seed ${seed + round}`, async () => {
    const path = join(folder, `odd-${round}.sqlite`);
    writeOddDatabase(path, seed + round);
    const { application, page } = await launchApplication([path]);
    await expect(page.getByTestId("database-chip")).toBeVisible();
    await visitAll(page);
    await application.close();
  });
}
