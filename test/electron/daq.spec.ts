/** The station in a window while the data acquisition takes ten runs, and the server is restarted in the middle. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { mysqlSchema } from "../../core/db/mysql/schema.ts";
import { schemaStatements } from "../../core/db/schema.ts";
import { launchApplication, removeUserData, temporaryUserData } from "../support/electron.ts";
import { execute, startServer, type TestServer } from "../support/mariadb.ts";
import { samplePath } from "../support/paths.ts";
import { SimulatedDaq } from "../support/simulatedDaq.ts";

const firstRun = 501;
const runs = Array.from({ length: 10 }, (_, at) => firstRun + at);
const restartedIn = firstRun + 4;
const commentedRun = firstRun + 2;

let server: TestServer;
let folder: string;
/** What runs in place of the server after its restart. */
let restarted: ChildProcess | null = null;

test.beforeAll(async () => {
  server = await startServer();
  folder = mkdtempSync(join(tmpdir(), "rcdb-daq-"));
  await execute({ port: server.port }, [
    "CREATE DATABASE rcdb CHARACTER SET utf8mb4",
    "USE rcdb",
    ...schemaStatements(mysqlSchema),
  ]);
});

test.afterAll(async () => {
  restarted?.kill("SIGKILL");
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function stopServer(): Promise<void> {
  const end = once(server.process, "exit");
  server.process.kill("SIGTERM");
  await end;
}

async function startAgain(): Promise<void> {
  const { spawnfile, spawnargs } = server.process;
  restarted = spawn(spawnfile, spawnargs.slice(1), { stdio: "ignore" });
  await expect(async () => execute({ port: server.port }, [])).toPass({ timeout: 90_000 });
}

async function query(statement: string): Promise<Record<string, unknown>[]> {
  const connection = await createConnection({
    host: "127.0.0.1",
    port: server.port,
    user: "root",
    database: "rcdb",
    dateStrings: true,
  });
  const [rows] = await connection.query<RowDataPacket[]>(statement);
  await connection.end();
  return rows;
}

async function expectRun(page: Page, run: number, state: string, events: number): Promise<void> {
  const head = page.getByTestId("station-run");
  await expect(head).toHaveAttribute("data-run", String(run));
  await expect(page.getByTestId("station-state")).toHaveAttribute("data-state", state);
  // Digits have narrow blanks between them.
  const digits = String(events).split("").join("\\s?");
  await expect(page.getByTestId("station-events")).toHaveText(new RegExp(`^${digits}$`));
}

const eventsOf = (run: number): number => 10_000 * (run - firstRun + 1) + 7;

test("the page follows ten runs; database, log and window agree in the end", async () => {
  const connection = `mysql://root@127.0.0.1:${server.port}/rcdb`;
  const { application, page } = await launchApplication([connection]);
  const daq = new SimulatedDaq(connection, folder);
  await expect(page.getByTestId("database-chip")).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await expect(page.getByTestId("station-page")).toContainText("No runs yet");

  for (const run of runs) {
    await daq.start(run, run % 2 === 0 ? "hd_all.tsg" : "hd_cosmic.tsg");
    await expectRun(page, run, "running", 0);
    await expect(page.getByTestId("station-type")).toHaveText(run % 2 === 0 ? "hd_all.tsg" : "hd_cosmic.tsg");
    if (run === commentedRun) await page.getByTestId("comment-field").fill("beam trip at noon");
    await daq.update(eventsOf(run) - 7);
    await expectRun(page, run, "running", eventsOf(run) - 7);
    if (run === restartedIn) {
      await stopServer();
      await expect(page.getByTestId("connection-lost")).toBeVisible();
      await expect(page.getByTestId("station-run")).toHaveAttribute("data-run", String(run));
      await startAgain();
      await expect(page.getByTestId("connection-lost")).toBeHidden();
    }
    await daq.end(eventsOf(run), run === commentedRun ? "the end comment" : "");
    await expectRun(page, run, "finished", eventsOf(run));
  }

  // The window: all runs in its list, ended, with their events.
  const rows = page.getByTestId("latest-run");
  await expect(rows).toHaveCount(runs.length);
  for (const run of runs) {
    const row = page.locator(`[data-testid=latest-run][data-run="${run}"]`);
    await expect(row).toHaveAttribute("data-state", "finished");
    await expect(row).toContainText(String(eventsOf(run)).slice(-3));
  }

  // The database.
  const stored = await query(
    `SELECT run_number, name, int_value, bool_value FROM conditions JOIN condition_types ON condition_types.id = condition_type_id
     WHERE name IN ('event_count', 'is_valid_run_end') ORDER BY run_number, name`,
  );
  expect(stored.map((row) => [row["run_number"], row["name"], row["int_value"], row["bool_value"]])).toEqual(
    runs.flatMap((run) => [
      [run, "event_count", eventsOf(run), 0],
      [run, "is_valid_run_end", 0, 1],
    ]),
  );
  const [comment] = await query(
    `SELECT text_value FROM conditions JOIN condition_types ON condition_types.id = condition_type_id
     WHERE name = 'user_comment' AND run_number = ${commentedRun}`,
  );
  expect(comment?.["text_value"]).toBe("the end comment\nbeam trip at noon");

  // The log: each run was told of three times.
  const updates = await query(
    "SELECT related_run, description FROM logs WHERE description LIKE 'Update of run %' ORDER BY id",
  );
  expect(
    updates.map((row) => [row["related_run"], /, ([a-z ]+)/.exec(String(row["description"]))?.[1]]),
  ).toEqual(
    runs.flatMap((run) => [
      [run, "at its start "],
      [run, "while it goes on"],
      [run, "at its end"],
    ]),
  );
  const replaced = await query(
    "SELECT related_run, description FROM logs WHERE description LIKE 'Replaced condition event_count %' ORDER BY id",
  );
  expect(
    replaced.map((row) => [row["related_run"], /"new":(\d+)/.exec(String(row["description"]))?.[1]]),
  ).toEqual(
    // A series of updates has one record of a value that grows: what stood at its end.
    runs.map((run) => [run, String(eventsOf(run))]),
  );

  // Handing over tells the same.
  await page.getByTestId("station-part").getByText("Shift summary").click();
  await expect(page.getByTestId("hand-over-sums")).toContainText("10 runs");
  await expect(page.getByTestId("hand-over").getByTestId("latest-run")).toHaveCount(runs.length);
  await application.close();
});

test("a comment outlives the window, and is stored when people want it", async () => {
  const database = join(folder, "sample.sqlite");
  copyFileSync(samplePath, database);
  const userData = temporaryUserData();
  const openStation = async () => {
    const launched = await launchApplication([database], userData);
    await expect(launched.page.getByTestId("run-row").first()).toBeVisible();
    await launched.page.keyboard.press("g");
    await launched.page.keyboard.press("t");
    return launched;
  };
  const first = await openStation();
  await first.page.getByTestId("comment-field").fill("<b>trip</b> at noon");
  await first.application.close();

  const { application, page } = await openStation();
  await expect(page.getByTestId("comment-field")).toHaveValue("<b>trip</b> at noon");
  await page.getByTestId("comment-save").click();
  await expect(page.getByTestId("comment-saved")).toContainText("The comment on run 130371 is stored.");
  await expect(page.getByTestId("comment-field")).toHaveValue("");
  await expect(page.getByTestId("station-comment")).toHaveText("<b>trip</b> at noon");
  await application.close();
  removeUserData(userData);

  const file = new SqliteFile(database, { readonly: true });
  const log = file.prepare("SELECT description FROM logs ORDER BY id DESC LIMIT 1").pluck().get();
  file.close();
  expect(log).toBe("Comment on run 130371: <b>trip</b> at noon");
});
