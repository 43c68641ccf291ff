/** The window when things are not as they should be: hostile answers, names given twice, a file or server that goes. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, renameSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import type { Page, TestInfo } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { createSchema } from "../../core/db/sqlite/schema.ts";
import { before, last, goTo, pages, path as filePath } from "../support/pages.ts";
import { commandLineScript, samplePath } from "../support/paths.ts";
import { writeSmallSample } from "../support/smallSample.ts";
import { resultCount, shownCount, typeQuery } from "../support/walk.ts";
import { expect, serve, test } from "./server.ts";

test.use({ isOpen: false });

type Json = Record<string, unknown>;

/** Answers a call with what the server says, changed. */
async function change(page: Page, call: string, how: (value: Json) => unknown): Promise<void> {
  await page.route(`**/api/${call}`, async (route) => {
    // The server may close a connection that was kept just when it is used again.
    const response = await route.fetch({ maxRetries: 3 });
    const outcome = (await response.json()) as { ok: boolean; value: Json };
    await route.fulfill({ response, json: { ...outcome, value: how(outcome.value) } });
  });
}

/** Where a fault is put, what fails of it, and what of the page is there still. */
const faults: readonly {
  readonly call: string;
  readonly how: (value: Json) => unknown;
  readonly address: string;
  readonly part: string;
  readonly rest: string;
}[] = [
  {
    call: "readRun",
    how: (value) => ({ ...value, conditions: [null] }),
    address: `/run/${last}`,
    part: "conditions of the run",
    rest: '[data-testid="run-view"] [data-file]',
  },
  {
    call: "readRun",
    how: (value) => ({
      ...value,
      files: (value["files"] as Json[]).map((file) => ({ ...file, path: null })),
    }),
    address: `/run/${last}`,
    part: "files of the run",
    rest: "tr[data-condition]",
  },
  {
    call: "readRun",
    how: (value) => ({ ...value, conditions: [null] }),
    address: `/runs?run=${last}`,
    part: "conditions of the run",
    rest: '[data-testid="run-row"]',
  },
  {
    call: "describeRuns",
    how: () => [null],
    address: `/run/${last}`,
    part: "runs around",
    rest: "tr[data-condition]",
  },
  {
    call: "compareRuns",
    how: (value) => ({ ...value, conditions: [{ name: null, values: null }] }),
    address: `/compare?runs=${before},${last}`,
    part: "compare",
    rest: '[data-testid="compact-query"]',
  },
  {
    call: "listPaths",
    how: () => [null],
    address: "/files",
    part: "list of paths",
    rest: '[data-testid="files-page"] h1',
  },
  {
    call: "listFileVersions",
    how: () => [{ id: null }],
    address: `/files?path=${filePath}`,
    part: "history of the file",
    rest: '[data-testid="path-list"]',
  },
  {
    call: "readLog",
    how: (value) => ({
      ...value,
      records: (value["records"] as Json[]).map((record) => ({ ...record, created: 5 })),
    }),
    address: "/log",
    part: "records",
    rest: '[data-testid="log-page"] h1',
  },
  {
    call: "plotColumn",
    how: () => ({}),
    address: "/look?y=event_count",
    part: "plot",
    rest: '[data-testid="look-page"] h1',
  },
  {
    call: "compareRuns",
    how: (value) => ({ ...value, conditions: [null] }),
    address: "/station",
    part: "differences",
    rest: '[data-testid="station-type"]',
  },
  {
    call: "countRows",
    how: () => [null],
    address: "/settings",
    part: "sizes",
    rest: '[data-testid="aliases"]',
  },
  {
    call: "readStates",
    how: () => [null],
    address: "/runs",
    part: "window",
    rest: '[data-testid="run-row"]',
  },
];

test("where a page cannot be read the window says so, and is loaded again at a click", async ({
  page,
  url,
}) => {
  await page.route("**/assets/overlays-*.js", (route) => route.abort());
  await goTo(page, url, "/log");
  const unread = page.getByTestId("unread-page");
  await expect(unread).toContainText("could not be read");
  await page.unrouteAll({ behavior: "wait" });
  await unread.getByRole("button", { name: "Load the window again" }).click();
  await expect(page.getByTestId("log-page")).toBeVisible();
  await expect(unread).toBeHidden();
});

test("a fault in a part of a page leaves the rest", async ({ page, url }) => {
  test.setTimeout(600_000);
  await page.context().grantPermissions(["clipboard-read"]);
  // One window for all: loading it takes longer than what is tried.
  await goTo(page, url, "/runs");
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  for (const { call, how, address, part, rest } of faults) {
    await test.step(`a fault in “${part}” of ${address}`, async () => {
      await change(page, call, how);
      // The table asks for what it shows once: it is loaded with the fault, and without.
      const isTable = address.startsWith("/runs");
      await goTo(page, url, address);
      if (isTable) await page.reload();
      const failed = page.locator(`[data-testid="part-failure"][data-part="${part}"]`).first();
      await expect(failed).toContainText("defect");
      await expect(page.locator(rest).first()).toBeVisible();

      // A newer answer draws the part anew, with what it said.
      await expect(async () => {
        await failed.getByRole("button", { name: "Copy report" }).click();
        await expect(failed.getByRole("status")).toHaveText("Report copied", { timeout: 2_000 });
      }).toPass();
      const report = await page.evaluate(() => navigator.clipboard.readText());
      expect(report).toMatch(/^RCDB Desktop \d/);
      expect(report).toContain(`part: ${part}`);

      // An answer may still be on its way.
      await page.unrouteAll({ behavior: "wait" });
      if (isTable) await page.reload();
      else {
        await goTo(page, url, "/runs");
        await expect(page.locator(".overlay")).toHaveCount(0);
        await goTo(page, url, address);
      }
      await expect(page.locator(rest).first()).toBeVisible();
      await expect(page.getByTestId("part-failure")).toHaveCount(0);
    });
  }
});

test.describe("two of one name", () => {
  test.use({
    database: async ({}, use, info) => {
      await use(
        writeSmallSample(
          info.outputPath("twice.sqlite"),
          50,
          "INSERT INTO condition_types (id, name, value_type, created, description) SELECT 90000 + id, name, value_type, created, 'twice' FROM condition_types",
          "INSERT INTO conditions (id, text_value, int_value, float_value, bool_value, time_value, run_number, condition_type_id, created) SELECT id + 9000000, text_value, int_value, float_value, bool_value, time_value, run_number, condition_type_id + 90000, created FROM conditions",
          "INSERT INTO run_periods (name, description, run_min, run_max) SELECT name, 'twice', run_min, run_max FROM run_periods",
          "INSERT INTO aliases (name, code, description) VALUES ('mine', 'event_count > 1', 'one'), ('mine', 'event_count > 2', 'two')",
        ),
      );
    },
  });

  test("each page shows them", async ({ page, url }) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    for (const { address, ready } of pages) {
      await goTo(page, url, address);
      await expect(page.locator(ready).first()).toBeVisible();
      await expect(page.getByTestId("part-failure")).toHaveCount(0);
    }
    await goTo(page, url, `/run/${last}`);
    await expect(page.locator('tr[data-condition="event_count"]').first()).toBeVisible();
    await page.keyboard.press("ControlOrMeta+k");
    await page.keyboard.type("event_count");
    await expect(page.getByRole("option").first()).toBeVisible();
    await expect(page.getByTestId("part-failure")).toHaveCount(0);
    expect(errors).toEqual([]);
  });
});

test.describe("a file that is replaced", () => {
  test.use({
    database: async ({}, use, info) => {
      const path = info.outputPath("daily.sqlite");
      copyFileSync(samplePath, path);
      await use(path);
    },
    isOpen: true,
  });

  test("is noticed: the new one is shown, and the query is run in it", async ({ page, database }, info) => {
    await expect.poll(() => shownCount(page)).toBeGreaterThan(1000);
    await typeQuery(page, "event_count > 100");
    renameSync(writeSmallSample(info.outputPath("new.sqlite"), 50), database);
    await expect(page.getByTestId("file-replaced")).toContainText(/The file was replaced at \d\d:\d\d/);
    await expect.poll(() => shownCount(page)).toBe(50);
    await expect(page.getByText("of 3", { exact: false }).and(page.locator(".total"))).toHaveCount(0);
    await expect(page.getByTestId("query-editor")).toContainText("event_count > 100");
    await expect(page.getByTestId("error-box")).toHaveCount(0);
    await page.getByTestId("file-replaced").getByTitle("Dismiss").click();
    await expect(page.getByTestId("file-replaced")).toHaveCount(0);
  });

  test("is away for a while: what was there stays, and is asked again", async ({ page, database }, info) => {
    await expect(page.getByTestId("run-row").first()).toBeVisible();
    rmSync(database);
    await expect(page.getByTestId("connection-lost")).toContainText("moved or deleted");
    await expect(page.getByTestId("run-row").first()).toBeVisible();
    renameSync(writeSmallSample(info.outputPath("new.sqlite"), 50), database);
    await expect(page.getByTestId("connection-lost")).toHaveCount(0);
    await expect.poll(() => shownCount(page)).toBe(50);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function serveAt(port: number): Promise<ChildProcess> {
  const options = ["-c", samplePath, "serve", "--port", String(port)];
  const server = spawn(process.execPath, [commandLineScript, ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(createInterface(server.stdout), "line");
  return server;
}

test("the server of the page goes and comes back: nothing is lost but time", async ({ page }) => {
  const port = await freePort();
  const first = await serveAt(port);
  await page.goto(`http://127.0.0.1:${port}/#/run/${last}`);
  await expect(page.locator("tr[data-condition]").first()).toBeVisible();
  first.kill("SIGKILL");
  await expect(page.getByTestId("connection-lost")).toContainText(/As of \d\d:\d\d, reconnecting/);
  await expect(page.locator("tr[data-condition]").first()).toBeVisible();
  await page.evaluate(() => (window.location.hash = "/files"));
  await expect(page.getByTestId("files-page")).toBeVisible();
  await expect(page.getByTestId("error-box")).toHaveCount(0);
  await expect(page.getByText("No configuration files")).toHaveCount(0);
  const second = await serveAt(port);
  await expect(page.getByTestId("path-list")).toBeVisible();
  await expect(page.getByTestId("connection-lost")).toHaveCount(0);
  await expect(page.getByTestId("error-box")).toHaveCount(0);
  await expect(page.getByTestId("file-replaced")).toHaveCount(0);
  second.kill("SIGKILL");
});

/** A database with these tables filled. */
function made(info: TestInfo, name: string, ...statements: readonly string[]): string {
  const path = info.outputPath(name);
  const file = new SqliteFile(path);
  createSchema((statement) => file.exec(statement));
  for (const statement of statements) file.exec(statement);
  file.close();
  return path;
}

test("an empty database says so on each page, and offers nothing that must fail", async ({ page }, info) => {
  await serve(made(info, "empty.sqlite"), async (url) => {
    for (const address of ["/runs", "/look", "/statistics", "/compare", "/station"]) {
      await goTo(page, url, address);
      await expect(page.locator("main.pages [data-testid=empty]").last()).toContainText(/no runs yet/i);
    }
    for (const address of ["/look?y=event_count", "/compare?runs=1,2"]) {
      await goTo(page, url, address);
      await expect(page.locator("main.pages [data-testid=empty]").last()).toContainText(/no runs yet/i);
      await expect(page.getByText("Try again")).toHaveCount(0);
    }
    for (const address of ["/log", "/files", "/settings", "/run/7", "/look?y=started"]) {
      await goTo(page, url, address);
      await expect(page.locator("main.pages h1, main.pages h2").last()).toBeVisible();
      await expect(page.getByTestId("error-box")).toHaveCount(0);
    }
    await goTo(page, url, "/run/7");
    await expect(page.getByTestId("run-page")).toContainText("Run 7 not found");
    await expect(page.getByTestId("query-editor")).not.toContainText("@is_production");
    await goTo(page, url, "/settings");
    await expect(page.getByTestId("aliases")).not.toContainText("@is_production");
    await expect(page.getByTestId("aliases-left")).toContainText("not shown");
  });
});

test("a database without conditions says so where they would be", async ({ page }, info) => {
  const path = made(info, "runsAlone.sqlite", "INSERT INTO runs (number) VALUES (1), (2)");
  await serve(path, async (url) => {
    const empty = page.locator("main.pages [data-testid=empty]").last();
    for (const address of ["/look", "/look?plot=pair"]) {
      await goTo(page, url, address);
      await expect(empty).toContainText("no conditions yet");
    }
    await goTo(page, url, "/look?y=event_count&plot=run");
    await expect(empty).toContainText("no condition “event_count”");
    await goTo(page, url, "/compare");
    await expect(page.getByTestId("compare-page")).toContainText("no conditions yet");
    await goTo(page, url, "/compare?runs=1,2");
    await expect(page.getByTestId("compare-empty")).toContainText("no conditions yet");
    await goTo(page, url, "/compare?runs=1,9");
    await expect(page.getByTestId("error-box")).toContainText("9 is not in this database");
    await expect(page.getByText("Try again")).toHaveCount(0);
  });
});

test("a database of another experiment offers its own conditions only, and a missing one is named once", async ({
  page,
}, info) => {
  const path = made(
    info,
    "other.sqlite",
    "INSERT INTO runs (number) VALUES (1), (2)",
    "INSERT INTO condition_types (id, name, value_type) VALUES (1, 'trigger_rate', 'float')",
    "INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value) VALUES (1, 1, 0, 7.5, 0)",
  );
  await serve(path, async (url) => {
    await goTo(page, url, "/runs");
    await expect(resultCount(page)).toHaveText("2 runs");
    await expect(page.getByTestId("query-editor")).toContainText("trigger_rate > 0");
    await expect(page.getByTestId("query-editor")).not.toContainText("is_production");
    await page.getByTestId("examples-button").click();
    await expect(page.getByTestId("examples")).toContainText("trigger_rate");
    await expect(page.getByTestId("examples")).not.toContainText("@");
    await page.keyboard.press("Escape");
    await typeQuery(page, "@is_production");
    const told = page.getByTestId("query-problems").getByText("no condition beam_current");
    await expect(told).toHaveCount(1);
    await goTo(page, url, "/run/1");
    await page.getByTestId("compare-run").click();
    await expect(page.getByTestId("before-expression")).toHaveValue("");
  });
});

test.describe("while others write", () => {
  test.use({
    database: async ({}, use, info) => {
      await use(writeSmallSample(info.outputPath("followed.sqlite"), 50));
    },
    isOpen: true,
  });

  test("Follow keeps the keyboard on its run, at the top of the table too", async ({ page, database }) => {
    const rows = page.getByTestId("run-row");
    await expect(rows.first()).toHaveAttribute("data-run", String(last));
    await page.getByTestId("follow-button").click();
    await page.getByTestId("run-table").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const chosen = await rows.nth(2).getAttribute("data-run");
    const file = new SqliteFile(database);
    file.prepare("INSERT INTO runs (number) VALUES (?), (?)").run(last + 1, last + 2);
    file.close();
    await expect(rows.first()).toHaveAttribute("data-run", String(last + 2));
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("run-view")).toHaveAttribute("data-run", chosen ?? "");
  });
});

test("an address with a faulty query says where the runs would be what to do, and shows all at a click", async ({
  page,
  url,
}) => {
  await goTo(page, url, `/runs?q=${encodeURIComponent("beam_curent > 5")}`);
  await expect(page.getByTestId("query-problems")).toContainText("beam_current");
  const empty = page.getByText("The query cannot be run");
  await expect(empty).toBeVisible();
  await page.getByRole("button", { name: "Show all runs" }).click();
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await expect(empty).toBeHidden();
});
