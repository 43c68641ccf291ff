import { samplePath } from "../support/paths.ts";
import { askAndLook, readExport } from "../support/walk.ts";
import { expect, test } from "./window.ts";

test("a physicist opens the sample, asks, looks at runs, and takes the table away", async ({
  application,
  page,
}, info) => {
  const expected = await askAndLook(page, samplePath);

  const path = info.outputPath("runs.csv");
  await application.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await page.getByTestId("export-button").click();
  await page.getByTestId("export-start").click();
  await expect(page.getByTestId("notes")).toContainText("runs.csv");
  const { runs, records } = readExport(path);
  expect(runs).toEqual(expected.toReversed());
  // The columns that the sample begins with.
  expect(Object.keys(records[0] ?? {})).toEqual(
    ["run", "started", "length", "run_type", "event_count", "beam_current"].concat([
      "beam_energy",
      "radiator_id",
      "polarization_direction",
    ]),
  );
  expect(records.every(({ event_count }) => Number(event_count) > 500_000)).toBe(true);
});
