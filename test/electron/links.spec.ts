/** Links of the scheme `rcdb:`: they come on a command line, from a first and from a second start. */
import { spawn } from "node:child_process";
import { mkdtempSync, copyFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { formatLink } from "../../core/api/link.ts";
import { findElectron } from "../../scripts/setup/electron.mjs";
import { root } from "../../scripts/setup/project.mjs";
import {
  electronSwitches,
  launchApplication,
  removeUserData,
  temporaryUserData,
} from "../support/electron.ts";
import { samplePath } from "../support/paths.ts";
import { plainAnswer } from "../support/plainAnswer.ts";
import { shownCount } from "../support/walk.ts";

const address = "/runs?q=%40is_cosmic&columns=event_count,run_type";
const link = (path: string): string => formatLink({ database: `sqlite:///${path}`, address });

/** Starts the application once more, as the system does for a link; it hands the link over and ends. */
async function startAgain(userData: string, argument: string, folder?: string): Promise<void> {
  const executable = findElectron()?.executable ?? "";
  const child = spawn(executable, [...electronSwitches, `--user-data-dir=${userData}`, root, argument], {
    stdio: "ignore",
    ...(folder !== undefined && { cwd: folder }),
  });
  await new Promise((resolve) => child.once("exit", resolve));
}

test("a link opens its database after a click on a dialog that names it, at its query", async () => {
  const { application, page } = await launchApplication([link(samplePath)]);
  await expect(page.getByTestId("link-database")).toContainText(samplePath);
  await expect(page.getByTestId("link-dialog")).toContainText("@is_cosmic");
  // Nothing is opened before that.
  await expect(page.getByTestId("database-chip")).toBeHidden();
  await page.getByTestId("link-open").click();
  await expect.poll(() => shownCount(page)).toBe(plainAnswer(samplePath, "@is_cosmic").length);
  await expect(page.getByRole("columnheader")).toContainText(["event_count", "run_type"]);
  await application.close();
});

test("where it is not wanted nothing is opened, and a broken one is said to be broken", async () => {
  const { application, page } = await launchApplication([link(samplePath)]);
  await page.getByTestId("link-cancel").click();
  await expect(page.getByTestId("welcome")).toBeVisible();
  await expect(page.getByTestId("database-chip")).toBeHidden();
  await application.close();

  const broken = await launchApplication(["rcdb://open?database=mysql%3A%2F%2Fu%3Asecret%40h%2Fr"]);
  await expect(broken.page.getByTestId("link-dialog")).toContainText("holds a password");
  await expect(broken.page.getByTestId("link-open")).toBeHidden();
  await broken.application.close();
});

test("a second start hands its link to the window: followed at once where that database is open, else asked about", async () => {
  const userData = temporaryUserData();
  const folder = mkdtempSync(join(tmpdir(), "rcdb-links-"));
  const other = join(folder, "other.sqlite");
  copyFileSync(samplePath, other);
  const { application, page } = await launchApplication([samplePath], userData);
  await expect(page.getByTestId("run-row").first()).toBeVisible();

  await startAgain(userData, link(samplePath));
  await expect.poll(() => shownCount(page)).toBe(plainAnswer(samplePath, "@is_cosmic").length);
  await expect(page.getByTestId("link-dialog")).toBeHidden();

  await startAgain(userData, link(other));
  await expect(page.getByTestId("link-database")).toContainText(other);
  await expect(page.getByTestId("database-chip")).toContainText("sample.sqlite");
  await page.getByTestId("link-open").click();
  await expect(page.getByTestId("database-chip")).toContainText("other.sqlite");
  await expect.poll(() => shownCount(page)).toBe(plainAnswer(samplePath, "@is_cosmic").length);
  expect(application.windows()).toHaveLength(1);
  await application.close();
  removeUserData(userData);
  rmSync(folder, { recursive: true });
});

test("a second start with a relative path opens the file of the folder in which it was typed", async () => {
  const userData = temporaryUserData();
  const folder = mkdtempSync(join(tmpdir(), "rcdb-links-"));
  copyFileSync(samplePath, join(folder, "typed.sqlite"));
  const { application, page } = await launchApplication([samplePath], userData);
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  const opened = application.waitForEvent("window");
  await startAgain(userData, "typed.sqlite", folder);
  const chip = (await opened).getByTestId("database-chip");
  await expect(chip).toHaveAttribute("title", join(folder, "typed.sqlite"));
  await application.close();
  removeUserData(userData);
  rmSync(folder, { recursive: true });
});
