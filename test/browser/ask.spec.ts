/** Asking: completion of values, history, saved queries, the query elsewhere, examples, and the palette. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { seriousFindings } from "../support/accessibility.ts";
import { plainAnswer } from "../support/plainAnswer.ts";
import { shownCount, typeQuery } from "../support/walk.ts";
import { expect, test } from "./server.ts";

const content = '[data-testid="query-editor"] .cm-content';

test.beforeEach(({ page }) => expect(page.getByTestId("run-row").first()).toBeVisible());

async function ask(page: Page, expression: string): Promise<void> {
  await typeQuery(page, expression);
  await page.locator(content).click();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("status-line")).not.toContainText(/not run|Searching/);
}

test("values of a text are offered behind ==, the most frequent first, and put in with quotes", async ({
  page,
  database,
}) => {
  await page.locator(content).click();
  await page.keyboard.type("run_type == ");
  const options = page.locator(".cm-tooltip-autocomplete [role=option]");
  await expect(options.first()).toContainText("'hd_all.tsg'");
  const runs = plainAnswer(database, "run_type == 'hd_all.tsg'").length;
  await expect(options.first()).toContainText(`${runs} runs`);
  await page.keyboard.type("'hd_b");
  await expect(options.first()).toContainText("'hd_bcal.tsg'");
  await page.keyboard.press("Enter");
  await expect(page.locator(content)).toHaveText("run_type == 'hd_bcal.tsg'");
  await page.keyboard.press("Enter");
  await expect.poll(() => shownCount(page)).toBe(plainAnswer(database, "run_type == 'hd_bcal.tsg'").length);
});

test("a name under the pointer is explained, with its runs and its range", async ({ page, database }) => {
  await ask(page, "beam_current > 100");
  await page.locator(".query-name").hover();
  const tooltip = page.locator(".cm-tooltip .query-description");
  await expect(tooltip).toContainText("float");
  const having = plainAnswer(database, "beam_current is not None").length;
  await expect(tooltip).toContainText(`${having} of 3000 runs have it`);
  await expect(tooltip).toContainText(/From -?[\d.]+ to [\d.]+/);
});

test("Alt-Enter fixes one slip after the other", async ({ page }) => {
  await typeQuery(page, "beam_curent = 100 && event_count > 5");
  await page.locator(content).click();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("query-problems")).toContainText("Alt Enter");
  for (let slip = 0; slip < 3; slip++) await page.keyboard.press("Alt+Enter");
  await expect(page.locator(content)).toHaveText("beam_current == 100 and event_count > 5");
  await expect(page.getByTestId("query-problems")).toBeHidden();
});

test("the fixes are reached and left by keys", async ({ page }) => {
  await typeQuery(page, "beam_current = 100");
  await page.locator(content).click();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+.");
  await expect(page.getByRole("button", { name: "Change to ==" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.locator(content)).toBeFocused();
});

test("earlier queries are found, run, removed, and brought back", async ({ page }) => {
  await ask(page, "@is_cosmic");
  await ask(page, "event_count > 500000");
  const count = await shownCount(page);
  await ask(page, "beam_current > 100");
  await page.reload();
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.locator(content).click();
  await page.keyboard.press("ArrowUp");
  const entries = page.getByTestId("history").getByRole("option");
  await expect(entries).toHaveText([/beam_current > 100/, /event_count > 500000/, /@is_cosmic/]);
  await page.keyboard.type("even");
  await expect(entries).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect.poll(() => shownCount(page)).toBe(count);
  await expect(page.locator(content)).toHaveText("event_count > 500000");

  await page.locator(content).click();
  await page.keyboard.press("Control+r");
  await expect(entries.first()).toContainText("event_count > 500000");
  await page.keyboard.press("Delete");
  await expect(entries).toHaveCount(2);
  await page.getByTestId("history-undo").click();
  await expect(entries).toHaveText([/event_count/, /beam_current/, /@is_cosmic/]);
});

test("a query is saved, asked about before it is replaced, run, renamed, deleted and brought back", async ({
  page,
}) => {
  await ask(page, "@is_cosmic");
  const count = await shownCount(page);
  const save = async (name: string, folder: string) => {
    await page.keyboard.press("Control+s");
    await expect(page.getByTestId("save-name")).toBeFocused();
    await page.keyboard.type(name);
    await page.getByTestId("save-folder").fill(folder);
    await page.keyboard.press("Enter");
  };
  await save("Cosmics", "calibration / 2018");
  const saved = page.getByTestId("saved-query");
  await expect(saved).toHaveText([/Cosmics.*@is_cosmic/]);
  await expect(page.getByTestId("saved-dialog")).toContainText("calibration/2018");
  await page.keyboard.press("Escape");

  await ask(page, "beam_current > 100");
  await save("Cosmics", "calibration/2018");
  await expect(page.getByTestId("save-form")).toContainText("is there already");
  await page.getByTestId("save-name").fill("Beam");
  await page.getByTestId("save-submit").click();
  await expect(saved).toHaveText([/Beam/, /Cosmics/]);

  await page.getByRole("button", { name: "Rename or move “Cosmics”" }).click();
  await page.getByTestId("save-folder").fill("");
  await page.getByTestId("save-submit").click();
  await expect(saved).toHaveText([/Cosmics/, /Beam/]);
  await page.getByRole("button", { name: "Delete “Beam”" }).click();
  await expect(saved).toHaveCount(1);
  await page.getByTestId("undo-delete").click();
  await expect(saved).toHaveCount(2);
  await saved.first().getByRole("button").first().click();
  await expect.poll(() => shownCount(page)).toBe(count);
});

test("saved queries are written to a file, read back, and a broken file is refused in words", async ({
  page,
}) => {
  await ask(page, "@is_cosmic");
  await page.keyboard.press("Control+s");
  await page.keyboard.type("Cosmics");
  await page.keyboard.press("Enter");
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export all" }).click();
  const path = await (await downloading).path();
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ format: "rcdb-queries", version: 1 });

  await page.getByRole("button", { name: "Delete “Cosmics”" }).click();
  await page.getByTestId("import-file").setInputFiles({
    name: "mine.json",
    mimeType: "application/json",
    buffer: readFileSync(path),
  });
  await expect(page.getByTestId("saved-query")).toHaveText([/Cosmics/]);
  await page.getByTestId("import-file").setInputFiles({
    name: "broken.json",
    mimeType: "application/json",
    buffer: Buffer.from('{"format": "rcdb-queries", "version": 1, "queries": [{"name": "<img src=x>"}]}'),
  });
  const dialog = page.getByTestId("saved-dialog");
  await expect(dialog).toContainText("“broken.json”: Query 1 of the file cannot be read");
  await expect(page.getByTestId("saved-query")).toHaveCount(1);

  // The same by dropping a file on the window.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  const file = await page.evaluateHandle(
    (text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "dropped.json"));
      return transfer;
    },
    readFileSync(path, "utf8"),
  );
  await page.dispatchEvent("body", "drop", { dataTransfer: file });
  await expect(dialog).toContainText("0 queries imported from “dropped.json”. 1 was here already.");
});

test("column sets are kept, shown, renamed, deleted, undone, and passed on as a file", async ({
  page,
  url,
}) => {
  await page.goto(`${url}#/runs?columns=run_type,event_count`);
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  const header = page.getByTestId("run-table").getByRole("columnheader");
  const dialog = page.getByTestId("column-sets-dialog");
  await page.getByTestId("columns-button").click();
  await page.getByTestId("columns-sets").click();
  await page.getByTestId("column-set-name").fill("shift");
  await page.keyboard.press("Enter");
  await expect(dialog.getByTestId("column-set")).toHaveText([/shift.*run_type, event_count/s]);
  await dialog.getByRole("button", { name: "Rename “shift”" }).click();
  await page.getByTestId("column-set-new-name").fill("night shift");
  await page.keyboard.press("Enter");
  await expect(dialog.getByTestId("column-set")).toHaveText([/night shift/]);
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save “night shift” as a file" }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe("night-shift.rcdbcolumns");
  const text = readFileSync(await saved.path(), "utf8");
  await dialog.getByRole("button", { name: "Delete “night shift”" }).click();
  await expect(dialog.getByTestId("column-set")).toHaveCount(0);
  await page.getByTestId("column-set-undo").click();
  await expect(dialog.getByTestId("column-set")).toHaveCount(1);
  expect(await seriousFindings(page, "column-sets-dialog")).toEqual([]);
  await page.keyboard.press("Escape");

  // By somebody else's file, dropped on the window: with a column that this database does not have.
  const theirs = text.replace("night shift", "theirs").replace('"event_count"', '"beam_energy", "no_such"');
  const file = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], "theirs.rcdbcolumns"));
    return transfer;
  }, theirs);
  await page.dispatchEvent("body", "drop", { dataTransfer: file });
  await expect(page.getByTestId("column-set-said")).toContainText(
    "1 column set taken from “theirs.rcdbcolumns”",
  );
  await dialog.getByRole("button", { name: /theirs.*beam_energy/ }).click();
  await expect(page.getByTestId("column-set-said")).toContainText("does not have: no_such");
  await page.keyboard.press("Escape");
  await expect(header.filter({ hasText: "energy" })).toBeVisible();
  await expect(header.filter({ hasText: "event" })).toHaveCount(0);
});

test("the query as a link opens the same, with its range and columns", async ({ page, context, url }) => {
  await page.goto(`${url}#/runs?columns=run_type,event_count`);
  await ask(page, "@is_cosmic and event_count > 5");
  const count = await shownCount(page);
  await page.getByTestId("query-as-button").click();
  const forms = page.getByTestId("query-as");
  await expect(forms.locator('[data-form="python"] pre')).toContainText(
    "select_values(['run_type', 'event_count'], '@is_cosmic and event_count > 5'",
  );
  await expect(forms.locator('[data-form="shell"] pre')).toContainText(
    "select --desc '@is_cosmic and event_count > 5'",
  );
  await expect(forms.locator('[data-form="sql"] pre')).toContainText("SELECT");
  const link = await forms.locator('[data-form="link"] pre').innerText();
  expect(link.startsWith(url)).toBe(true);
  const other = await context.newPage();
  await other.goto(link);
  await expect.poll(() => shownCount(other)).toBe(count);
  await forms.getByRole("button", { name: "Copy as Link" }).click();
  await expect(forms).toContainText("Copied");
});

test("keys of the query work outside of it, and are listed", async ({ page }) => {
  await page.getByTestId("run-table").focus();
  await page.keyboard.press("q");
  await page.keyboard.press("p");
  await expect(page.getByTestId("query-as").getByRole("button", { name: "Copy as Python" })).toHaveText(
    "Copied",
  );
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  const keys = page.getByTestId("keys-dialog");
  for (const action of [
    "Go to anything",
    "Earlier queries",
    "Saved queries",
    "Save this query",
    "Examples of queries",
  ]) {
    await expect(keys).toContainText(action);
  }
});

test("an example is put into the query", async ({ page }) => {
  await page.getByTestId("examples-button").click();
  const examples = page.getByTestId("examples");
  await expect(examples).toContainText("run_type == 'hd_all.tsg'");
  await examples.getByRole("button", { name: "80 < beam_current < 120" }).click();
  await expect(page.locator(content)).toHaveText("80 < beam_current < 120");
  await expect(page.locator(content)).toBeFocused();
});

test("the palette goes to a run, shows a column, opens a file, sets a period, does a command", async ({
  page,
}) => {
  const palette = page.getByTestId("palette");
  const options = palette.getByRole("option");
  const choose = async (query: string, found: string, key = "Enter") => {
    // A key reaches nothing for as long as what has the focus has just become inert, below the page that was gone to.
    await expect(async () => {
      await page.keyboard.press("Control+k");
      await expect(palette).toBeVisible({ timeout: 5_000 });
    }).toPass();
    await page.keyboard.type(query);
    // The options of what was typed so far may still stand there.
    await expect(options.first()).toContainText(found);
    await expect(options.first()).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press(key);
    await expect(palette).toBeHidden();
  };
  await choose("130340", "130340");
  await expect(page.getByTestId("run-page")).toBeVisible();
  await choose("solenoid_curr", "solenoid_current");
  await expect(page.getByRole("columnheader", { name: /solenoid_current/ })).toBeVisible();
  await choose("beam_energy", "beam_energy", "Control+Enter");
  await expect(page.locator(content)).toHaveText("beam_energy");
  await choose("RunPeriod-2018-08", "RunPeriod-2018-08");
  await expect(page.getByTestId("range-button")).toContainText("RunPeriod-2018-08");
  await choose("go to files", "Go to Files");
  await expect(page.getByTestId("path-list")).toBeVisible();

  await page.keyboard.press("Control+p");
  await expect(palette.getByRole("group").first()).toContainText("Recent");
  await expect(options.first()).toContainText("Go to Files");
  // Then what can be done on this page, and at the end what can be done on each of them.
  const groups = palette.getByRole("group", { name: "Commands" }).locator(".detail");
  await expect(groups.first()).toHaveText("Files");
  await expect(groups.last()).toHaveText("");
  await page.keyboard.type("nothing is called so");
  await expect(palette).toContainText("No results for");
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
});

test("the palette finds what can be done by the words that people have for it, and says what Enter does", async ({
  page,
}) => {
  const words: Record<string, RegExp> = {
    plot: /Plots|Plot by run|Scatter plot/,
    graph: /Plot/,
    histogram: /Histogram/,
    scatter: /Scatter plot/,
    trend: /Plot/,
    help: /keys|Help/i,
    shortcuts: /keys/,
    theme: /light and dark/,
    alias: /Aliases/,
    csv: /Export the result/,
    excel: /Export the result/,
    about: /licences|About/,
    recent: /Earlier queries/,
    report: /Shift summary|Report/,
    comment: /Comment on/,
    summary: /Statistics|Shift summary/,
    average: /Statistics/,
    diff: /Compare/,
    filter: /query/i,
    bookmark: /Save/,
    url: /link/,
    python: /Python/,
    clipboard: /Copy/,
    preferences: /Settings/,
    monitor: /Live/,
    reload: /new runs/,
    fields: /columns/,
    grep: /contents of files/,
    audit: /Log/,
    season: /period/i,
    interval: /runs to look through/,
  };
  await page.keyboard.press("Control+k");
  const options = page.getByTestId("palette").getByRole("option");
  for (const [word, name] of Object.entries(words)) {
    await page.getByRole("combobox", { name: "Go to anything" }).fill(word);
    await expect.soft(options.filter({ hasText: name }).first(), word).toBeVisible();
  }
  const enter = page.getByTestId("palette-enter");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("2018-09-15");
  await expect(options).toContainText(["Runs started 2018-09-15", "RunPeriod-2018-08"]);
  await expect(enter).toHaveText("Enter run the query");
  await page.keyboard.press("ArrowDown");
  await expect(enter).toHaveText("Enter search in its runs");
});

test("the palette opens a file by a part of its path", async ({ page }) => {
  await page.keyboard.press("Control+k");
  await page.keyboard.type(".cnf");
  const file = page
    .getByTestId("palette")
    .getByRole("group")
    .filter({ hasText: "Files" })
    .getByRole("option")
    .first();
  await file.click();
  await expect(page).toHaveURL(/#\/files\?path=/);
});

test("settings show the database, its tables, aliases and periods, and change the theme", async ({
  page,
}) => {
  await page.keyboard.press("Control+,");
  const settings = page.getByTestId("settings-page");
  await expect(settings.getByRole("grid", { name: "Tables of the database" })).toContainText("conditions");
  await expect(settings.getByRole("grid", { name: "Aliases" })).toContainText("@is_production");
  await expect(settings.getByRole("grid", { name: "Run periods" })).toContainText("RunPeriod-2018-08");
  // A browser changes nothing, and says so.
  await expect(settings.getByTestId("alias-add")).toHaveCount(0);
  await expect(settings).toContainText("are changed in the desktop application");
  await settings.getByLabel("Dark").check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

const look = async (page: Page, part: string, open: () => Promise<void>) => {
  await open();
  await expect(page.getByTestId(part)).toBeVisible();
  expect(await seriousFindings(page, part)).toEqual([]);
  await page.keyboard.press("Escape");
};

test("what floats over the query has no serious fault of access", async ({ page }) => {
  await ask(page, "@is_cosmic");
  for (const part of ["history", "query-as", "examples"]) {
    await look(page, part, () => page.getByTestId(`${part}-button`).click());
  }
});

test("dialogs, the palette and settings have no serious fault of access", async ({ page }) => {
  await look(page, "saved-dialog", async () => {
    await page.keyboard.press("Control+s");
    await page.keyboard.type("All");
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("saved-query")).toBeVisible();
  });
  await look(page, "palette", async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("beam");
  });
  await look(page, "settings-page", async () => {
    await page.keyboard.press("Control+,");
    await expect(page.getByRole("grid", { name: "Tables of the database" })).toBeVisible();
  });
});

test("runs typed as a query become the range, which is said and can be undone", async ({ page }) => {
  await ask(page, "beam_current > 100");
  await ask(page, "10001-10010");
  await expect.poll(() => shownCount(page)).toBe(10);
  await expect(page.locator(content)).not.toContainText("10001");
  await expect(page.getByTestId("range-button")).toContainText("10001");
  const notice = page.getByTestId("taken-runs");
  await expect(notice).toContainText(
    "“10001-10010” names runs, not a condition: the run range is set to 10001-10010.",
  );
  await notice.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(content)).toHaveText("10001-10010");
  await expect(notice).toBeHidden();
  await expect(page.getByTestId("range-button")).not.toContainText("10001");
});

test("a run period typed as a query becomes the range, which is said and can be undone", async ({ page }) => {
  await ask(page, "RunPeriod-2019-11");
  await expect(page.locator(content)).not.toContainText("RunPeriod");
  await expect(page.getByTestId("range-button")).toContainText("RunPeriod-2019-11");
  const notice = page.getByTestId("taken-runs");
  await expect(notice).toContainText("“RunPeriod-2019-11” names runs, not a condition");
  await notice.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(content)).toHaveText("RunPeriod-2019-11");
  await expect(page.getByTestId("range-button")).not.toContainText("RunPeriod-2019-11");
});

test("a range that ends before it begins is refused with the right way round", async ({ page }) => {
  await typeQuery(page, "10010-10001");
  await page.locator(content).click();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("query-problems")).toContainText("Did you mean 10001-10010?");
});

test("a query that names nothing is not saved", async ({ page }) => {
  await typeQuery(page, "5 + 3");
  await page.keyboard.press("Control+s");
  await page.getByTestId("save-name").fill("eight");
  await page.getByTestId("save-name").press("Enter");
  await expect(page.getByTestId("save-form")).toContainText("This names no condition");
});

test("a query that names nothing is refused where it stands", async ({ page }) => {
  await typeQuery(page, "5 + 3");
  await page.locator(content).click();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("query-problems")).toContainText("names no condition");
});

test("a function under the pointer is explained, and the result says what a relative time was", async ({
  page,
}) => {
  await ask(page, "round(beam_current) > 5 and started < 'today'");
  await page.locator(".query-method").hover();
  await expect(page.locator(".cm-tooltip .query-description")).toContainText("the nearest integer");
  await page.mouse.move(0, 0);
  await page.getByTestId("sql-button").click();
  await expect(page.getByTestId("meant-date")).toHaveText(/^\s*'today' was \d{4}-\d\d-\d\d\s*$/);
  await expect(page.getByTestId("relative-date")).toHaveText(/^'today' was \d{4}-\d\d-\d\d$/);
});
