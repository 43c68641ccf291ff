/** A saved list of runs in the window: opened, its runs shown, and checked. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { plainAnswer } from "../support/plainAnswer.ts";
import { commandLineScript } from "../support/paths.ts";
import { shownCount } from "../support/walk.ts";
import { expect, test } from "./server.ts";

test("a list is opened, checked, and its runs are the result; what is no list is refused", async ({
  page,
  database,
}, { outputDir }) => {
  mkdirSync(outputDir, { recursive: true });
  const path = join(outputDir, "long.rcdbruns");
  const expression = "event_count > 500000";
  writeFileSync(join(outputDir, "broken.rcdbruns"), '{"format": "rcdb run list"}');
  execFileSync(process.execPath, [commandLineScript, "-c", database, "list", "save", expression, path]);
  const runs = plainAnswer(database, expression).length;

  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.getByTestId("run-list-file").setInputFiles(join(outputDir, "broken.rcdbruns"));
  const dialog = page.getByTestId("run-list-dialog");
  await expect(dialog).toContainText("The run list cannot be used");
  await expect(page.getByTestId("show-run-list")).toBeDisabled();
  await page.keyboard.press("Escape");

  await page.getByTestId("run-list-file").setInputFiles(path);
  await expect(dialog).toContainText(`${runs} runs`);
  await expect(dialog).toContainText(expression);
  await page.getByTestId("check-run-list").click();
  await expect(page.getByTestId("run-list-check")).toContainText("The query selects the same runs now.");
  await page.getByTestId("show-run-list").click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => shownCount(page)).toBe(runs);
});
