/** Takes the pictures of `npm run screenshots` into the folder that is named: each view, light and dark. */
import { join } from "node:path";
import { _electron, type Page } from "@playwright/test";
import { findElectron } from "./setup/electron.mjs";
import { root, samplePath } from "./setup/project.mjs";

const [folder] = process.argv.slice(2);
const electron = findElectron();
if (folder === undefined || !electron) throw new Error("usage: npm run screenshots");

const question = "@is_production and beam_current > 100";

for (const colorScheme of ["light", "dark"] as const) {
  const application = await _electron.launch({
    executablePath: electron.executable,
    args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), root, samplePath],
    colorScheme,
  });
  const page = await application.firstWindow();
  await page.setViewportSize({ width: 1280, height: 800 });
  const take = (name: string): Promise<unknown> =>
    page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: "disabled" });

  await page.getByTestId("run-row").first().waitFor();
  await type(page, question);
  await page.keyboard.press("Control+Enter");
  await page.getByTestId("status-line").getByText(question).waitFor();
  await page.getByTestId("run-row").nth(3).click();
  await page.getByTestId("run-view").getByText("beam_energy").waitFor();
  await take("runs");
  await page.keyboard.press("Enter");
  await page.getByTestId("run-page").getByText("beam_energy").waitFor();
  await page.getByTestId("run-file").first().click();
  await page.getByTestId("file-content").waitFor();
  await take("run");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.getByTestId("run-row").first().waitFor();
  await type(page, "beam_current = 100 && run_type");
  await page.getByTestId("run-button").click();
  await page.getByTestId("query-problems").waitFor();
  await take("query");
  await application.close();
}

async function type(page: Page, expression: string): Promise<void> {
  await page.locator('[data-testid="query-editor"] .cm-content').click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(expression);
  await page.keyboard.press("Escape");
}
