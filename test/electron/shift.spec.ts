/**
 * A shift as people live it, step by step, in the real application: at the station on a server, and on a copy at
 * home. Steps 5 and 6 change values, which the command line does beside the window: the window follows.
 */
import { spawnSync } from "node:child_process";
import { expect, test, type Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { launchApplication, type LaunchedApplication } from "../support/electron.ts";
import { commandLineScript, samplePath } from "../support/paths.ts";
import { places } from "../support/places.ts";
import { plainAnswer } from "../support/plainAnswer.ts";
import { readExport, shownCount, typeQuery } from "../support/walk.ts";

const good = "@is_production and beam_current > 100";
const trigger = "/home/hdops/CDAQ/daq_dev_v0.31/daq/config/hd_all/FCAL_BCAL_PS_m9.conf";

// Never closed: the tests of one file may come one after the other in the same process, and it lives as long as that.
const sample = new SqliteFile(samplePath, { readonly: true });
/** The answers of the sample, straight from the file. */
function ask<T>(sql: string, ...parameters: unknown[]): T[] {
  return sample
    .prepare<unknown[], T>(sql)
    .pluck()
    .all(...parameters);
}
const runs = ask<number>("SELECT number FROM runs ORDER BY number");
const newest = runs.at(-1) ?? NaN;
const production = plainAnswer(samplePath, "@is_production");
const lastGood = production.filter((run) => run < newest).at(-1) ?? NaN;

for (const place of places) {
  test(`a shift ${place.name}`, async ({}, info) => {
    const { connection, end } = await place.open(info.outputPath());
    const opened = await launchApplication([connection]);
    try {
      await expect(opened.page.getByTestId("run-row").first()).toBeVisible();
      await liveThrough(opened, connection, info.outputPath("runs.csv"));
    } finally {
      await opened.application.close();
      await end();
    }
  });
}

async function liveThrough({ application, page }: LaunchedApplication, connection: string, csv: string) {
  await test.step("1. take over: the last day, and what was written before", async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("l");
    const [last = ""] = ask<string>("SELECT max(created) FROM logs");
    const day = last.slice(0, 10);
    const [records = NaN] = ask<number>("SELECT count(*) FROM logs WHERE created >= ?", day);
    await page.getByTestId("log-filter-since").fill(day);
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("log-count")).toContainText(String(records));
    await page.getByTestId("rail-runs").click();
  });

  await test.step("2. what is running: number, type, is it alive", async () => {
    const row = page.locator(`[data-testid="run-row"][data-run="${newest}"]`);
    // The sample's last run has no end, and nothing came since.
    await expect(row.getByTestId("run-state")).toHaveAttribute("title", /^No update/);
    await row.click();
    await expect(page.getByTestId("run-view")).toHaveAttribute("data-run", String(newest));
  });

  await test.step("3. compare it with the last good one", async () => {
    await page.getByTestId("run-table").focus();
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("run-page")).toBeVisible();
    await page.keyboard.press("Shift+C");
    await expect(page.getByTestId("compare-table")).toContainText(String(lastGood));
    await expect(page.getByTestId("compare-table")).toContainText("beam_current");
    await page.keyboard.press("Escape");
    await expect(page.getByTestId("run-page")).toBeVisible();
  });

  await test.step("4. watch a value against the last runs", async () => {
    const shown = page.getByTestId("run-view");
    await expect(shown.getByTestId("run-strip").getByRole("button")).not.toHaveCount(0);
    await page.keyboard.press("{");
    await expect(shown).toHaveAttribute("data-run", String(runs.at(-2)));
    await expect(shown.getByTestId("recent").first()).toBeVisible();
    await goTo(page, "look?plot=run&y=beam_current");
    await expect(page.getByTestId("line-panel").getByTestId("plot")).toBeVisible();
  });

  await test.step("5. and 6. a comment, and a value that is repaired", async () => {
    write(connection, "add", "condition", String(newest), "user_comment", "beam was lost");
    write(connection, "add", "condition", String(newest), "event_count", "12345", "--replace");
    write(connection, "add", "condition", String(newest), "event_count", "54321", "--replace");
    await goTo(page, `run/${newest}`);
    await page.reload();
    await expect(page.getByTestId("run-view")).toContainText("beam was lost");
    await page.locator('tr[data-condition="event_count"]').getByTestId("value-history").click();
    await expect(page.getByRole("dialog", { name: "History of event_count" })).toContainText(/12.?345/);
    await page.keyboard.press("Escape");
  });

  await test.step("7. the good runs of a period, as a file", async () => {
    const [from, to] = [60_000, 79_999];
    const expected = plainAnswer(samplePath, good).filter((run) => run >= from && run <= to);
    await goTo(page, "runs");
    await typeQuery(page, good);
    await page.getByTestId("run-button").click();
    await page.getByTestId("range-button").click();
    await page.getByTestId("range-list").fill(`${from}-${to}`);
    await page.keyboard.press("Enter");
    await expect.poll(() => shownCount(page)).toBe(expected.length);
    await application.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, csv);
    await page.keyboard.press("Control+e");
    await page.getByTestId("export-start").click();
    await expect(page.getByTestId("notes")).toContainText(`${expected.length} runs`);
    expect(readExport(csv).runs).toEqual(expected.toReversed());
  });

  await test.step("8. which runs used this version of the trigger file", async () => {
    const [file = NaN] = ask<number>("SELECT max(id) FROM files WHERE path = ?", trigger);
    const used = ask<number>(
      "SELECT DISTINCT run_number FROM files_have_runs WHERE files_id = ? ORDER BY 1",
      file,
    );
    await goTo(page, `files?path=${encodeURIComponent(trigger)}&version=${file}`);
    await expect(page.getByTestId("show-runs")).toContainText(String(used.length));
    await page.getByTestId("show-runs").click();
    await expect.poll(() => shownCount(page)).toBe(used.length);
  });

  await test.step("9. the summary of the shift", async () => {
    await goTo(page, "statistics");
    const [all = NaN] = ask<number>("SELECT count(*) FROM runs");
    await expect(page.getByTestId("statistics-total")).toContainText(
      new RegExp(String(all).replace(/(?=(...)$)/, ".?")),
    );
    await goTo(page, "runs");
    // All tests share the clipboard of one display: another one may have put its text there, and have ended since.
    await expect(async () => {
      await page.getByTestId("copy-button").click();
      await page.getByText("Markdown").click();
      const copied = await application.evaluate(({ clipboard }) => clipboard.readText());
      expect(copied).toContain(`| ${newest} |`);
    }).toPass();
  });
}

/** Goes to an address of the window, as a link would. */
async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((address) => {
    window.location.hash = address;
  }, `#/${hash}`);
}

function write(connection: string, ...words: string[]): void {
  const command = [commandLineScript, ...words, "-c", connection];
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
}
