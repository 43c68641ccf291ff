/** A report is posted by a program of the settings file, printed, and the program ended where that is wanted. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "./window.ts";

test("a report is posted: cancelled, told where another page is shown, and none of that is on paper", async ({
  application,
  page,
}, info) => {
  const folder = await application.evaluate(() => process.env["XDG_CONFIG_HOME"] ?? "");
  const settings = join(folder, "rcdb", "settings.json");
  const [goOn, read] = ["go-on", "read"].map((name) => info.outputPath(name)) as [string, string];
  mkdirSync(dirname(settings), { recursive: true });
  // It reads the report, and ends with code 5 when a file is there.
  const script = `const fs = require("node:fs");
    const [goOn, read] = process.argv.slice(1);
    fs.writeFileSync(read, fs.readFileSync(0));
    setInterval(() => fs.existsSync(goOn) && process.exit(5), 50);`;
  writeFileSync(settings, JSON.stringify({ postReports: [process.execPath, "-e", script, goOn, read] }));
  try {
    const runs = await page
      .getByTestId("run-row")
      .evaluateAll((rows) => rows.slice(0, 2).map((row) => row.getAttribute("data-run") ?? ""));
    const show = async (run = "") => {
      await page.evaluate((hash) => (window.location.hash = hash), `#/report?of=${run}`);
      await expect(page.getByTestId("report-page")).toContainText(`Report of run ${run}`);
      await expect(page.getByTestId("report")).toBeVisible();
    };
    await show(runs[0]);
    const button = page.getByTestId("report-post");
    await button.click();
    // The program runs.
    await expect.poll(() => existsSync(read)).toBe(true);
    await page.getByTestId("report-post-cancel").click();
    await expect(page.getByTestId("error-box")).toContainText("The program is ended");

    await button.click();
    await expect(button).toHaveText("Posting…");
    await show(runs[1]);
    writeFileSync(goOn, "");
    const notes = page.getByTestId("notes");
    await expect(notes).toContainText(
      `Report of run ${runs[0]} may not be posted: the program ended with code 5.`,
    );
    await expect(page.getByTestId("report-posted")).toBeHidden();

    await button.click();
    await expect(page.getByTestId("report-posted")).toContainText("It ended with code 5");
    expect(readFileSync(read, "utf8")).toContain(`# Run ${runs[1]}`);
    await page.emulateMedia({ media: "print" });
    await expect(page.getByTestId("report")).toBeVisible();
    for (const part of ["notes", "report-posted", "report-words", "status-line"])
      await expect(page.getByTestId(part)).toBeHidden();

    await page.evaluate(() => (window.location.hash = "#/report?hours=744&until=2025-05-12"));
    const report = page.getByTestId("report");
    await expect(report.locator("tbody tr").first()).toBeVisible();
    // A page of paper leaves the comments room.
    const widths = await report.evaluate((article) => {
      article.style.width = "700px";
      return [article.querySelector("table"), article.querySelector("th:last-child")].map(
        (element) => element?.getBoundingClientRect().width ?? 0,
      );
    });
    expect(widths[0]).toBeLessThanOrEqual(700);
    expect(widths[1]).toBeGreaterThan(120);
  } finally {
    await page.emulateMedia({ media: null });
    rmSync(settings, { force: true });
  }
});
