/** Our own index, made and removed from the window. */
import { copyFileSync, existsSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { launchApplication } from "../support/electron.ts";
import { samplePath } from "../support/paths.ts";
import { openFilesOf, processTree, untilGone } from "../support/processTree.ts";
import { typeQuery } from "../support/walk.ts";

function indexes(path: string): unknown[] {
  const file = new SqliteFile(path, { readonly: true });
  try {
    return file.prepare("SELECT name FROM pragma_index_list('conditions')").pluck().all();
  } finally {
    file.close();
  }
}

async function openDialog(page: Page): Promise<void> {
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.getByTestId("database-chip").click();
  await page.getByTestId("optimize-button").click();
}

test("our own index in one window", async ({}, info) => {
  const path = info.outputPath("sample.sqlite");
  copyFileSync(samplePath, path);
  const before = indexes(path);
  const { application, page } = await launchApplication([path]);
  const dialog = page.getByTestId("optimize-dialog");

  await test.step("it is explained, made, used by the next query, and removed", async () => {
    await openDialog(page);
    await expect(dialog.getByTestId("own-index")).toContainText(/adds about [\d.]+ MB/);
    expect(indexes(path)).toEqual(before);

    await page.getByTestId("change-own-index").click();
    await expect(dialog.getByTestId("own-index")).toHaveAttribute("data-exists", "true");
    expect(indexes(path)).toContain("rcdb_desktop_conditions");
    await dialog.getByRole("button", { name: "Close" }).first().click();
    await typeQuery(page, "event_count > 1000");
    await page.getByTestId("run-button").click();
    await page.getByTestId("sql-button").click();
    await expect(page.getByText("index “rcdb_desktop_conditions” of conditions")).toBeVisible();
    await page.keyboard.press("Escape");

    await openDialog(page);
    await page.getByTestId("change-own-index").click();
    await expect(dialog.getByTestId("own-index")).toHaveAttribute("data-exists", "false");
    expect(indexes(path)).toEqual(before);
    await dialog.getByRole("button", { name: "Close" }).first().click();
  });

  await test.step("cancelled, it leaves the file as it was, and the window goes on", async () => {
    await openDialog(page);
    // A reader who does not come to an end keeps the index from being finished.
    const reader = new SqliteFile(path, { readonly: true });
    reader.exec("BEGIN; SELECT count(*) FROM runs");
    reader.prepare("SELECT count(*) FROM runs").get();
    await page.getByTestId("change-own-index").click();
    const journal = `${path}-journal`;
    await expect.poll(() => existsSync(journal)).toBe(true);
    // Others of the window may start or end meanwhile.
    const pids = processTree(application.process().pid ?? NaN);
    const writers = pids.filter((pid) => openFilesOf(pid).includes(journal));
    expect(writers).toHaveLength(1);
    await page.getByTestId("cancel-optimize").click();
    // The process that waits for the reader is killed.
    await untilGone(writers);
    reader.close();
    await expect(dialog.getByTestId("change-own-index")).toBeEnabled();
    await expect(dialog.getByTestId("error-box")).toBeHidden();
    expect(indexes(path)).toEqual(before);
    await page.keyboard.press("Escape");
    await typeQuery(page, "event_count > 2000");
    await page.getByTestId("run-button").click();
    await expect(page.getByTestId("status-line")).toContainText("event_count > 2000");
  });

  await test.step("what is in its way is said in words", async () => {
    await openDialog(page);
    const other = new SqliteFile(path);
    other.exec("ALTER TABLE runs RENAME TO runs_of_old");
    other.close();
    await page.getByTestId("change-own-index").click();
    await expect(dialog.getByTestId("error-box")).toContainText("runs");
  });
  await application.close();
});
