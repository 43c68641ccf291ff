/** The shift station in a browser, on a copy of the sample database. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { wallClockTime } from "../../core/time/times.ts";
import { seriousFindings } from "../support/accessibility.ts";
import { commandLineScript, samplePath } from "../support/paths.ts";
import { expect, test as base } from "./server.ts";

const newRun = 130_400;

const test = base.extend({
  isOpen: false,
  database: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "rcdb-station-"));
    const path = join(folder, "station.sqlite");
    copyFileSync(samplePath, path);
    await use(path);
    rmSync(folder, { recursive: true });
  },
});

function write(database: string, ...line: readonly string[]): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    [commandLineScript, "add", ...line, "-c", database],
    { encoding: "utf8", env: { ...process.env, RCDB_USER: "anna" } },
  );
  if (status !== 0) throw new Error(`nothing was written: ${stderr}`);
}

/** A run that began some minutes ago, and was heard of just now. */
function beginRun(database: string): void {
  const file = new SqliteFile(database);
  const time = (minutes: number): string => wallClockTime(new Date(Date.now() - minutes * 60_000));
  file.prepare("INSERT INTO runs VALUES (?, ?, ?)").run(newRun, time(12), time(0));
  file.close();
  write(database, "condition", String(newRun), "is_valid_run_end", "false");
  write(database, "condition", String(newRun), "run_type", "<b>hd_all.tsg</b>");
  write(database, "condition", String(newRun), "event_count", "123456");
}

async function openStation(page: Page, url: string): Promise<void> {
  await page.goto(`${url}#/station`);
  await expect(page.getByTestId("station-run")).toBeVisible();
}

test("the newest run, what differs, and a run that begins meanwhile", async ({ page, url, database }) => {
  await openStation(page, url);
  // The last run of the sample has no end, years ago.
  await expect(page.getByTestId("station-run")).toHaveAttribute("data-run", "130371");
  await expect(page.getByTestId("station-state")).toContainText(/Last update .* ago/);
  await expect(page.getByTestId("latest-run").first()).toHaveAttribute("data-run", "130371");
  await expect(page.getByTestId("latest-run")).toHaveCount(12);
  await expect(page.getByRole("button", { name: "Compare with 130370" }).first()).toBeVisible();
  await expect(page.getByTestId("station-unusual")).toContainText(/of \d+ numbers? (is|are) outside/);
  // Nothing is called alike that was not compared.
  await expect(page.getByTestId("station-rest").first()).toHaveText(
    /^(No other setting( and no file)? differs; \d+ that changes? often do(es)?:|Compared: .*)$/,
  );
  // A browser changes nothing.
  await expect(page.getByTestId("comment-field")).toHaveCount(0);
  await expect(page.getByTestId("station-page")).toContainText(
    "comments are written in the desktop application",
  );

  beginRun(database);
  await expect(page.getByTestId("station-run")).toHaveAttribute("data-run", String(newRun));
  await expect(page.getByTestId("station-state")).toHaveText("Running");
  await expect(page.getByTestId("station-events")).toHaveText(/123\s?456/);
  await expect(page.getByTestId("station-type")).toHaveText("<b>hd_all.tsg</b>");
  await expect(page.getByTestId("station-length")).toHaveText(/^0:12:\d\d$/);
  await expect(page.getByTestId("station-notice")).toHaveText(`Run ${newRun} has started.`);
  await expect(page.getByTestId("latest-run").first()).toHaveAttribute("data-state", "running");

  await page.getByRole("button", { name: "Compare with 130371" }).first().click();
  await expect(page).toHaveURL(/#\/compare\?.*runs=130371%2C130400/);
});

test("sound and notices are off at first, and remembered", async ({ page, url }) => {
  await openStation(page, url);
  const sound = page.getByTestId("station-sound");
  await expect(sound).toHaveAttribute("aria-pressed", "false");
  await sound.click();
  await page.reload();
  await expect(sound).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByTestId("station-notices")).toHaveAttribute("aria-pressed", "false");
});

test("limits that cannot be are said below their fields and change nothing", async ({ page, url }) => {
  await openStation(page, url);
  await page.getByRole("button", { name: "Values", exact: true }).click();
  const least = page.getByLabel("Least beam_current");
  const most = page.getByLabel("Most beam_current");
  const problem = page.getByTestId("limits-problem");
  const kept = () => page.evaluate(() => JSON.stringify(window.localStorage));
  await least.fill("0.25");
  await least.press("Enter");
  await expect.poll(kept).toContain("0.25");
  const before = await kept();
  await least.fill("0,5");
  await least.press("Enter");
  await expect(problem).toContainText("A limit is a number, such as 0.5.");
  await expect(least).toHaveAttribute("aria-invalid", "true");
  expect(await kept()).toBe(before);
  await least.fill("0.5");
  await least.press("Enter");
  await expect(problem).toBeHidden();
  await expect.poll(kept).not.toBe(before);
  // The pair that is seen is the one that is watched.
  await most.fill("5");
  await most.press("Enter");
  await least.fill("50");
  await least.press("Enter");
  await expect(problem).toHaveText(
    "The least, 50, is more than the most, 5. Until it is right, 0.5 – 5 is watched.",
  );
  await expect(most).toHaveAttribute("aria-invalid", "true");
  await most.fill("200");
  await most.press("Enter");
  await expect(problem).toBeHidden();
  await expect(least).toHaveAttribute("aria-invalid", "false");
  await expect.poll(kept).toMatch(/least\W+50\W+most\W+200\b/);
});

test("handing over: empty, and with runs and what people wrote; to be copied", async ({
  page,
  url,
  database,
}) => {
  await page.goto(url);
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await page.getByTestId("station-part").getByText("Shift summary").click();
  await expect(page.getByTestId("hand-over")).toContainText("No runs in the last 24 hours");

  beginRun(database);
  const file = new SqliteFile(database);
  file
    .prepare("INSERT INTO logs (description, related_run, created, user_name) VALUES (?, ?, ?, ?)")
    .run("Beam went | away", newRun, `${wallClockTime(new Date())}.000000`, "anna");
  file.close();
  await page.getByTestId("hand-over-again").click();
  await expect(page.getByTestId("hand-over-sums")).toContainText("1 run");
  await expect(page.getByTestId("hand-over")).toContainText("Beam went | away");
  await page.getByTestId("copy-report").click();
  await expect(page.getByTestId("copy-report")).toHaveText("Copied");

  await page.goto(`${url}#/station?part=handover&hours=8`);
  await expect(page.getByTestId("hand-over").getByTestId("latest-run")).toHaveCount(1);
});

test("no serious fault of access", async ({ page, url }) => {
  await openStation(page, url);
  await expect(page.getByTestId("station-unusual")).toBeVisible();
  expect(await seriousFindings(page, "station-page")).toEqual([]);
  await page.getByTestId("station-part").getByText("Shift summary").click();
  await expect(page.getByTestId("hand-over")).toBeVisible();
  expect(await seriousFindings(page, "hand-over")).toEqual([]);
});
