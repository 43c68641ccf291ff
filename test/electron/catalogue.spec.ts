/** Aliases and run periods, changed in the window of the real application, on both databases. */
import { readFileSync } from "node:fs";
import { expect, test, type Page } from "@playwright/test";
import { launchApplication } from "../support/electron.ts";
import { places } from "../support/places.ts";
import { plainAnswer } from "../support/plainAnswer.ts";
import { writeSmallSample } from "../support/smallSample.ts";
import { shownCount, typeQuery } from "../support/walk.ts";

const good = "@is_production and beam_current > 100";

for (const place of places) {
  test(`aliases and run periods are changed ${place.name}`, async ({}, info) => {
    const file = writeSmallSample(info.outputPath("small.sqlite"), 300);
    const { connection, end } = await place.open(info.outputPath(), file);
    const { application, page } = await launchApplication([connection]);
    try {
      await expect(page.getByTestId("run-row").first()).toBeVisible();
      await page.getByTestId("rail-settings").click();
      await page.getByTestId("good-runs").fill(good);
      await page.getByTestId("good-runs").blur();
      const settings = await page.getByTestId("settings-path").innerText();
      await expect(() => expect(readFileSync(settings, "utf8")).toContain(JSON.stringify(good))).toPass();
      await addAlias(page);
      await useAlias(page, file);
      await changeAndDeleteAlias(page);
      await addVariants(page, file);
      await changePeriods(page);
      await readLog(page);
    } finally {
      await application.close();
      await end();
    }
  });
}

async function useAlias(page: Page, file: string): Promise<void> {
  await page.getByTestId("rail-runs").click();
  await typeQuery(page, "@good_beam");
  await page.getByTestId("run-button").click();
  await expect.poll(() => shownCount(page)).toBe(plainAnswer(file, good).length);
}

async function typeAlias(page: Page, expression: string): Promise<void> {
  await page.getByTestId("alias-dialog").locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  // In one piece: no completion opens that would take Escape or Enter.
  await page.keyboard.insertText(expression);
}

async function addAlias(page: Page): Promise<void> {
  const dialog = page.getByTestId("alias-dialog");
  await page.keyboard.press("n");
  await page.keyboard.press("a");
  await expect(page.getByTestId("alias-name")).toBeFocused();
  await page.getByTestId("alias-name").fill("good_beam");

  await typeAlias(page, "beam_curent > 100");
  await page.getByTestId("alias-submit").click();
  await expect(dialog.getByTestId("query-problems")).toContainText("Did you mean beam_current?");
  await expect(dialog).toBeVisible();

  await typeAlias(page, good);
  await page.getByTestId("alias-description").fill("Good production");
  await page.getByTestId("alias-submit").click();
  // The database is open for reading: people are asked once.
  await expect(page.getByTestId("allow-dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("alias-form")).toContainText("Nothing was changed");
  await page.getByTestId("alias-submit").click();
  await page.getByTestId("allow-button").click();
  await expect(dialog).toBeHidden();
  await expect(page.getByTestId("change-mode")).toContainText("Changes allowed");
  await expect(page.getByTestId("catalogue-status")).toContainText("Alias @good_beam is added.");
  await expect(page.getByTestId("aliases")).toContainText("@good_beam");
}

async function changeAndDeleteAlias(page: Page): Promise<void> {
  const aliases = page.getByTestId("aliases");
  const status = page.getByTestId("catalogue-status");
  await page.getByTestId("rail-settings").click();
  await aliases.getByRole("button", { name: "Change @good_beam" }).click();
  await expect(page.getByTestId("alias-dialog").locator(".cm-content")).toBeFocused();
  await typeAlias(page, "beam_current > 120");
  await page.keyboard.press("Enter");
  await expect(status).toContainText("Alias @good_beam is changed.");
  await expect(aliases).toContainText("beam_current > 120");
  await page.getByTestId("catalogue-undo").click();
  await expect(status).toContainText("Undone: ");
  await expect(aliases).toContainText(good);

  await aliases.getByRole("button", { name: "Delete @good_beam" }).click();
  await expect(status).toContainText("Alias @good_beam is deleted.");
  await expect(aliases).not.toContainText("@good_beam");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(aliases).toContainText("@good_beam");

  // A built-in one can be replaced, and comes back.
  await aliases.getByRole("button", { name: "Put another in place of @is_cosmic" }).click();
  await typeAlias(page, "run_type == 'COSMIC'");
  await page.getByTestId("alias-submit").click();
  await expect(aliases).toContainText("run_type == 'COSMIC'");
  await aliases.getByRole("button", { name: "Delete @is_cosmic" }).click();
  await expect(aliases).not.toContainText("run_type == 'COSMIC'");
  await expect(aliases).toContainText("@is_cosmic");
}

/** Variants for ranges of runs: counted one by one, overlaps and gaps said, stored as one expression. */
async function addVariants(page: Page, file: string): Promise<void> {
  const dialog = page.getByTestId("alias-dialog");
  const warnings = page.getByTestId("alias-variant-warnings");
  await page.getByTestId("aliases").getByRole("button", { name: "Change @good_beam" }).click();
  await page.getByTestId("alias-as-variants").click();
  const middle = 130200;
  await page.getByLabel("Last run of variant 1").fill(String(middle));
  await page.getByTestId("alias-variant-add").click();
  await expect(page.getByLabel("First run of variant 2")).toHaveValue(String(middle + 1));
  await page.getByTestId("alias-submit").click();
  await expect(dialog).toContainText("Give an expression.");
  await page.getByLabel("Expression of variant 2").fill("event_count > 5 or beam_curent > 1");
  await expect(dialog).toContainText("Did you mean beam_current?");
  // As one expression it would be lost.
  const asOne = page.getByTestId("alias-as-one");
  await expect(asOne).toBeDisabled();
  await expect(dialog).toContainText("what was typed there would be lost");
  await page.getByLabel("Expression of variant 2").fill("event_count > 5 or beam_current > 1");
  await page.getByLabel("First run of variant 2").fill(String(middle - 1));
  await expect(warnings).toContainText(`Runs ${middle - 1}–${middle} are in variants 1 and 2; they conflict`);
  await page.getByLabel("First run of variant 2").fill(String(middle + 10));
  await expect(warnings).toContainText(`Runs ${middle + 1}–${middle + 9} are in no variant`);
  await page.getByLabel("First run of variant 2").fill(String(middle + 1));
  await expect(warnings).toBeEmpty();
  await expect(asOne).toBeEnabled();
  const code = `(run <= ${middle} and ${good}) or (run >= ${middle + 1} and (event_count > 5 or beam_current > 1))`;
  await expect(page.getByTestId("alias-variants-code")).toHaveText(code);
  const counted = page.getByTestId("variant-runs");
  const first = plainAnswer(file, good).filter((run) => run <= middle).length;
  const second = plainAnswer(file, "event_count > 5 or beam_current > 1").filter(
    (run) => run > middle,
  ).length;
  await expect(counted).toHaveText([`${first} runs`, `${second} runs`]);
  await expect(page.getByTestId("alias-effect")).toContainText(new RegExp(`^${first + second} runs;`));
  await page.getByTestId("alias-submit").click();
  await expect(page.getByTestId("aliases")).toContainText(code);
  // It is shown with its variants again.
  await page.getByTestId("aliases").getByRole("button", { name: "Change @good_beam" }).click();
  await expect(page.getByTestId("alias-variant")).toHaveCount(2);
  await expect(page.getByLabel("Expression of variant 2")).toHaveValue("event_count > 5 or beam_current > 1");
  await page.keyboard.press("Escape");
}

async function changePeriods(page: Page): Promise<void> {
  const periods = page.getByTestId("periods");
  const status = page.getByTestId("catalogue-status");
  const submit = page.getByTestId("period-submit");
  await page.getByTestId("period-add").click();
  await page.getByTestId("period-name").fill("Two days");
  await page.getByTestId("period-runMin").fill("40002");
  await submit.click();
  await expect(page.getByTestId("period-form")).toContainText("Give the number of its last run.");
  await page.getByTestId("period-runMax").fill("40001");
  await submit.click();
  await expect(page.getByTestId("period-form")).toContainText("Swap them");
  await page.getByTestId("period-runMin").fill("40000");
  await page.getByTestId("period-startDate").fill("2018-02-01");
  await submit.click();
  await expect(status).toContainText("Run period Two days is added.");
  await expect(periods.getByRole("row", { name: /Two days/ })).toContainText("40000400012018-02-01");

  await periods.getByRole("button", { name: "Change Two days" }).click();
  await page.getByTestId("period-name").fill("Three days");
  await submit.click();
  await expect(periods).toContainText("Three days");
  await page.getByTestId("catalogue-undo").click();
  await expect(periods).toContainText("Two days");
  await periods.getByRole("button", { name: "Delete Two days" }).click();
  await expect(periods).not.toContainText("Two days");
}

async function readLog(page: Page): Promise<void> {
  await page.getByTestId("rail-log").click();
  const log = page.getByTestId("log-page");
  for (const record of [
    "Created alias @good_beam",
    "Changed alias @good_beam",
    "Deleted alias @is_cosmic",
    "Created run period Two days",
    "Changed run period Three days",
    "Deleted run period Two days",
  ]) {
    await expect(log).toContainText(record);
  }
}
