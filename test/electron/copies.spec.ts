/** Copies in the real application: taken from a server and from a file, interrupted, resumed, opened, compared, updated. */
import { copyFileSync, existsSync, readdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test, type ElectronApplication, type Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { createConnection } from "mysql2/promise";
import { exactRows } from "../support/copies.ts";
import { launchApplication } from "../support/electron.ts";
import { execute } from "../support/mariadb.ts";
import { startServerWith } from "../support/sampleOnServer.ts";
import { writeSmallSample } from "../support/smallSample.ts";

let server: Awaited<ReturnType<typeof startServerWith>>;

/** What the copies are of. Thousands of runs are copied by the tests of copies without a window. */
const runs = 500;

test.beforeAll(async ({}, info) => {
  const small = writeSmallSample(info.outputPath("small.sqlite"), runs);
  server = await startServerWith(small);
  rmSync(small);
  await execute({ port: server.port }, [
    "CREATE USER shift@'127.0.0.1' IDENTIFIED BY 'p@ss word'",
    "GRANT SELECT ON rcdb.* TO shift@'127.0.0.1'",
  ]);
});

test.afterAll(() => server.stop());

/** What people choose in the system's dialogs. */
async function choose(application: ElectronApplication, path: string): Promise<void> {
  await application.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
}

async function fromChip(page: Page, button: string): Promise<void> {
  await page.getByTestId("database-chip").click();
  await page.getByTestId(button).click();
}

test("a copy of a server: interrupted, resumed, opened, compared, updated, and asking for the password", async ({}, info) => {
  const path = info.outputPath("laptop.sqlite");
  const connection = `mysql://shift:p%40ss%20word@127.0.0.1:${server.port}/rcdb`;
  const first = await launchApplication([connection]);
  let { application, page } = first;
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await expect(page.getByTestId("copy-age")).toBeHidden();
  await choose(application, path);

  // Its conditions are somebody else's until the copy is cancelled.
  const root = await createConnection({
    host: "127.0.0.1",
    port: server.port,
    user: "root",
    database: "rcdb",
  });
  await root.query("LOCK TABLES conditions WRITE");
  await page.keyboard.press("Control+Shift+S");
  const taking = page.getByTestId("take-copy-dialog");
  await page.getByTestId("take-copy").click();
  await expect(taking.getByTestId("copy-progress")).toBeVisible();
  await expect.poll(() => existsSync(`${path}.part`)).toBe(true);
  await page.getByTestId("cancel-copy").click();
  await expect(taking.getByTestId("copy-interrupted")).toBeVisible();
  await expect(taking).toContainText("NAME.part");
  expect(existsSync(path)).toBe(false);
  await root.query("UNLOCK TABLES");
  await page.getByTestId("resume-copy").click();
  await expect(taking.getByTestId("copy-taken")).toContainText(/complete: [\d.]+ MB, everything/);
  expect(await exactRows(path)).toEqual(await exactRows(server.url));
  expect(readdirSync(dirname(path))).toEqual(["laptop.sqlite"]);

  await page.getByTestId("open-taken").click();
  await expect(page.getByTestId("copy-age")).toHaveText(/^copy of rcdb, (just taken|\d+ minutes? old)$/);
  const count = await page.getByTestId("result-count").textContent();

  // The window still knows the password with which it had the server open.
  await root.query("INSERT INTO runs VALUES (999999, '2026-02-17 13:26:01', NULL)");
  await root.query("UPDATE runs SET finished = '2026-02-17 14:26:01' ORDER BY number LIMIT 1");
  await fromChip(page, "open-copy-button");
  const dialog = page.getByTestId("open-copy-dialog");
  await expect(dialog.getByTestId("open-copy")).toContainText(`shift@127.0.0.1:${server.port}/rcdb`);
  await page.getByTestId("check-copy").click();
  await expect(dialog.getByTestId("copy-checked")).toContainText("runs: 1 missing, 1 changed");
  await page.getByTestId("update-copy").click();
  await expect(dialog.getByTestId("copy-updated")).toContainText("runs: 1 row added, 1 row changed");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("result-count")).not.toHaveText(count ?? "");
  await page.getByTestId("database-chip").click();
  await application.close();

  await root.query("DELETE FROM runs WHERE number = 999999");
  ({ application, page } = await launchApplication([path]));
  await fromChip(page, "open-copy-button");
  await page.getByTestId("check-copy").click();
  await page.getByTestId("copy-password").fill("p@ss word");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("copy-checked")).toContainText("runs: 1 no longer in the source");
  await page.getByTestId("update-copy").click();
  await expect(page.getByTestId("copy-updated")).toContainText("runs: 1 row removed");
  expect(await exactRows(path)).toEqual(await exactRows(server.url));

  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Shift+L");
  await fromChip(page, "open-copy-button");
  await server.kill();
  await page.getByTestId("update-copy").click();
  await expect(page.getByTestId("open-copy-dialog").getByTestId("error-box")).toBeVisible();
  await expect(page.getByTestId("copy-age")).toContainText("copy of rcdb");
  await application.close();
  root.destroy();
});

test("a copy of a part of a file, which updates itself; an unfinished one is not opened", async ({}, info) => {
  const [source, path, part] = ["station.sqlite", "part.sqlite", "away.sqlite.part"].map((name) =>
    info.outputPath(name),
  ) as [string, string, string];
  writeSmallSample(source, runs);
  const { application, page } = await launchApplication([source]);
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await choose(application, path);
  await fromChip(page, "take-copy-button");
  const dialog = page.getByTestId("take-copy-dialog");
  await dialog.getByLabel("Run range").check();
  await page.getByTestId("take-copy").click();
  await expect(dialog).toContainText("Give runs, such as 10001-10010.");
  await dialog.getByTestId("copy-range").fill("1-");
  await dialog.getByLabel("Some").check();
  await dialog.getByRole("checkbox", { name: "event_count", exact: true }).check();
  await dialog.getByLabel("Names only").check();
  await page.getByTestId("take-copy").click();
  await expect(dialog.getByTestId("copy-taken")).toContainText(
    "runs 1-, 1 condition, files without contents.",
  );
  await page.getByTestId("open-taken").click();
  await expect(page.getByTestId("copy-age")).toHaveText(
    /^copy of station\.sqlite, (just taken|\d+ minutes? old)$/,
  );
  await fromChip(page, "open-copy-button");
  await page.getByTestId("copy-plan").getByText("Regularly").click();
  const hours = page.getByTestId("copy-hours");
  await expect(hours).toHaveValue("24");
  for (const [typed, kept] of [
    ["6", "6"],
    ["0", "6"],
  ] as const) {
    await hours.fill(typed);
    await hours.press("Tab");
    await expect(hours).toHaveValue(kept);
  }
  await page.getByTestId("copy-plan").getByText("When opened").click();
  await page.keyboard.press("Escape");

  const file = new SqliteFile(source);
  file.exec("INSERT INTO runs (number, started) VALUES (999999, '2026-02-17 13:26:01')");
  file.close();
  const open = async (chosen: string, title: RegExp) => {
    await choose(application, chosen);
    await page.keyboard.press("Control+o");
    await expect(page).toHaveTitle(title);
  };
  await open(source, /station/);
  await open(path, /part/);
  await expect.poll(() => newestRun(path)).toBe(999999);
  await expect(page.getByTestId("run-row").filter({ hasText: "999999" })).toHaveCount(1);

  await test.step("changes at home go into a file, and are applied at the station", async () => {
    const [changes, other] = [info.outputPath("home.rcdbchange"), info.outputPath("other.sqlite")];
    await page.getByTestId("run-table").focus();
    for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"])
      await page.keyboard.press(key);
    await page.keyboard.press("F2");
    await page.getByTestId("allow-button").press("Enter");
    await typeValue(page, "41");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("F2");
    await typeValue(page, "42");
    await expect(page.getByTestId("change-count")).toHaveText("2 changes not yet at the station");
    // A change file creates no runs: that is not offered.
    await page.getByTestId("change-many").click();
    await page.getByTestId("many-dialog").getByText("From CSV or TSV").click();
    await expect(page.getByTestId("many-no-create")).toContainText("Create them at the station");
    await expect(page.getByTestId("many-create")).toBeHidden();
    await page.getByTestId("many-table").fill("run,event_count\n888888,1\n");
    await page.getByTestId("many-preview").click();
    await expect(page.getByTestId("many-plan")).toContainText("no run 888888");
    await expect(page.getByTestId("many-commit")).toBeHidden();
    await page.keyboard.press("Escape");
    await choose(application, changes);
    await page.getByTestId("bar-save-change-file").click();
    await expect.poll(() => existsSync(changes)).toBe(true);
    expect([valuesAt(path, 41), valuesAt(path, 42)]).toEqual([0, 0]);
    await expect(page.getByTestId("change-count")).toHaveAttribute("data-kept", "true");

    // Somebody at the station has changed one of them.
    const station = new SqliteFile(source);
    station.exec(`UPDATE conditions SET int_value = 7 WHERE condition_type_id = (SELECT id FROM condition_types WHERE name = 'event_count')
      AND run_number = (SELECT max(number) FROM runs WHERE number < 999999)`);
    station.close();
    writeSmallSample(other, runs);
    const review = page.getByTestId("review-dialog");
    const openChanges = async () => {
      await choose(application, changes);
      await page.getByTestId("run-table").focus();
      await page.keyboard.press("e");
      await page.keyboard.press("o");
      await expect(review.getByTestId("change-file")).toContainText(/over a copy of \d{4}-/);
    };
    await open(other, /other/);
    await openChanges();
    await expect(review.getByTestId("change-file-elsewhere")).toContainText("station.sqlite");
    await review.getByTestId("review-discard").click();
    await page.keyboard.press("Escape");

    await open(source, /station/);
    await openChanges();
    await expect(review.getByTestId("change-file-elsewhere")).toBeHidden();
    await expect(review.locator('[data-state="conflict"]')).toContainText("7");
    await expect(page.getByTestId("commit-button")).toBeDisabled();
    await review.getByTestId("choose-mine").press("Enter");
    await expect(page.getByTestId("commit-button")).toBeEnabled();
    await page.getByTestId("commit-button").press("Enter");
    await page.getByTestId("allow-button").press("Enter");
    await expect(page.getByTestId("committed")).toContainText("2 changes");
    expect([valuesAt(source, 41), valuesAt(source, 42)]).toEqual([1, 1]);

    // The copy brings them, and what is at the station is no change any more.
    await open(path, /part/);
    await expect.poll(() => [valuesAt(path, 41), valuesAt(path, 42)]).toEqual([1, 1]);
    await expect(page.getByTestId("change-count")).toBeHidden();
  });

  copyFileSync(path, part);
  const unfinished = new SqliteFile(part);
  unfinished.exec("UPDATE rcdb_desktop_copy SET state = json_set(state, '$.whole', json('false'))");
  unfinished.close();
  await choose(application, part);
  await page.keyboard.press("Control+o");
  await expect(page.getByTestId("error-box")).toContainText("unfinished copy");
  await expect(page).toHaveTitle(/part\.sqlite$|part$/);
  await application.close();
});

async function typeValue(page: Page, text: string): Promise<void> {
  await expect(page.getByTestId("edit-value")).toContainText("event_count");
  await expect(page.getByTestId("value-field")).toBeFocused();
  await page.getByTestId("value-field").fill(text);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("edit-value")).toBeHidden();
}

/** How often a file has an integer as the value of a condition. */
function valuesAt(path: string, value: number): unknown {
  const file = new SqliteFile(path, { readonly: true });
  try {
    return file
      .prepare(
        "SELECT count(*) FROM conditions WHERE int_value = ? AND condition_type_id = (SELECT id FROM condition_types WHERE name = 'event_count')",
      )
      .pluck()
      .get(value);
  } finally {
    file.close();
  }
}

function newestRun(path: string): unknown {
  const file = new SqliteFile(path, { readonly: true });
  try {
    return file.prepare("SELECT max(number) FROM runs").pluck().get();
  } finally {
    file.close();
  }
}
