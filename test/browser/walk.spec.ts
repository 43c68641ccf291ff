import { samplePath } from "../support/paths.ts";
import { askAndLook, readExport } from "../support/walk.ts";
import { expect, test } from "./server.ts";

test("a physicist asks, looks at runs, and takes the table away", async ({ page }) => {
  const expected = await askAndLook(page, samplePath);

  const downloading = page.waitForEvent("download");
  await page.getByTestId("export-button").click();
  await page.getByTestId("export-start").click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("runs.csv");
  const { runs, records } = readExport(await download.path());
  expect(runs).toEqual(expected.toReversed());
  // The columns that the sample begins with.
  expect(Object.keys(records[0] ?? {})).toEqual(
    ["run", "started", "length", "run_type", "event_count", "beam_current"].concat([
      "beam_energy",
      "radiator_id",
      "polarization_direction",
    ]),
  );
});
