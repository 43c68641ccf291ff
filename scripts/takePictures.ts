/** Takes the pictures of `npm run pictures` into the folder that is named: every page in every state, in both themes and three sizes. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium, type Browser } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { createSchema } from "../core/db/sqlite/schema.ts";
import { pages } from "../test/support/pages.ts";
import { commandLineScript, samplePath } from "../test/support/paths.ts";
import { findChromium } from "./setup/chromium.mjs";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: takePictures.ts FOLDER");

const sizes = [
  { width: 1024, height: 700 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
/** Of other databases than the sample: addresses that name none of its runs. */
const plainPages = ["runs", "compare", "files", "look", "statistics", "log", "station", "settings"].map(
  (name) => ({
    name,
    address: `/${name}`,
  }),
);
const wrong = [
  { name: "query", address: "/runs?q=beam_current%20%3D%3D%3D%201" },
  { name: "no run fits", address: "/runs?q=beam_current%20%3E%201e9" },
  { name: "missing run", address: "/run/70500" },
  { name: "missing file", address: "/files?path=/no/such/file" },
];

interface State {
  readonly name: string;
  readonly database: string;
  readonly pages: readonly { readonly name: string; readonly address: string }[];
  /** The server is ended once the page is there. */
  readonly isLost?: boolean;
}

const made = mkdtempSync(join(tmpdir(), "rcdb-pictures-"));
// A browser's page reads only: each of these is read-only, too.
const states: readonly State[] = [
  { name: "nothing", database: database("nothing", []), pages: plainPages },
  {
    name: "one",
    database: database("one", [
      "INSERT INTO runs (number, started, finished) VALUES (1, '2026-01-01 10:00:00', '2026-01-01 11:00:00')",
      "INSERT INTO condition_types (id, name, value_type) VALUES (1, 'event_count', 'int')",
      "INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value) VALUES (1, 1, 5, 0, 0)",
    ]),
    pages: [...plainPages, { name: "run", address: "/run/1" }],
  },
  { name: "many", database: samplePath, pages },
  { name: "error", database: samplePath, pages: wrong },
  { name: "no connection", database: samplePath, pages: plainPages, isLost: true },
  {
    name: "other hall",
    database: database("hall", otherHall()),
    pages: [...plainPages, { name: "run", address: "/run/12" }],
  },
];

/** A hall with conditions of its own, and none of the usual ones. */
function otherHall(): string[] {
  const types = ["hms_angle", "shms_momentum_in_gev_per_c_as_it_was_set_by_hand", "target_name", "prescale"];
  return [
    ...types.map(
      (name, at) =>
        `INSERT INTO condition_types (id, name, value_type) VALUES (${at + 1}, '${name}', '${name === "target_name" ? "string" : "float"}')`,
    ),
    ...Array.from(
      { length: 40 },
      (_, at) => `INSERT INTO runs (number, started) VALUES (${at + 1}, '2026-01-02 10:${10 + at}:00')`,
    ),
    ...Array.from({ length: 160 }, (_, at) => {
      const [run, type] = [Math.floor(at / 4) + 1, (at % 4) + 1];
      return `INSERT INTO conditions (run_number, condition_type_id, text_value, int_value, float_value, bool_value)
        VALUES (${run}, ${type}, 'Al-${run % 3}', 0, ${(run * type) / 7}, 0)`;
    }),
  ];
}

function database(name: string, statements: readonly string[]): string {
  const path = join(made, `${name}.sqlite`);
  const file = new SqliteFile(path);
  createSchema((statement) => file.exec(statement));
  for (const statement of statements) file.exec(statement);
  file.close();
  return path;
}

interface Server {
  readonly url: string;
  readonly end: () => void;
}

async function serve(path: string): Promise<Server> {
  const server = spawn(process.execPath, [commandLineScript, "-c", path, "serve", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(server.stdout), "line")) as [string];
  return { url: line.trim(), end: () => server.kill() };
}

async function take(browser: Browser, state: State, to: string): Promise<void> {
  let server = await serve(state.database);
  for (const { name, address } of state.pages) {
    const page = await browser.newPage();
    await page.goto(`${server.url}#${address}`);
    await page.waitForLoadState("networkidle");
    if (state.isLost) {
      server.end();
      await page.getByTestId("connection-lost").waitFor();
    }
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const size of sizes) {
        await page.setViewportSize(size);
        // Sparklines, states and plots come after the page.
        await page.waitForTimeout(500);
        const title = [state.name, name, size.width, colorScheme].join("-").replaceAll(" ", "-");
        await page.screenshot({ path: join(to, `${title}.png`), animations: "disabled" });
      }
    }
    await page.close();
    if (state.isLost) server = await serve(state.database);
  }
  server.end();
}

mkdirSync(folder, { recursive: true });
const executablePath = findChromium();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ["--no-sandbox"] });
try {
  for (const state of states) await take(browser, state, folder);
} finally {
  await browser.close();
  rmSync(made, { recursive: true });
}
