/** The run page and the comparison, on a copy of the sample database in which values were changed. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { commandLineScript, samplePath } from "../support/paths.ts";
import { Held } from "../support/held.ts";
import { plainAnswer } from "../support/plainAnswer.ts";
import { seriousFindings } from "../support/accessibility.ts";
import { expect, serve, test as base } from "./server.ts";

const changedRun = 70206;

/** Gives a run a history: a comment twice, and a value that is deleted again. */
function writeHistory(database: string): void {
  for (const line of [
    ["add", "condition", String(changedRun), "user_comment", "first words", "--replace"],
    ["add", "condition", String(changedRun), "user_comment", "<b>second</b> words", "--replace"],
  ]) {
    const { status, stderr } = spawnSync(process.execPath, [commandLineScript, ...line, "-c", database], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`the value was not written: ${stderr}`);
  }
}

const test = base.extend<object, { changed: { database: string; url: string } }>({
  isOpen: false,
  changed: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), "rcdb-run-"));
      const database = join(folder, "changed.sqlite");
      copyFileSync(samplePath, database);
      writeHistory(database);
      await serve(database, (url) => use({ database, url }));
      rmSync(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
  database: ({ changed }, use) => use(changed.database),
  url: ({ changed }, use) => use(changed.url),
});

async function openRun(page: Page, url: string, run: number): Promise<void> {
  await page.goto(`${url}#/run/${run}`);
  await expect(page.getByTestId("run-view")).toHaveAttribute("data-run", String(run));
  await expect(page.locator('tr[data-condition="run_type"]')).toBeVisible();
}

function runsOf(database: string): number[] {
  const file = new SqliteFile(database, { readonly: true });
  const runs = file.prepare<[], number>("SELECT number FROM runs ORDER BY number").pluck().all();
  file.close();
  return runs;
}

test("the run page and the comparison have no serious fault of access with values that differ", async ({
  page,
  url,
}) => {
  test.slow();
  await openRun(page, url, changedRun);
  await expect(page.getByTestId("recent").first()).toBeVisible();
  await expect(page.getByTestId("run-strip").getByRole("button")).not.toHaveCount(0);
  expect(await seriousFindings(page, "run-page")).toEqual([]);
  await page.goto(`${url}#/compare`);
  await expect(page.getByTestId("compare-runs")).toBeFocused();
  await page.getByTestId("compare-runs").fill("70203,70205,70206");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("compare-table")).toBeVisible();
  await page.getByRole("button", { name: "component_stats" }).click();
  await expect(page.getByTestId("compared-path").first()).toBeVisible();
  expect(await seriousFindings(page, "compare-page")).toEqual([]);
});

test("values stand beside those of the last runs, with their history and their files", async ({
  page,
  url,
}) => {
  await openRun(page, url, changedRun);
  const setup = page.locator('tr[data-condition="daq_setup"]').getByTestId("recent");
  await expect(setup).toHaveAttribute("data-kind", "changed");
  await expect(setup).toHaveAttribute("title", /^changed; run 70205 had “hd_all”$/);
  const pressure = page.locator('tr[data-condition="cdc_gas_pressure"]').getByTestId("recent");
  await expect(pressure.getByRole("img")).toHaveAccessibleName(/last 30 runs .*–.*, median /);

  await page.locator('tr[data-condition="user_comment"]').getByTestId("value-history").click();
  const history = page.getByRole("dialog", { name: "History of user_comment" });
  await expect(history).toContainText("first words");
  await expect(history).toContainText("<b>second</b> words");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: /^Changed or unusual/ }).click();
  await expect(page.locator('tr[data-condition="daq_setup"]')).toBeVisible();
  await expect(page.locator('tr[data-condition="dirc_installed"]')).toBeHidden();
  await expect(page.locator(".intact").first()).toBeVisible();
  await page
    .getByTitle(/^All versions of/)
    .first()
    .click();
  await expect(page).toHaveURL(/#\/files\?path=.*&version=\d+/);
});

test("an address of the Flask site leads to the run, and to a search", async ({ page, url }) => {
  await page.goto(new URL(`/runs/info/${changedRun}`, url).href);
  await expect(page).toHaveURL(new RegExp(`/#/run/${changedRun}$`));
  await expect(page.getByTestId("run-view")).toContainText(String(changedRun));
  await page.goto(
    new URL(`/runs/search?runFrom=${changedRun}&runTo=${changedRun + 5}&q=run+%3E+0`, url).href,
  );
  await expect(page).toHaveURL(new RegExp(`/#/runs\\?.*from=${changedRun}&to=${changedRun + 5}`));
});

test("keys and the strip lead to the runs around, in the result and in the database", async ({
  page,
  url,
  database,
}) => {
  const all = runsOf(database);
  const at = all.indexOf(changedRun);
  const shown = page.getByTestId("run-view");
  const even = all.filter((run) => run % 2 === 0);
  await page.goto(`${url}#/run/${changedRun}?q=run+%25+2+%3D%3D+0`);
  await untilPlaced(page, even);
  await page.keyboard.press("]");
  // The newest run stands first.
  await expect(shown).toHaveAttribute("data-run", String(even[even.indexOf(changedRun) - 1]));
  await page.keyboard.press("[");
  await expect(shown).toHaveAttribute("data-run", String(changedRun));
  await page.keyboard.press("{");
  await expect(shown).toHaveAttribute("data-run", String(all[at - 1]));
  await expect(page.getByTestId("run-strip")).toContainText("not in the result");
  await page.keyboard.press("}");
  await expect(shown).toHaveAttribute("data-run", String(changedRun));

  const strip = page.getByTestId("run-strip");
  await expect(strip).toContainText("runs in the result");
  await strip.locator(`[data-run="${changedRun}"]`).focus();
  // Left is earlier, also where the list begins with the newest run.
  const ticks = strip.locator("[data-run]");
  const numbers = await ticks.evaluateAll((all) =>
    all.map((tick) => Number((tick as HTMLElement).dataset["run"])),
  );
  expect(numbers).toEqual(even.slice(even.indexOf(changedRun) - 12, even.indexOf(changedRun) + 13));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(shown).toHaveAttribute("data-run", String(even[even.indexOf(changedRun) + 2]));
});

for (const order of ["run", "-run", "event_count"]) {
  test(`in the order ${order} previous is earlier, and the list has an above and a below`, async ({
    page,
    url,
    database,
  }) => {
    const all = runsOf(database);
    const at = all.indexOf(changedRun);
    const shown = page.getByTestId("run-view");
    const sort = order === "-run" ? "" : `&sort=${order}&columns=event_count`;
    await page.goto(`${url}#/run/${changedRun}?q=run+%25+2+%3D%3D+0${sort}`);
    const strip = page.getByTestId("run-strip");
    await expect(strip).toContainText("runs in the result");
    await expect(page.getByTestId("previous-run")).toHaveAttribute(
      "title",
      `Previous run: ${all[at - 1]} ({)`,
    );
    await expect(page.getByTestId("next-run")).toHaveAttribute("title", `Next run: ${all[at + 1]} (})`);
    const even = all.filter((run) => run % 2 === 0);
    const ticks = strip.locator("[data-run]");
    const numbers = () =>
      ticks.evaluateAll((shownTicks) =>
        shownTicks.map((tick) => Number((tick as HTMLElement).dataset["run"])),
      );
    const middle = even.indexOf(changedRun);
    expect(await numbers()).toEqual(even.slice(middle - 12, middle + 13));
    const below = /^Run below in the list: (\d+) \(\] or Alt-↓\)$/.exec(
      (await page.getByTestId("run-below").getAttribute("title")) ?? "",
    )?.[1];
    if (order !== "event_count") expect(Number(below)).toBe(even[middle + (order === "run" ? 1 : -1)]);
    await page.getByTestId("run-below").click();
    await expect(shown).toHaveAttribute("data-run", below ?? "none");
    await page.getByTestId("run-above").click();
    await expect(shown).toHaveAttribute("data-run", String(changedRun));
    await page.getByTestId("previous-run").click();
    await expect(shown).toHaveAttribute("data-run", String(all[at - 1]));
    // In no list any more: all keys go by the number.
    await expect(page.getByTestId("run-below")).toHaveCount(0);
    await expect(strip).toContainText("not in the result");
    await page.keyboard.press("]");
    await expect(shown).toHaveAttribute("data-run", String(changedRun));
  });
}

/** Until the shown run has its place among the even ones: the result before may hold it, too. */
async function untilPlaced(page: Page, even: readonly number[]): Promise<void> {
  const digits = String(even.length).split("").join("\\D?");
  await expect(page.getByTestId("run-strip")).toContainText(new RegExp(`of ${digits} runs in the result`));
}

/** Holds back where a run is in the result. */
async function holdPlace(page: Page, run: number | undefined): Promise<Held> {
  const held = new Held();
  await page.route("**/api/findRow", (route) =>
    (route.request().postDataJSON() as { run: number }).run === run ? held.back(route) : route.continue(),
  );
  return held;
}

test("an address that is gone to while the database is being opened brings its query", async ({
  page,
  url,
}) => {
  const held = new Held();
  await page.route("**/api/listAliases", (route) => held.back(route));
  await page.goto(url);
  await expect.poll(() => held.count).toBeGreaterThan(0);
  await page.goto(`${url}#/run/${changedRun}?q=run+%25+2+%3D%3D+0`);
  held.release();
  await expect(page.getByTestId("run-strip")).toContainText("runs in the result");
  await expect(page.getByTestId("query-editor")).toContainText("run % 2 == 0");
  await expect(page.getByTestId("edited")).toHaveCount(0);
});

test("a key pressed before a run is placed in the result is remembered, and leads on in it", async ({
  page,
  url,
  database,
}) => {
  const even = runsOf(database).filter((run) => run % 2 === 0);
  const at = even.indexOf(changedRun);
  const [second = 0, third = 0, fourth = 0] = [even[at - 1], even[at - 2], even[at - 3]];
  const held = await holdPlace(page, second);
  const shown = page.getByTestId("run-view");
  await page.goto(`${url}#/run/${changedRun}?q=run+%25+2+%3D%3D+0`);
  await untilPlaced(page, even);
  await page.keyboard.press("]");
  await expect(shown).toHaveAttribute("data-run", String(second));
  await expect.poll(() => held.count).toBeGreaterThan(0);
  await page.keyboard.press("]");
  await expect(page).toHaveURL(new RegExp(`#/run/${second}`));
  held.release();
  await expect(shown).toHaveAttribute("data-run", String(third));
  const row = even.filter((run) => run >= third).length;
  await expect(page.getByTestId("run-strip")).toContainText(`${row} of `);
  await page.keyboard.press("]");
  await expect(shown).toHaveAttribute("data-run", String(fourth));
});

test("a key pressed while the first run is still read is remembered", async ({ page, url, database }) => {
  const all = runsOf(database);
  const held = new Held();
  await page.route("**/api/readRun", (route) => held.back(route));
  const placed = page.waitForResponse("**/api/findRow");
  await page.goto(`${url}#/run/${changedRun}?q=run+%25+2+%3D%3D+0`);
  await placed;
  await expect.poll(() => held.count).toBeGreaterThan(0);
  await page.keyboard.press("{");
  held.release();
  const before = all[all.indexOf(changedRun) - 1];
  await expect(page.getByTestId("run-view")).toHaveAttribute("data-run", String(before));
});

test("a remembered key is forgotten where another run is opened", async ({ page, url, database }) => {
  const even = runsOf(database).filter((run) => run % 2 === 0);
  const [, , , other = 0] = even;
  const held = await holdPlace(page, even[even.indexOf(changedRun) - 1]);
  const shown = page.getByTestId("run-view");
  await page.goto(`${url}#/run/${changedRun}?q=run+%25+2+%3D%3D+0`);
  await untilPlaced(page, even);
  await page.keyboard.press("]");
  await expect.poll(() => held.count).toBeGreaterThan(0);
  await page.keyboard.press("]");
  await page.evaluate((run) => window.location.replace(`#/run/${run}?q=run+%25+2+%3D%3D+0`), other);
  await expect(shown).toHaveAttribute("data-run", String(other));
  held.release();
  const row = even.filter((run) => run >= other).length;
  await expect(page.getByTestId("run-strip")).toContainText(`${row} of `);
  await expect(shown).toHaveAttribute("data-run", String(other));
});

test("with the last production run before it", async ({ page, url, database }) => {
  const good = plainAnswer(database, "@is_production").filter((run) => run < changedRun);
  await openRun(page, url, changedRun);
  await page.keyboard.press("Shift+C");
  await expect(page.getByTestId("compare-table")).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`runs=${good.at(-1)}%2C${changedRun}`));
  await page.goBack();
  await page.getByTestId("compare-run").click();
  await page.getByTestId("before-expression").fill("beam_current > 1e9");
  await page.getByTestId("compare-before").click();
  await expect(page.getByTestId("before-notice")).toHaveText(
    `No run before ${changedRun} fits “beam_current > 1e9”.`,
  );
});

test("what differs, and what is alike on demand; runs that are not there are named", async ({
  page,
  url,
}) => {
  await page.goto(`${url}#/compare?runs=70203,70205,70206,5`);
  const table = page.getByTestId("compare-table");
  await expect(page.getByTestId("compare-missing")).toContainText("Run 5 is not in this database");
  await expect(table.locator('tr[data-condition="daq_setup"]')).toBeVisible();
  await expect(table.locator('tr[data-condition="dirc_installed"]')).toBeHidden();
  await page.keyboard.press("d");
  await expect(table.locator('tr[data-condition="dirc_installed"]')).toBeVisible();
  await expect(page).toHaveURL(/all=1/);

  const current = table.locator('tr[data-condition="beam_current"]');
  await expect(current.locator("td").nth(1)).toContainText(/[+−]\d.*%/);
  await page.getByRole("button", { name: "Column of run 70206" }).click();
  await page.getByRole("button", { name: "Make reference" }).click();
  await expect(page).toHaveURL(/runs=70206%2C70203%2C70205/);
  await expect(table.locator("thead th").nth(1)).toContainText("70206");
  // Against their median, which has a column; each run's own is folded.
  await page.getByTestId("against").getByText("Median").click();
  await expect(table.locator("thead th")).toHaveCount(5);
  await expect(table.locator('tr[data-condition="run_start_time"]')).toHaveCount(0);
  await table.getByTestId("own-rows").click();
  await expect(table.locator('tr[data-condition="run_start_time"]')).toBeVisible();
  await page.getByTestId("tolerance").fill("100");
  await page.getByTestId("tolerance").press("Enter");
  await expect(page).toHaveURL(/against=median&tolerance=1/);
  await expect(current.locator("td.other")).toHaveCount(0);
  await page.getByTitle("Take run 70203 away").click();
  // While the new comparison is read the old one stands, without the median, which two runs have not.
  await expect(page.getByTitle("Take run 70203 away")).toHaveCount(0);
  await expect(table.locator("thead th")).toHaveCount(4);

  await page.getByTestId("compare-take").click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("runs-70206-70205.csv");
  expect(readFileSync(await download.path(), "utf8")).toMatch(/^condition,70206,70205\r\n/);
  await page.keyboard.press("Escape");

  await table.getByTestId("compared-file").filter({ hasText: "added" }).first().click();
  await expect(page).toHaveURL(/#\/files\?path=/);
  await page.goBack();
  await expect(table).toBeVisible();
  await table.getByRole("button", { name: "70205", exact: true }).click();
  await expect(page.getByTestId("run-view")).toHaveAttribute("data-run", "70205");
});

test("selected runs are offered", async ({ page, url }) => {
  for (const run of [70205, 70206]) {
    await openRun(page, url, run);
    await page.getByTestId("mark-run").click();
  }
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await page.getByTestId("compare-marked").click();
  await expect(page.getByTestId("compare-count")).toContainText("2 runs");
});
