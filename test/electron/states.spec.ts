import { copyFileSync, writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { launchApplication, removeUserData, temporaryUserData } from "../support/electron.ts";
import { samplePath } from "../support/paths.ts";
import { expect, test } from "./window.ts";

test("with nothing open the window says how to open a database; it is recent the next time", async () => {
  const userData = temporaryUserData();
  try {
    const first = await launchApplication([], userData);
    await expect(first.page.getByTestId("welcome")).toContainText("Open database");
    await first.application.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, samplePath);
    await first.page.getByTestId("open-button").click();
    await expect(first.page.getByTestId("run-row").first()).toBeVisible();
    await first.application.close();

    const second = await launchApplication([], userData);
    await second.page.getByTestId("recent-database").getByText("sample.sqlite").first().click();
    await expect(second.page.getByTestId("run-row").first()).toBeVisible();
    await second.application.close();
  } finally {
    removeUserData(userData);
  }
});

test("a file that is not a database is refused in words, and the window goes on: one dropped on it is opened", async ({}, info) => {
  const path = info.outputPath("notes.sqlite");
  writeFileSync(path, "These are my notes, not a database. ".repeat(50));
  const { application, page } = await launchApplication([path]);
  await expect(page.getByTestId("error-box")).toContainText("The file is not an SQLite database");
  await expect(page.getByTestId("welcome")).toContainText(path);
  await expect(page.getByTestId("open-button")).toBeEnabled();

  await dropFile(page, "body", samplePath);
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  // On a run others are attached; a database is known by its content.
  const other = info.outputPath("backup.dat");
  copyFileSync(samplePath, other);
  await page.getByTestId("run-row").first().dblclick();
  await dropFile(page, "[data-testid=run-view]", other);
  await expect(page).toHaveTitle(/backup\.dat/);
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await application.close();
});

test("the export dialog can be closed, and nothing is written", async ({ application, page }) => {
  await application.evaluate(({ dialog }) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: "" });
  });
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.getByTestId("export-button").click();
  await page.getByTestId("export-start").click();
  await expect(page.getByTestId("export-button")).toBeEnabled();
  await expect(page.getByTestId("error-box")).toBeHidden();
});

test("the page cannot reach Node, leave its origin, or call what writes to a path", async ({
  application,
  page,
}) => {
  const found = await page.evaluate(async () => {
    interface Bridge {
      send(message: unknown): void;
      listen(listener: (message: { id?: string; outcome?: unknown }) => void): void;
    }
    const bridge = (window as unknown as { rcdbBridge: Bridge }).rcdbBridge;
    const answer = new Promise((resolve) => {
      bridge.listen((message) => {
        if (message.id === "mine") resolve(message.outcome);
      });
    });
    bridge.send({ kind: "call", id: "mine", name: "writeRows", input: { result: "p1-1", path: "/tmp/x" } });
    window.open("https://example.org");
    return { require: "require" in window, process: "process" in window, answer: await answer };
  });
  expect(found).toMatchObject({
    require: false,
    process: false,
    answer: { ok: false, error: { code: "unknown_call" } },
  });
  expect(application.windows()).toHaveLength(1);
});

/** Only a file that came from outside has a path: one chosen in a field is dropped in its place. */
async function dropFile(page: Page, target: string, path: string): Promise<void> {
  await expect(page.locator(target)).toBeVisible();
  await page.evaluate(() =>
    document.body.append(Object.assign(document.createElement("input"), { type: "file" })),
  );
  const field = page.locator("body > input[type=file]");
  await field.setInputFiles(path);
  await field.evaluate((input: HTMLInputElement, selector) => {
    const dataTransfer = new DataTransfer();
    for (const file of input.files ?? []) dataTransfer.items.add(file);
    input.remove();
    for (const type of ["dragenter", "dragover", "drop"]) {
      const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
      document.querySelector(selector)?.dispatchEvent(event);
    }
  }, target);
}
