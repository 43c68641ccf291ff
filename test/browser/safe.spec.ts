/** Tables that are taken to a spreadsheet: no text of the database becomes a formula where people ask for that. */
import { readFileSync } from "node:fs";
import SqliteFile from "better-sqlite3";
import { createSchema } from "../../core/db/sqlite/schema.ts";
import { goTo } from "../support/pages.ts";
import { expect, test as base } from "./server.ts";

const test = base.extend({
  database: async ({}, use, info) => {
    const path = info.outputPath("formulas.sqlite");
    const file = new SqliteFile(path);
    createSchema((statement) => file.exec(statement));
    file.exec(`
      INSERT INTO runs (number) VALUES (7), (8);
      INSERT INTO condition_types (id, name, value_type) VALUES (1, '@note', 'string');
      INSERT INTO conditions (run_number, condition_type_id, text_value, int_value, float_value, bool_value)
        VALUES (7, 1, '=1+1', 0, 0, 0), (8, 1, '-5', 0, 0, 0)`);
    file.close();
    await use(path);
  },
});

test.use({ isOpen: false });
test("the box in the dialog holds for exports and copies", async ({ page, url, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await goTo(page, url, `/runs?columns=${encodeURIComponent("@note")}`);
  await expect(page.getByTestId("run-row")).toHaveCount(2);
  const exported = async () => {
    const downloading = page.waitForEvent("download");
    await page.getByTestId("export-start").click();
    return readFileSync(await (await downloading).path(), "utf8");
  };
  await page.keyboard.press("Control+e");
  expect(await exported()).toBe("run,@note\n8,-5\n7,=1+1\n");
  await page.keyboard.press("Control+e");
  const box = page.getByTestId("export-dialog").getByTestId("safe");
  await expect(box).not.toBeChecked();
  await box.check();
  expect(await exported()).toBe("run,'@note\n8,-5\n7,'=1+1\n");

  await page.getByTestId("copy-button").click();
  await expect(page.getByTestId("safe")).toBeChecked();
  await page.getByTestId("copy-tsv").click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toBe("run\t'@note\n8\t-5\n7\t'=1+1\n");
});
