import { Held } from "../support/held.ts";
import { shownCount, typeQuery } from "../support/walk.ts";
import { expect, test } from "./server.ts";

const content = '[data-testid="query-editor"] .cm-content';

test("what is typed quickly is what stands there, and Enter runs it", async ({ page }) => {
  const text = "event_count > 500000 and beam_current > 100 and 'FCAL' in run_config";
  await typeQuery(page, text);
  await expect(page.locator(content)).toHaveText(text);
  const all = await shownCount(page);
  await page.locator(content).click();
  await page.keyboard.press("Enter");
  await expect.poll(() => shownCount(page)).toBeLessThan(all);
});

test("an error is said in words with its fix, and a click fixes it", async ({ page }) => {
  await typeQuery(page, "beam_current = 100");
  await page.getByTestId("run-button").click();
  const problems = page.getByTestId("query-problems");
  await expect(problems).toContainText("a comparison is written ==");
  await problems.getByRole("button", { name: "Change to ==" }).click();
  await expect(page.locator(content)).toHaveText("beam_current == 100");
  await expect(problems).toBeHidden();
});

test("a misspelt name is answered with the nearest one", async ({ page }) => {
  await typeQuery(page, "beam_curent > 100");
  await page.getByTestId("run-button").click();
  await expect(page.getByTestId("query-problems")).toContainText("beam_current");
});

test("names and aliases are completed with their type and description", async ({ page }) => {
  await page.locator(content).click();
  await page.keyboard.type("solen");
  const options = page.locator(".cm-tooltip-autocomplete [role=option]");
  await expect(options.first()).toContainText("solenoid_current");
  await page.keyboard.press("Enter");
  await expect(page.locator(content)).toHaveText(/^solenoid_current\s?$/);
  await page.keyboard.type(" > 100 and @is_cos");
  await expect(options.first()).toContainText("is_cosmic");
  await page.keyboard.press("Tab");
  await expect(page.locator(content)).toHaveText(/and @is_cosmic\s?$/);
});

test("Enter right behind a letter takes the completion of what is written", async ({ page }) => {
  await page.locator(content).click();
  await page.keyboard.type("solen");
  const options = page.locator(".cm-tooltip-autocomplete [role=option]");
  await expect(options.first()).toContainText("solenoid_current");
  await page.locator(content).evaluate((element) => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else types a letter and goes on in the same moment
    document.execCommand("insertText", false, "o");
    element.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  });
  await expect(page.locator(content)).toHaveText(/^solenoid_current\s?$/);
});

test("what is typed before the names are known is completed once they are", async ({ page }) => {
  const held = new Held();
  await page.route("**/api/listConditionTypes", (route) => held.back(route));
  await page.reload();
  await page.locator(content).click();
  await page.keyboard.type("solen");
  await expect.poll(() => held.count).toBeGreaterThan(0);
  held.release();
  const options = page.locator(".cm-tooltip-autocomplete [role=option]");
  await expect(options.first()).toContainText("solenoid_current");
  await expect(page.getByTestId("query-problems")).toBeHidden();
});

test("a key tells of the name at the cursor, as the pointer does", async ({ page }) => {
  await typeQuery(page, "beam_current > 100 and @is_cosmic");
  const told = page.locator(".cm-tooltip");
  await page.keyboard.press("Control+i");
  await expect(told).toContainText("is_cosmic");
  await page.keyboard.press("Home");
  await expect(told).toHaveCount(0);
  await page.keyboard.press("Control+i");
  await expect(told).toContainText("Beam current");
  await page.keyboard.press("Escape");
  await expect(told).toHaveCount(0);
});

test("a text of any length does not freeze the editor, which says what it leaves out", async ({ page }) => {
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable");
  const busy = async (): Promise<number> => {
    const { metrics } = await client.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
  };
  const editor = page.locator(content);
  for (const again of [".lower()", "(", " and event_count", "\nor event_count"]) {
    await editor.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("Delete");
    const before = await busy();
    await editor.evaluate(
      (element, text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        element.dispatchEvent(
          new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
        );
      },
      `event_count${again.repeat(48_000 / again.length)}`,
    );
    await page.keyboard.type(".l");
    await expect(page.getByText("no colors and no completion")).toBeVisible();
    // A generous cap for a busy machine: what is not linear takes minutes.
    expect((await busy()) - before).toBeLessThan(30_000);
  }
});
