/** Configuration files through time, and the log. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { samplePath } from "../support/paths.ts";
import { shownCount } from "../support/walk.ts";
import { seriousFindings } from "../support/accessibility.ts";
import { expect, test } from "./server.ts";

test.use({ isOpen: false, keepsWindow: true });

const path = "/home/hdops/CDAQ/daq_dev_v0.31/daq/config/hd_all/FCAL_BCAL_PS_m9.conf";

interface Version {
  readonly id: number;
  readonly sha256: string;
  readonly runs: number;
  readonly first: number;
  readonly last: number;
}

/** The versions of the path, straight from the file. */
function readVersions(): Version[] {
  const file = new SqliteFile(samplePath, { readonly: true });
  const versions = file
    .prepare(
      `SELECT files.id, sha256, count(DISTINCT run_number) AS runs, min(run_number) AS first, max(run_number) AS last
       FROM files JOIN files_have_runs ON files_id = files.id WHERE path = ? GROUP BY files.id ORDER BY first`,
    )
    .all(path) as Version[];
  file.close();
  return versions;
}
const versions = readVersions();
const [newest, before] = [versions.at(-1), versions.at(-2)];
if (!newest || !before) throw new Error("the sample has no versions of the path");

async function open(page: Page, url: string, address: string): Promise<void> {
  await page.goto(`${url}#${address}`);
}

test("a path is found, its versions stand along the runs, and the content is checked", async ({
  page,
  url,
}) => {
  await open(page, url, "/files");
  await page.getByTestId("find-path").fill("hd_all fcal_bcal_ps_M9");
  await expect(page.getByTestId("path-count")).toContainText("1 of");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("version-list").getByRole("row")).not.toHaveCount(0);
  await expect(page.getByTestId("version-list")).toHaveAttribute(
    "aria-rowcount",
    String(versions.length + 1),
  );
  await expect(page.getByTestId("file-facts")).toContainText("hash verified");
  await expect(page.getByTestId("file-facts")).toContainText(newest.sha256.slice(0, 8));
  await expect(page.getByTestId("file-content").locator(".file-heading").first()).toContainText("TRIGGER");

  // Along the runs with the keyboard: the first block is the first version.
  await page.getByTestId("run-axis").focus();
  await page.keyboard.press("Home");
  await expect(page.getByTestId("axis-words")).toContainText(`${versions[0]?.first}`);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`version=${versions[0]?.id}\\b`));
  await expect(page.getByTestId("file-facts")).toContainText(versions[0]?.sha256.slice(0, 8) ?? "");
});

test("sections are collapsed, a line is gone to, places are found", async ({ page, url }) => {
  await open(page, url, `/files?path=${path}`);
  const content = page.getByTestId("file-content");
  await content
    .getByTitle("Collapse this section", { exact: true })
    .filter({ visible: true })
    .first()
    .click();
  await expect(content).not.toContainText("TS_TRIG_TYPE");
  await content.getByTitle("Expand this section", { exact: true }).filter({ visible: true }).first().click();
  await expect(content).toContainText("TS_TRIG_TYPE");
  await page.getByLabel("Go to line").fill("100");
  await page.keyboard.press("Enter");
  await expect(content.locator(".file-line")).toBeInViewport();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+f");
  await page.keyboard.type("ts_trig_type");
  await expect(content.locator(".file-current")).toHaveText("TS_TRIG_TYPE");
});

test("the runs that used a version become the result", async ({ page, url }) => {
  await open(page, url, `/files?path=${path}&version=${before.id}&q=event_count+%3E+1`);
  await page.getByTestId("show-runs").click();
  await expect.poll(() => shownCount(page)).toBe(before.runs);
  await expect(page.locator(`[data-testid="run-row"][data-run="${before.last}"]`)).toBeVisible();
});

test("changes: with the version before, side by side and unified, step by step, without whitespace", async ({
  page,
  url,
}) => {
  await open(page, url, `/files?path=${path}&version=${newest.id}&against=${before.id}`);
  const changes = page.getByTestId("file-changes");
  await expect(changes.locator(".cm-merge-a")).toBeVisible();
  await expect(changes.locator(".cm-merge-b .cm-changedText").first()).toBeVisible();
  await expect(page.getByTestId("change-count")).toHaveText(/^\d+ changes?$/);
  await expect(changes.getByText(/unchanged lines/).first()).toBeVisible();
  await expect(page.getByTestId("save-changes")).toBeEnabled();
  const saving = page.waitForEvent("download");
  await page.keyboard.press("s");
  await page.keyboard.press("v");
  const picture = await saving;
  expect(picture.suggestedFilename()).toMatch(/^FCAL_BCAL_PS_m9\.conf-v\d+-v\d+\.svg$/);
  const svg = readFileSync(await picture.path(), "utf8");
  for (const part of [path, newest.sha256.slice(0, 8), `${before.first}–${before.last}`, "unchanged lines"])
    expect(svg).toContain(part);
  expect(svg).toMatch(/sample\.sqlite, changed \d{4}-\d\d-\d\d/);
  await page.getByRole("button", { name: "Unified" }).click();
  await expect(changes.locator(".cm-deletedChunk").first()).toBeVisible();
  await page.getByLabel("Ignore whitespace").check();
  await expect(page.getByText("differ only in whitespace are shown")).toBeVisible();
  await page.getByRole("button", { name: "Swap the sides" }).click();
  await expect(page).toHaveURL(new RegExp(`version=${before.id}&against=${newest.id}`));
  // The layout is kept.
  await page.reload();
  await expect(changes.locator(".cm-deletedChunk").first()).toBeVisible();
  await open(page, url, `/files?path=${path}&version=${newest.id}&against=${newest.id}`);
  await expect(page.getByTestId("no-changes")).toContainText("same version on both sides");
});

test("a search in all contents leads to the line, and its address reopens it", async ({ page, url }) => {
  await open(page, url, "/files");
  await expect(page.getByTestId("path-list")).toBeVisible();
  await page.keyboard.press("Control+Shift+f");
  await expect(page.getByTestId("content-search")).toBeFocused();
  await page.keyboard.type("TRIG_EQ");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("match-count")).toContainText("versions searched");
  const line = page
    .getByTestId("found-lines")
    .getByRole("option")
    .filter({ has: page.locator("mark") });
  await expect(line.first().locator("mark")).toHaveText("TRIG_EQ");
  await line.first().click();
  await expect(page.getByTestId("file-content").locator(".file-line")).toContainText("TRIG_EQ");
  await page.reload();
  await expect(page.getByTestId("file-content").locator(".file-line")).toContainText("TRIG_EQ");
  await expect(page.getByTestId("match-count")).toBeVisible();

  await open(page, url, "/files?search=(&regex=1");
  await expect(page.getByTestId("error-box")).toContainText("is not a regular expression");
  await open(page, url, "/files?search=nothing+has+this");
  await expect(page.getByTestId("empty").first()).toContainText("Nothing found");
});

test("a file is saved as it was", async ({ page, url }) => {
  await open(page, url, `/files?path=${path}`);
  const downloading = page.waitForEvent("download");
  await page.getByTestId("save-file").click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("FCAL_BCAL_PS_m9.conf");
  const file = new SqliteFile(samplePath, { readonly: true });
  const content = file.prepare("SELECT content FROM files WHERE id = ?").pluck().get(newest.id);
  file.close();
  expect(readFileSync(await download.path(), "utf8")).toBe(content);
});

test("from the file of a run to all its versions, and to what changed", async ({ page, url }) => {
  await open(page, url, `/run/${newest.last}`);
  await page.locator(`[data-testid="run-file"][data-file="${newest.id}"]`).click();
  await expect(page.getByTestId("file-viewer")).toContainText("hash fits");
  await page.getByTestId("file-versions-link").click();
  await expect(page.getByTestId("file-history")).toContainText("FCAL_BCAL_PS_m9.conf");
  await page.goBack();
  await page.locator(`[data-testid="run-file"][data-file="${newest.id}"]`).click();
  await page.getByTestId("file-changes-link").click();
  await expect(page.getByRole("tab", { name: "Changes" })).toHaveAttribute("aria-selected", "true");
});

test("what is not there is said so", async ({ page, url }) => {
  await open(page, url, "/files?path=/no/such.conf");
  await expect(page.getByTestId("error-box").first()).toContainText("There is no configuration file");
  await open(page, url, `/files?path=${path}&version=999999`);
  await expect(page.getByTestId("no-version")).toBeVisible();
});

test("the log is filtered, scrolled, and opens runs", async ({ page, url }) => {
  const file = new SqliteFile(samplePath, { readonly: true });
  const of = (sql: string) => file.prepare(sql).pluck().get() as number;
  const [all, byRcdb, ofRun] = [
    of("SELECT count(*) FROM logs"),
    of("SELECT count(*) FROM logs WHERE user_name = 'rcdb'"),
    of(`SELECT count(*) FROM logs WHERE related_run = ${newest.last}`),
  ];
  file.close();
  const count = async () => Number((await page.getByTestId("log-count").innerText()).replace(/\D/g, ""));

  await open(page, url, "/log");
  await expect(page.getByTestId("log-list")).toBeVisible();
  await page.getByTestId("log-list").focus();
  await expect
    .poll(
      async () => {
        await page.keyboard.press("End");
        return count();
      },
      { timeout: 90_000 },
    )
    .toBe(all);

  await page.getByTestId("log-filter-user").fill("rcdb");
  await page.keyboard.press("Enter");
  await expect.poll(count).toBe(byRcdb);
  await page.reload();
  await expect.poll(count).toBe(byRcdb);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await page.getByTestId("log-filter-of").fill(String(newest.last));
  await page.keyboard.press("Enter");
  await expect.poll(count).toBe(ofRun);
  await page.getByTestId("log-list").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("log-record")).toContainText(`Open run ${newest.last}`);
  await page.getByTestId("open-run").click();
  await expect(page.getByTestId("run-view")).toHaveAttribute("data-run", String(newest.last));
  await page.goBack();
  await expect.poll(count).toBe(ofRun);

  await page.getByTestId("log-filter-since").fill("yesterday");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("error-box")).toContainText("is not a time");
});

test("the filtered log is saved whole", async ({ page, url }) => {
  await open(page, url, "/log?user=hdops");
  await page.getByTestId("log-export").click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save as CSV" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("log.csv");
  const [header, ...lines] = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  expect(header).toBe("id,created,user,run,tables,description");
  const file = new SqliteFile(samplePath, { readonly: true });
  const expected = file.prepare("SELECT count(*) FROM logs WHERE user_name = 'hdops'").pluck().get();
  file.close();
  expect(lines.filter((line) => /^\d+,/.test(line))).toHaveLength(expected as number);
});

test("a search beside changes, and a record of the log, have no serious fault of access", async ({
  page,
  url,
}) => {
  await open(page, url, `/files?path=${path}&tab=changes&search=TRIG_EQ`);
  await expect(page.getByTestId("file-changes")).toBeVisible();
  await expect(page.getByTestId("found-lines")).toBeVisible();
  expect(await seriousFindings(page, "files-page")).toEqual([]);
  await open(page, url, "/log");
  await page.getByTestId("log-list").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("log-record")).toBeVisible();
  expect(await seriousFindings(page, "log-record")).toEqual([]);
});
