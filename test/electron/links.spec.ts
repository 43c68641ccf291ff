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
const cosmicRuns = plainAnswer(samplePath, "@is_cosmic").length;

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
  await expect.poll(() => shownCount(page)).toBe(cosmicRuns);
  await expect(page.getByRole("columnheader")).toContainText(["event_count", "run_type"]);
  await application.close();
});

test("a link that is not wanted opens nothing; a second start passes its link on, or the path of a file", async () => {
  const userData = temporaryUserData();
  const folder = mkdtempSync(join(tmpdir(), "rcdb-links-"));
  const other = join(folder, "other.sqlite");
  for (const name of ["other.sqlite", "typed.sqlite"]) copyFileSync(samplePath, join(folder, name));
  const broken = "rcdb://open?database=mysql%3A%2F%2Fu%3Asecret%40h%2Fr";
  const { application, page } = await launchApplication([broken], userData);
  const dialog = page.getByTestId("link-dialog");
  const chip = page.getByTestId("database-chip");

  await test.step("a broken one is said to be broken", async () => {
    await expect(dialog).toContainText("holds a password");
    await expect(page.getByTestId("link-open")).toBeHidden();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  });

  await test.step("where it is not wanted nothing is opened", async () => {
    await startAgain(userData, link(samplePath));
    await page.getByTestId("link-cancel").click();
    await expect(dialog).toBeHidden();
    await expect(page.getByTestId("welcome")).toBeVisible();
    await expect(chip).toBeHidden();
  });

  await test.step("another database is asked about", async () => {
    await startAgain(userData, link(samplePath));
    await page.getByTestId("link-open").click();
    await expect(chip).toContainText("sample.sqlite");
    await expect.poll(() => shownCount(page)).toBe(cosmicRuns);
    await startAgain(userData, link(other));
    await expect(page.getByTestId("link-database")).toContainText(other);
    await expect(chip).toContainText("sample.sqlite");
    await page.getByTestId("link-open").click();
    await expect(chip).toContainText("other.sqlite");
    await expect.poll(() => shownCount(page)).toBe(cosmicRuns);
  });

  await test.step("a link to the open one is followed at once", async () => {
    await startAgain(
      userData,
      formatLink({ database: `sqlite:///${other}`, address: "/runs?q=%40is_production" }),
    );
    await expect.poll(() => shownCount(page)).toBe(plainAnswer(samplePath, "@is_production").length);
    await expect(dialog).toBeHidden();
    expect(application.windows()).toHaveLength(1);
  });

  await test.step("beside an open database a path gets a window of its own", async () => {
    const opened = application.waitForEvent("window");
    await startAgain(userData, "typed.sqlite", folder);
    await expect((await opened).getByTestId("database-chip")).toHaveAttribute(
      "title",
      join(folder, "typed.sqlite"),
    );
  });
  await application.close();
  removeUserData(userData);
  rmSync(folder, { recursive: true });
});
