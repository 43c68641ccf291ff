import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { seriousFindings } from "../support/accessibility.ts";
import { samplePath } from "../support/paths.ts";
import { settled } from "../support/settled.ts";
import { shownCount, typeQuery } from "../support/walk.ts";
import { expect, test } from "./server.ts";

test.use({ isOpen: false, keepsWindow: true });

/** In a window that is there already the runs of the address before may be shown for a while. */
async function open(page: Page, url: string, hash: string): Promise<void> {
  await page.goto(new URL(hash, url).href);
  await settled(page);
}

/** Points at a share of a plot's width and height. */
async function at(plot: Locator, across: number, down: number): Promise<{ x: number; y: number }> {
  const box = await plot.locator(".u-over").boundingBox();
  if (!box) throw new Error("the plot is not there");
  return { x: box.x + across * box.width, y: box.y + down * box.height };
}

/** Where the dot at the point stands, as a share of a plot's height. */
function heightOfDot(plot: Locator): Promise<number> {
  return plot.evaluate((element) => {
    const box = (name: string) => element.querySelector(name)?.getBoundingClientRect() ?? new DOMRect();
    const [dot, over] = [box(".dot"), box(".u-over")];
    return (dot.top + dot.height / 2 - over.top) / over.height;
  });
}

/** The first value that a statement gives, as a text. */
function query(sql: string): string {
  const file = new SqliteFile(samplePath, { readonly: true });
  const value = file.prepare(sql).pluck().get() as string | number;
  file.close();
  return String(value);
}

const panel = (page: Page, column: string): Locator =>
  page.locator(`[data-testid="line-panel"][data-column="${column}"]`);

test("a condition is chosen, plotted along runs, and a second one below it", async ({ page, url }) => {
  await page.goto(url);
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await page.getByTestId("rail-look").click();
  await expect(page.getByTestId("empty")).toContainText("Choose a condition");
  await page.getByTestId("pick-y").click();
  const find = page.getByPlaceholder("Find a condition");
  await find.fill("beam_curr");
  await page.keyboard.press("Enter");
  await expect(panel(page, "beam_current")).toBeVisible();
  await expect(page).toHaveURL(/look\?plot=run&y=beam_current/);
  await find.fill("run_type");
  await page.locator('[data-name="run_type"]').click();
  await page.keyboard.press("Escape");
  await expect(panel(page, "run_type")).toBeVisible();
  await page.reload();
  await expect(panel(page, "run_type")).toBeVisible();
});

test("by keys from point to point, and into the run", async ({ page, url }) => {
  await open(page, url, "#/look?plot=run&y=beam_current");
  const plot = panel(page, "beam_current").getByTestId("plot");
  await plot.focus();
  await page.keyboard.press("Home");
  const first = query(
    "SELECT min(run_number) FROM conditions JOIN condition_types t ON t.id = condition_type_id WHERE t.name = 'beam_current'",
  );
  await expect(panel(page, "beam_current").getByTestId("readout")).toContainText(`run ${first}`);
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  const words = await panel(page, "beam_current").getByTestId("readout").innerText();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("run-page")).toBeVisible();
  const run = /run (\d+)/.exec(words)?.[1] ?? "none";
  await expect(page.getByTestId("run-view")).toHaveAttribute("data-run", run);
});

test("without a mouse a part is chosen, and zoomed into", async ({ page, url }) => {
  let release = (): void => undefined;
  const isPlotted = new Promise<void>((resolve) => (release = resolve));
  // The runs of the table are found after those of the plot.
  await page.route("**/api/searchRuns", async (route) => {
    const { columns } = route.request().postDataJSON() as { columns: string[] };
    if (columns.length !== 1) await isPlotted;
    await route.continue();
  });
  await page.goto(new URL("#/look?plot=run&y=event_count&from=70000&to=70400", url).href);
  const ofPanel = panel(page, "event_count");
  const plot = ofPanel.getByTestId("plot");
  // The runs that were shown before may still be there.
  await expect(async () => {
    await plot.focus();
    await page.keyboard.press("Home");
    await expect(ofPanel.getByTestId("readout")).toContainText("run 70001", { timeout: 1000 });
  }).toPass();
  await page.keyboard.press("Space");
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await expect(page.getByTestId("chosen")).toContainText("4 runs chosen");
  const height = await heightOfDot(plot);
  release();
  await expect(page.getByTestId("status-line")).toContainText("318 runs");
  await settled(page);
  await expect(page.getByTestId("chosen")).toContainText("4 runs chosen");
  // The plot is higher without what is chosen, and the dot stays on its point.
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("chosen")).toBeHidden();
  await settled(page);
  expect(await heightOfDot(plot)).toBeCloseTo(height, 2);
  await page.keyboard.press("Home");
  await page.keyboard.press("Space");
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Space");
  await page.getByTestId("zoom-to-chosen").click();
  // Runs stand at their places in the result.
  await expect(page).toHaveURL(/first=0&last=3/);
  await plot.focus();
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/first=/);
  // Places of other runs are other runs.
  await open(page, url, "#/look?plot=run&y=event_count&from=70000&to=70400&first=0&last=3");
  await expect(page.getByRole("button", { name: "Show all" })).toBeVisible();
  await typeQuery(page, "event_count > 1000");
  await page.getByTestId("run-button").click();
  await expect(page).toHaveURL(/q=event_count/);
  await expect(page).not.toHaveURL(/first=/);
});

test("a result that the core has lost is read once more, unseen", async ({ page, url }) => {
  let lost = 1;
  await page.route("**/api/plotColumn", (route) => {
    const error = { code: "result_gone", message: "The rows are no longer held." };
    return lost-- > 0 ? route.fulfill({ json: { ok: false, error } }) : route.continue();
  });
  await open(page, url, "#/look?plot=run&y=event_count");
  await expect(panel(page, "event_count").getByTestId("plot")).toBeVisible();
  await expect(page.getByTestId("error-box")).toHaveCount(0);
  expect(lost).toBeLessThan(1);
});

test("what is dragged over becomes the runs of the query", async ({ page, url }) => {
  await open(page, url, "#/look?plot=run&y=event_count&from=70000&to=70400");
  const plot = panel(page, "event_count").getByTestId("plot");
  await expect(plot).toBeVisible();
  const begin = await at(plot, 0.25, 0.5);
  const end = await at(plot, 0.5, 0.6);
  await page.mouse.move(begin.x, begin.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
  const chosen = page.getByTestId("chosen");
  await expect(chosen).toContainText(/\d+ runs shown, 70\d+ – 70\d+/);
  await expect(page).toHaveURL(/first=/);
  const [, rows = "", first = "", last = ""] =
    /(\d+) runs shown, (\d+) – (\d+)/.exec(await chosen.innerText()) ?? [];
  expect(rows).toBe(query(`SELECT count(*) FROM runs WHERE number BETWEEN ${first} AND ${last}`));
  await page.getByTestId("only-these").click();
  await expect(page).toHaveURL(new RegExp(`from=${first}&to=${last}`));
  await expect(page.getByTestId("status-line")).toContainText(`${rows} runs`);
});

test("a wheel zooms, the address keeps it, a double click shows all again", async ({ page, url }) => {
  await open(page, url, "#/look?plot=time&y=event_count");
  const plot = panel(page, "event_count").getByTestId("plot");
  await expect(plot).toBeVisible();
  const middle = await at(plot, 0.5, 0.5);
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.wheel(0, -600);
  await expect(page).toHaveURL(/low=\d+.*&high=\d+/);
  await page.reload();
  await expect(page.getByRole("button", { name: "Show all" })).toBeVisible();
  await expect(plot).toBeVisible();
  await page.mouse.dblclick(middle.x, middle.y);
  await expect(page).not.toHaveURL(/low=/);
});

test("a pair has as many points as runs with both values, and zooms", async ({ page, url }) => {
  await open(page, url, "#/look?plot=pair&x=beam_current&y=event_count");
  const pair = page.getByTestId("pair-plot");
  const both =
    query(`SELECT count(DISTINCT a.run_number) FROM conditions a JOIN conditions b USING (run_number)
    WHERE a.condition_type_id = (SELECT id FROM condition_types WHERE name = 'beam_current')
      AND b.condition_type_id = (SELECT id FROM condition_types WHERE name = 'event_count')`);
  await expect(pair).toHaveAttribute("data-points", both);
  const plot = pair.getByTestId("plot");
  const begin = await at(plot, 0.2, 0.2);
  const end = await at(plot, 0.7, 0.8);
  await page.mouse.move(begin.x, begin.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/ylow=/);
  await expect.poll(async () => Number(await pair.getAttribute("data-points"))).toBeLessThan(Number(both));
  await plot.focus();
  await page.keyboard.press("Escape");
  await expect(pair).toHaveAttribute("data-points", both);
});

test("a scatter plot has a line with its parameters and a profile, a histogram bins of a width", async ({
  page,
  url,
}) => {
  await open(page, url, "#/look?plot=pair&x=beam_current&y=event_rate");
  const pair = page.getByTestId("pair-plot");
  await page.getByTestId("fit").check();
  await page.getByTestId("profile").check();
  await expect(pair.locator("figcaption .name")).toHaveText("event_rate vs beam_current [nA]");
  await expect(pair.getByTestId("plot-line")).toHaveText(
    /event_rate = \(.+ ± .+\).* \+ \(.+ ± .+\).+nA · beam_current, r = 0\.\d/,
  );
  await expect(page).toHaveURL(/fit=1&profile=1/);
  await open(page, url, "#/look?plot=histogram&y=beam_current");
  const histogram = page.getByTestId("histogram-plot");
  await page.getByTestId("bin-width").fill("100");
  await page.getByTestId("bin-width").press("Enter");
  // From -100 to 400, as beam_current lies between -5 and 370.
  await expect(histogram).toHaveAttribute("data-bins", "5");
  await expect(page).toHaveURL(/bin=100/);
  // It was in nA.
  await page.getByTestId("pick-y").click();
  await page.getByPlaceholder("Find a condition").fill("event_ra");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/y=event_rate/);
  await expect(page).not.toHaveURL(/bin=/);
});

test("a histogram counts the runs of the query", async ({ page, url }) => {
  await open(page, url, "#/look?plot=histogram&y=run_type");
  const histogram = page.getByTestId("histogram-plot");
  await expect(histogram).toContainText("33 without a value");
  await histogram.getByTestId("plot").focus();
  await page.keyboard.press("Home");
  // By name, whatever the query.
  const counted = (name: string): string =>
    query(
      `SELECT count(*) FROM conditions WHERE condition_type_id = (SELECT id FROM condition_types WHERE name = 'run_type')
        AND text_value = '${name}'`,
    );
  for (const name of ["hd_all.bcal_fcal_st.tsg", "hd_all.tsg", "hd_all.tsg_ps"]) {
    await expect(histogram.getByTestId("readout")).toContainText(
      new RegExp(`^${name}\\s*${counted(name)} runs`),
    );
    await page.keyboard.press("ArrowRight");
  }
  await typeQuery(page, "event_count > 100000000");
  await page.getByTestId("run-button").click();
  await expect.poll(async () => Number(await histogram.getAttribute("data-rows"))).toBeLessThan(2000);
});

test("a logarithmic axis says how many runs it cannot show, and so do the picture and the table", async ({
  page,
  url,
}) => {
  const count = query(`SELECT count(DISTINCT run_number) FROM conditions WHERE float_value <= 0
    AND condition_type_id = (SELECT id FROM condition_types WHERE name = 'beam_current')`);
  const words = `${count} runs at or below 0 are not shown`;
  expect(Number(count)).toBeGreaterThan(1);
  await open(page, url, "#/look?plot=run&y=beam_current,event_count");
  await expect(panel(page, "beam_current").locator("figcaption")).not.toContainText("not shown");
  await page.getByTestId("log-y").check();
  await expect(panel(page, "beam_current").locator("figcaption")).toContainText(words);
  await page.getByTestId("table-toggle").click();
  await expect(panel(page, "beam_current").getByTestId("point-table")).toContainText(words);
  const download = page.waitForEvent("download");
  await page.getByTestId("save-plot").click();
  await page.getByTestId("save-svg").click();
  expect(readFileSync(await (await download).path(), "utf8")).toContain(words);
  for (const hash of ["histogram&y=beam_current&log=x", "pair&x=beam_current&y=event_rate&log=x"]) {
    await open(page, url, `#/look?plot=${hash}`);
    await expect(page.locator("figcaption")).toContainText(/\d+ runs at or below 0 are not shown/);
  }
});

test("colours have a legend with counts; a click shows one alone, and makes it the query", async ({
  page,
  url,
}) => {
  await open(page, url, "#/look?plot=run&y=beam_current&colour=target_type");
  const legend = page.getByTestId("legend");
  const full = legend.getByRole("button", { name: /FULL & Ready/ });
  const [, runs = ""] = /(\d+)$/.exec((await full.innerText()).trim()) ?? [];
  expect(runs).toBe(
    query(`SELECT count(DISTINCT run_number) FROM conditions WHERE text_value = 'FULL & Ready'
      AND condition_type_id = (SELECT id FROM condition_types WHERE name = 'target_type')`),
  );
  await full.click();
  await expect(legend.getByRole("button", { name: /LD2/ })).toHaveAttribute("aria-pressed", "false");
  const download = page.waitForEvent("download");
  await page.getByTestId("save-plot").click();
  await page.getByTestId("save-svg").click();
  const svg = readFileSync(await (await download).path(), "utf8");
  expect(svg).toContain("FULL &amp; Ready (");
  expect(svg).not.toContain("LD2 (");
  await page.getByTestId("only-colours").click();
  await expect(page.getByTestId("status-line")).toContainText(/1.?822 runs/);
  await page.getByTestId("running-sum").check();
  await page.getByTestId("plan").fill("150");
  await page.getByTestId("plan").press("Enter");
  await expect(page).toHaveURL(/sum=1&plan=150/);
  await expect(panel(page, "beam_current").locator("figcaption")).toContainText("Sum of beam_current [nA]");
  // It was per run.
  await page.getByTestId("plot-kind").getByText("Over time").click();
  await expect(page).toHaveURL(/plot=time/);
  await expect(page).not.toHaveURL(/plan=/);
  // A colour that is not there has no legend, nor that of the plot before, and there is nothing to be saved.
  await expect(legend).toBeVisible();
  await page.evaluate(
    (hash) => (window.location.hash = hash),
    "/look?plot=run&y=beam_current&colour=no_such_thing",
  );
  await expect(page.getByTestId("look-page")).toContainText("no_such_thing");
  await expect(legend).toHaveCount(0);
  await expect(page.getByTestId("save-plot")).toBeDisabled();
});

test("hidden outliers are counted, also of a part of the runs", async ({ page, url }) => {
  await open(page, url, "#/look?plot=run&y=event_count&range=robust");
  const caption = panel(page, "event_count").locator("figcaption");
  await expect(caption).toContainText(/\d+ outliers? (is|are) not shown/);
});

test("the plot is copied by one key, and saved as PNG and as SVG", async ({ page, url, context }) => {
  await open(page, url, "#/look?plot=run&y=beam_current,event_count&q=event_count%20%3E%201000");
  await expect(panel(page, "event_count")).toBeVisible();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await expect(page.getByTestId("save-plot")).toBeEnabled();
  await page.keyboard.press("c");
  await expect(page.getByText("Plot copied")).toBeVisible();
  const copied = await page.evaluate(async () =>
    (await navigator.clipboard.read()).flatMap(({ types }) => types),
  );
  expect(copied).toContain("image/png");
  for (const kind of ["png", "svg"] as const) {
    const download = page.waitForEvent("download");
    await page.getByTestId("save-plot").click();
    await page.getByTestId(`save-${kind}`).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`beam_current-event_count-by-run.${kind}`);
    const content = readFileSync(await file.path());
    if (kind === "png") {
      expect(content.subarray(1, 4).toString()).toBe("PNG");
      // Twice as many pixels as in the window.
      expect(content.readUInt32BE(16)).toBeGreaterThan(2000);
    } else {
      expect(content.toString()).toContain("event_count &gt; 1000");
      expect(content.toString()).toContain(">beam_current [nA]</text>");
      expect(content.toString()).toMatch(/sample\.sqlite, changed \d{4}-\d\d-\d\d/);
      expect(content.toString()).toMatch(/2016-02<.text>/);
    }
  }
});

test("the points as a table, for those who do not see the plot", async ({ page, url }) => {
  await open(page, url, "#/look?plot=run&y=beam_current");
  await page.getByTestId("table-toggle").click();
  await expect(page.getByTestId("point-table").getByRole("row").nth(1)).toContainText("10001");
  await expect(page.getByTestId("point-table").getByRole("row")).toHaveCount(501);
});

test("a state band: its stretches are a list that leads to their runs; a card has the values of all plots", async ({
  page,
  url,
}) => {
  await open(page, url, "#/look?plot=run&y=target_type,beam_current&style=band&from=70000&to=70400");
  const band = panel(page, "target_type");
  await expect(band).toHaveAttribute("data-drawn", "band");
  await expect(panel(page, "beam_current")).toContainText("too many values for a band");
  await expect(band.getByRole("list", { name: "Colours" })).not.toBeEmpty();
  const plot = band.getByTestId("plot");
  await plot.focus();
  await page.keyboard.press("Home");
  const card = page.getByTestId("plot-card");
  await expect(card).toHaveCount(1);
  const [, run = ""] = /Run (\d+)/.exec(await card.innerText()) ?? [];
  const beam = query(
    `SELECT round(float_value, 1) FROM conditions JOIN condition_types t ON t.id = condition_type_id WHERE t.name = 'beam_current' AND run_number = ${run}`,
  );
  await expect(card).toContainText(
    new RegExp(`target_type[^]*beam_current \\[nA\\]\\s*${beam.split(".")[0]}`),
  );
  await page.getByTestId("table-toggle").click();
  const first = page.getByTestId("stretch-table").getByRole("row").nth(1);
  const [, begin = "", end = begin] = /(\d+)(?: – (\d+))?/.exec(await first.innerText()) ?? [];
  expect(run).toBe(begin);
  await first.getByRole("button").click();
  await expect(page).toHaveURL(new RegExp(`/runs.*from=${begin}&to=${end}`));

  // Where all are bands, each has its own colours, and the page has none.
  await open(page, url, "#/look?plot=run&y=target_type,beam_current&style=band&colour=run_type");
  const legend = page.getByTestId("legend");
  await expect(legend).toBeVisible();
  await page.evaluate(
    (hash) => (window.location.hash = hash),
    "/look?plot=run&y=target_type&style=band&colour=run_type",
  );
  await expect(legend).toHaveCount(0);
  await expect(band.getByRole("list", { name: "Colours" })).not.toBeEmpty();
  // One list for several bands: the stretches over which all stay the same, of those that are chosen.
  await page.evaluate(
    (hash) => (window.location.hash = hash),
    "/look?plot=run&y=target_type,run_type&style=band",
  );
  await page.getByTestId("table-toggle").click();
  const table = page.getByTestId("stretch-table");
  await expect(table).toHaveCount(1);
  await expect(table.getByRole("columnheader")).toHaveText([
    "runs from – to",
    "runs",
    "target_type",
    "run_type",
  ]);
  const csv = async () => {
    await page.getByTestId("stretch-take").click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as CSV" }).click(),
    ]);
    await page.keyboard.press("Escape");
    return readFileSync(await download.path(), "utf8")
      .trim()
      .split("\r\n");
  };
  const both = await csv();
  expect(both[0]).toBe("first,last,runs,target_type,run_type");
  const values = both.slice(1).map((line) => line.split(",").slice(3).join());
  expect(values.every((value, at) => value !== values[at - 1])).toBe(true);
  await page.getByTestId("stretch-columns").getByLabel("run_type").uncheck();
  await expect(table.getByRole("columnheader")).toHaveText(["runs from – to", "runs", "target_type"]);
  const one = await csv();
  expect(one.length).toBeLessThan(both.length);
  await page.getByTestId("table-toggle").click();
  await page.evaluate(
    (hash) => (window.location.hash = hash),
    "/look?plot=run&y=target_type&style=band&colour=run_type",
  );

  // A part without runs lists none; it is not all of them.
  await page.getByTestId("table-toggle").click();
  const listed = page.getByTestId("stretch-table").locator("tbody").getByRole("row");
  await expect(listed).not.toHaveCount(0);
  await page.evaluate(
    (hash) => (window.location.hash = hash),
    "/look?plot=run&y=target_type&style=band&axis=number&low=1&high=2",
  );
  await expect(page.getByTestId("stretch-table")).toContainText("No run of the result");
  await expect(listed).toHaveCount(0);
});

test("statistics of the query by period; a period opens its runs, and Back comes back", async ({
  page,
  url,
}) => {
  await open(page, url, "#/statistics");
  const total = page.getByTestId("statistics-total");
  await expect(total).toContainText(query("SELECT count(*) FROM runs"));
  await page.getByRole("columnheader", { name: "Runs", exact: true }).getByRole("button").click();
  const first = page.getByTestId("statistics-row").first();
  const [, runs = ""] = (await first.innerText()).split(/\s+/);
  const name = (await first.getAttribute("data-name")) ?? "";
  expect(runs).toBe(
    query(
      `SELECT count(*) FROM runs JOIN run_periods p ON number BETWEEN run_min AND run_max WHERE p.name = '${name}'`,
    ),
  );
  await first.getByRole("button").click();
  await expect(page.getByTestId("run-table")).toBeVisible();
  await expect.poll(() => shownCount(page)).toBe(Number(runs));
  await page.goBack();
  await expect(total).toBeVisible();
  await expect(page).toHaveURL(/statistics\?order=-runs/);
});

test("statistics by day are those of the database, and saved as CSV", async ({ page, url }) => {
  await open(page, url, "#/statistics?by=day");
  const day = query(
    "SELECT substr(started, 1, 10) FROM runs WHERE started IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT 1",
  );
  const runs = query(`SELECT count(*) FROM runs WHERE started LIKE '${day}%'`);
  await expect(page.getByTestId("statistics-row").first()).toContainText(day);
  const download = page.waitForEvent("download");
  await page.getByTestId("save-csv").click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("statistics-by-day-sample.sqlite.csv");
  const lines = readFileSync(await file.path(), "utf8").split("\n");
  expect(lines[0]).toMatch(/^day,runs,hours,events/);
  expect(lines[1]).toMatch(new RegExp(`^${day},${runs},`));
  const days = Number(query("SELECT count(DISTINCT substr(started, 1, 10)) FROM runs"));
  expect(lines.filter((line) => /^\d{4}-/.test(line))).toHaveLength(days);
});

test("plots and the table of their points have no serious fault of access", async ({ page, url }) => {
  for (const plot of ["run&y=beam_current,run_type", "histogram&y=status&colour=@period"]) {
    await open(page, url, `#/look?plot=${plot}`);
    await expect(page.getByTestId("plot").last()).toBeVisible();
    if (plot.startsWith("run")) await page.getByTestId("table-toggle").click();
    expect(await seriousFindings(page, "look-page"), plot).toEqual([]);
  }
});
