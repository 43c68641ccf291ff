/** Every page on a database with values of all storage classes in all columns: none fails, none is blank. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { oddAddresses } from "../support/oddPages.ts";
import { writeOddDatabase } from "../support/oddValues.ts";
import { settled } from "../support/settled.ts";
import { expect, test as base } from "./server.ts";

function withOdd(seed: number, changes?: readonly string[]) {
  return base.extend({
    isOpen: false,
    database: async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "rcdb-odd-"));
      const path = join(folder, "odd.sqlite");
      writeOddDatabase(path, seed, changes);
      await use(path);
      rmSync(folder, { recursive: true });
    },
  });
}

const odd = withOdd(1);
odd("pages on odd values", async ({ page, url }) => {
  odd.slow();
  const thrown: string[] = [];
  page.on("pageerror", (error) => thrown.push(String(error)));
  for (const address of oddAddresses) {
    await page.goto(`${url}#${address}`);
    await expect(page.locator("main")).toHaveText(/\w/);
    await settled(page);
    expect(await page.locator("body").innerText(), address).not.toMatch(/defect|TypeError|\[object/i);
    expect(thrown, address).toEqual([]);
  }
});

const few = withOdd(0, [
  "UPDATE runs SET started = 1455737161000 WHERE number = 2",
  "UPDATE conditions SET int_value = 'many' WHERE run_number = 2",
  "UPDATE conditions SET int_value = 9223372036854775807 WHERE run_number = 3",
]);

few(
  "what is none of its type is marked in the table, on the page of the run, and in a comparison",
  async ({ page, url }) => {
    const isMarked = async (text: string, told: string): Promise<void> => {
      const mark = page.locator(".misfit", { hasText: text }).first();
      await expect(mark).toBeVisible();
      expect(await mark.evaluate((node) => node.closest("[title]")?.getAttribute("title"))).toBe(told);
    };
    const time = "Stored as 1455737161000: not a time";
    const number = "Stored as many: not an integer";
    await page.goto(`${url}#/runs?columns=an_int,started`);
    await isMarked("1455737161000", time);
    await isMarked("many", number);
    await expect(page.getByText("9\u202f223\u202f372\u202f036\u202f854\u202f775\u202f807")).toBeVisible();
    await page.goto(`${url}#/run/2`);
    await isMarked("1455737161000", time);
    await isMarked("many", number);
    await page.goto(`${url}#/compare?runs=1,2`);
    await isMarked("1455737161000", time);
    await isMarked("many", number);
  },
);
