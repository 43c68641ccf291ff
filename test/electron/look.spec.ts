import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "./window.ts";

test("a plot is saved where people say, as PNG and as SVG", async ({ application, page }, info) => {
  await page.getByTestId("rail-look").click();
  await page.getByTestId("empty").getByRole("button", { name: "event_count" }).click();
  await expect(page.getByTestId("plot")).toBeVisible();
  for (const [kind, beginning] of [
    ["png", "\u0089PNG"],
    ["svg", "<?xml"],
  ] as const) {
    const path = info.outputPath(`plot.${kind}`);
    // The system's dialog cannot be reached by a test: it would ask for this path.
    await application.evaluate(({ session }, savePath) => {
      const saved = new Promise<string>((resolve) => {
        session.defaultSession.once("will-download", (_, item) => {
          item.setSavePath(savePath);
          resolve(item.getFilename());
        });
      });
      Object.assign(globalThis, { saved });
    }, path);
    await page.getByTestId("save-plot").click();
    await page.getByTestId(`save-${kind}`).click();
    const name = application.evaluate(() => (globalThis as unknown as { saved: Promise<string> }).saved);
    expect(await name).toBe(`event_count-by-run.${kind}`);
    await expect
      .poll(() => existsSync(path) && readFileSync(path, "latin1").startsWith(beginning))
      .toBe(true);
  }
});
