/** Every page on a database whose conditions have names that are long, odd, or words of the program's own. */
import type { Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { createSchema } from "../../core/db/sqlite/schema.ts";
import { settled } from "../support/settled.ts";
import { expect, test as base } from "./server.ts";

const hostile = "a\u202Etxt.exe\u0007";
const names = [
  "run",
  "started",
  "n".repeat(250),
  "😀 \"q\" 'a'",
  "two\nlines",
  "id",
  "__proto__",
  "run_number",
  hostile,
];

const test = base.extend({
  isOpen: false,
  database: async ({}, use, info) => {
    const path = info.outputPath("names.sqlite");
    const file = new SqliteFile(path);
    createSchema((statement) => file.exec(statement));
    file.exec("INSERT INTO runs (number) VALUES (1), (2)");
    names.forEach((name, at) => {
      const added = file.prepare("INSERT INTO condition_types (id, name, value_type) VALUES (?, ?, 'int')");
      added.run(at + 1, name);
      const value = file.prepare(
        "INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value) VALUES (?, ?, ?, 0, 0)",
      );
      for (const run of [1, 2]) value.run(run, at + 1, 100 * run + at);
    });
    file.close();
    await use(path);
  },
});

test("pages with odd names of conditions", async ({ page, url }) => {
  test.slow();
  const thrown: string[] = [];
  page.on("pageerror", (error) => thrown.push(String(error)));
  const columns = names.map((name) => encodeURIComponent(name)).join(",");
  const addresses = [
    `#/runs?columns=${columns}`,
    ...names.map((name) => `#/runs?columns=${columns}&sort=-${encodeURIComponent(name)}`),
    `#/runs?columns=${columns}&run=2`,
    "#/run/2",
    "#/compare?runs=1,2",
    "#/statistics",
    "#/station",
    "#/settings",
    ...names.map((name) => `#/look?plot=run&y=${encodeURIComponent(name)}`),
    `#/look?plot=pair&x=run&y=${encodeURIComponent(names[2] ?? "")}`,
  ];
  for (const address of addresses) {
    await page.goto(`${url}${address}`);
    await expect(page.locator("main")).toHaveText(/\w/);
    await settled(page);
    expect(await page.locator("body").innerText(), address).not.toMatch(/defect|TypeError|\[object/i);
    await expect(page.getByTestId("error-box"), address).toHaveCount(0);
    expect(thrown, address).toEqual([]);
  }
  await page.goto(`${url}#/runs?columns=run,id`);
  await page.reload();
  const row = page.locator('[data-testid="run-row"][data-run="2"]');
  await expect(row).toContainText("200");
  await expect(row).toContainText("205");
});

/** What people see of the page, its titles among it, with a control or a sign that turns the direction of writing. */
async function hiddenIn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = [document.title, document.body.innerText];
    for (const element of document.querySelectorAll("[title], [aria-label]")) {
      texts.push(element.getAttribute("title") ?? "", element.getAttribute("aria-label") ?? "");
    }
    return texts.filter((text) =>
      /[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text),
    );
  });
}

const hidden = base.extend({
  isOpen: false,
  database: async ({}, use, info) => {
    const path = info.outputPath(`${hostile}.sqlite`);
    const file = new SqliteFile(path);
    createSchema((statement) => file.exec(statement));
    file.exec(`
      INSERT INTO runs (number) VALUES (1), (2);
      INSERT INTO condition_types (id, name, value_type) VALUES (1, '${hostile}', 'int');
      INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value)
        VALUES (1, 1, 5, 0, 0), (2, 1, 6, 0, 0);
      INSERT INTO run_periods (id, name, description, run_min, run_max, start_date, end_date)
        VALUES (1, '${hostile}', '', 1, 2, '2016-01-01', '2016-02-01');
      INSERT INTO files (id, path, sha256, content, importance) VALUES (1, '/conf/${hostile}', 'x', 'a = 1', 0);
      INSERT INTO files_have_runs (files_id, run_number) VALUES (1, 1), (1, 2)`);
    file.close();
    await use(path);
  },
});

hidden("controls in names and paths are visible on every page", async ({ page, url }) => {
  hidden.slow();
  const name = encodeURIComponent(hostile);
  for (const address of [
    `#/runs?columns=${name}`,
    "#/run/2",
    "#/compare?runs=1,2&all=1",
    "#/files",
    `#/files?path=${encodeURIComponent(`/conf/${hostile}`)}`,
    `#/look?plot=run&y=${name}`,
    "#/look?plot=run&y=gone%E2%80%AE",
    "#/statistics",
    "#/station",
    "#/settings",
  ]) {
    await page.goto(`${url}${address}`);
    await expect(page.locator("main")).toHaveText(/\w/);
    await settled(page);
    expect(await hiddenIn(page), address).toEqual([]);
  }
  await expect(page).toHaveTitle(/u202etxt/);
});
