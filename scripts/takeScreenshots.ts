/** Takes the pictures of `npm run screenshots` into the folder that is named: each view, light and dark. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launchApplication } from "../test/support/electron.ts";
import { samplePath } from "../test/support/paths.ts";
import { question, typeQuery } from "../test/support/walk.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: takeScreenshots.ts FOLDER");
mkdirSync(folder, { recursive: true });

for (const colorScheme of ["light", "dark"] as const) {
  const { application, page } = await launchApplication([samplePath]);
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width: 1280, height: 800 });
  const take = (name: string): Promise<unknown> =>
    page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: "disabled" });

  await page.getByTestId("run-row").first().waitFor();
  await typeQuery(page, question);
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
  await typeQuery(page, "beam_current = 100 && run_type");
  await page.getByTestId("run-button").click();
  await page.getByTestId("query-problems").waitFor();
  await take("query");
  await application.close();
}
