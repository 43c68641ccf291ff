/** Takes the pictures of `npm run screenshots` into the folder that is named: every page, light and dark, in two sizes. */
import { copyFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { launchApplication } from "../test/support/electron.ts";
import { pagesWithout } from "../test/support/pages.ts";
import { samplePath } from "../test/support/paths.ts";
import { question, typeQuery } from "../test/support/walk.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: takeScreenshots.ts FOLDER");

const path = "/home/hdops/CDAQ/daq_dev_v0.31/daq/config/hd_all/FCAL_BCAL_PS_m9.conf";
const [version = 0, before = 0] = versionsOf(path);

interface Picture {
  readonly name: string;
  /** The address of the page. */
  readonly hash: string;
  /** Seen when the page is ready. */
  readonly ready: string;
  /** What is done before the picture is taken. */
  readonly act?: (page: Page) => Promise<void>;
}

const search = `q=${encodeURIComponent(question)}`;
const arranged: readonly Picture[] = [
  {
    name: "runs",
    hash: `runs?${search}`,
    ready: "run-row",
    act: (page) => page.getByTestId("run-row").nth(3).click(),
  },
  {
    name: "column",
    hash: "runs?columns=started,length,run_type,beam_current,event_count",
    ready: "run-row",
    act: async (page) => {
      const header = page.getByRole("columnheader", { name: "beam_current" });
      await header.hover();
      await header.getByTestId("column-menu-button").click();
      await page.getByTestId("column-menu").getByTestId("histogram").waitFor();
    },
  },
  {
    name: "query",
    hash: "runs",
    ready: "run-row",
    act: async (page) => {
      await typeQuery(page, "beam_current = 100 && run_type");
      await page.getByTestId("run-button").click();
      await page.getByTestId("query-problems").waitFor();
    },
  },
  {
    name: "palette",
    hash: "runs",
    ready: "run-row",
    act: async (page) => {
      await page.keyboard.press("Control+k");
      await page.keyboard.type("beam");
      await page.getByTestId("palette").getByText("beam_current").first().waitFor();
    },
  },
  { name: "run", hash: `run/70206?${search}`, ready: "recent" },
  { name: "compare", hash: "compare?runs=70203,70205,70206", ready: "compare-table" },
  { name: "files", hash: `files?path=${encodeURIComponent(path)}&version=${version}`, ready: "file-content" },
  {
    name: "changes",
    hash: `files?path=${encodeURIComponent(path)}&version=${version}&against=${before}`,
    ready: "file-changes",
  },
  { name: "look", hash: "look?plot=time&x=started&y=beam_current,event_rate", ready: "plot" },
  { name: "pair", hash: "look?plot=pair&x=beam_current&y=event_rate", ready: "pair-plot" },
  { name: "statistics", hash: "statistics", ready: "statistics-total" },
  { name: "log", hash: "log", ready: "log-list" },
  { name: "station", hash: "station", ready: "station-run" },
  { name: "settings", hash: "settings", ready: "settings-page" },
];
const pictures: readonly Picture[] = [
  ...arranged,
  ...pagesWithout(arranged.map(({ hash }) => hash)).map(({ page }) => ({
    name: page,
    hash: page,
    ready: `${page}-page`,
  })),
];
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;

/** The ids of the last two versions of a path, the newest first. */
function versionsOf(wanted: string): number[] {
  const file = new SqliteFile(samplePath, { readonly: true });
  const ids = file
    .prepare<[string], number>("SELECT id FROM files WHERE path = ? ORDER BY id DESC LIMIT 2")
    .pluck()
    .all(wanted);
  file.close();
  return ids;
}

// Where it lies is to be seen in the settings.
const database = join(tmpdir(), "sample.sqlite");
copyFileSync(samplePath, database);

for (const colorScheme of ["light", "dark"] as const) {
  for (const size of sizes) {
    const to = join(folder, `${size.width}x${size.height}`);
    mkdirSync(to, { recursive: true });
    const { application, page } = await launchApplication([database]);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    await page.getByTestId("run-row").first().waitFor();
    for (const { name, hash, ready, act } of pictures) {
      await page.evaluate(`window.location.replace(${JSON.stringify(`#/${hash}`)})`);
      await page.reload();
      await page.getByTestId(ready).first().waitFor();
      await act?.(page);
      // Sparklines, states and plots come after the page.
      await page.waitForTimeout(1000);
      await page.screenshot({ path: join(to, `${name}-${colorScheme}.png`), animations: "disabled" });
    }
    await application.close();
  }
}
