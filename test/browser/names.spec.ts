/** Every page on a database whose conditions have names that are long, odd, or words of the program's own. */
import SqliteFile from "better-sqlite3";
import { createSchema } from "../../core/db/schema.ts";
import { expect, test as base } from "./server.ts";

const names = [
  "run",
  "started",
  "n".repeat(250),
  "😀 \"q\" 'a'",
  "two\nlines",
  "id",
  "__proto__",
  "run_number",
];

const test = base.extend({
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
    await page.reload();
    await expect(page.locator("main")).toHaveText(/\w/);
    await page.waitForLoadState("networkidle");
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
