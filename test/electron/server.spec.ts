/** A window on a database of a server. */
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { expect, test } from "@playwright/test";
import { createConnection, type Connection, type RowDataPacket } from "mysql2/promise";
import { mysqlSchema } from "../../core/db/mysql/schema.ts";
import { schemaStatements } from "../../core/db/schema.ts";
import { launchApplication } from "../support/electron.ts";
import { execute, startServer, type TestServer } from "../support/mariadb.ts";
import { processTree, untilGone } from "../support/processTree.ts";
import { readExport, shownCount, typeQuery } from "../support/walk.ts";

let server: TestServer;

test.beforeAll(async () => {
  server = await startServer();
  await execute({ port: server.port }, [
    "CREATE DATABASE rcdb CHARACTER SET utf8mb4",
    "USE rcdb",
    ...schemaStatements(mysqlSchema),
    "INSERT INTO runs VALUES (10, '2016-02-17 13:26:01', '2016-02-17 14:20:00'), (11, NULL, NULL), (12, NULL, NULL)",
    "INSERT INTO condition_types VALUES (1, 'event_count', 'int', NULL, 'Run events count')",
    `INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value)
     VALUES (10, 1, 100, 0, 0), (11, 1, 5000, 0, 0)`,
    "CREATE USER shift@'127.0.0.1' IDENTIFIED BY 'p@ss word'",
    "GRANT SELECT ON rcdb.* TO shift@'127.0.0.1'",
  ]);
});

test.afterAll(() => server.stop());

test("is opened by the form of the welcome page, a wrong password asks again, queries run there", async () => {
  const { application, page } = await launchApplication([]);
  await page.getByTestId("server-button").click();
  await page.getByTestId("server-host").fill(`127.0.0.1:${server.port}`);
  await page.getByTestId("server-user").fill("shift");
  await page.getByTestId("server-password").fill("wrong");
  await page.getByTestId("server-connect").click();
  await expect(page.getByTestId("error-box")).toContainText("password");
  await expect(page.getByTestId("welcome")).not.toContainText("wrong");

  await expect(page.getByTestId("server-user")).toHaveValue("shift");
  await page.getByTestId("server-password").fill("p@ss word");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("run-row")).toHaveCount(3);
  await page.getByTestId("database-chip").click();
  await expect(page.getByText(`shift@127.0.0.1:${server.port}/rcdb`)).toBeVisible();
  await page.keyboard.press("Escape");

  await typeQuery(page, "event_count > 1000");
  await page.getByTestId("run-button").click();
  await expect(page.getByTestId("run-row")).toHaveCount(1);
  await expect(page.getByTestId("run-row")).toContainText("11");
  await application.close();
});

test("a newcomer opens the sample, finds, plots by polarization, exports, and connects to a server", async ({}, info) => {
  const { application, page } = await launchApplication([]);
  await page.getByRole("button", { name: "Open the sample" }).click();
  await expect(page.getByTestId("run-row").first()).toBeVisible();

  const editor = page.getByRole("textbox", { name: "Condition expression" });
  await editor.click();
  await page.keyboard.type("beam_cur");
  await page
    .getByRole("option", { name: /beam_current/ })
    .first()
    .click();
  await page.keyboard.type(" > 100");
  await page.getByTitle("Run the query (Enter)").click();
  await expect(page.getByTestId("status-line")).toContainText("beam_current > 100");
  const found = await shownCount(page);
  expect(found).toBeGreaterThan(0);

  await page.getByRole("button", { name: "Plots" }).click();
  await page.getByTestId("look-page").getByRole("button", { name: "beam_current" }).click();
  await page.getByRole("button", { name: /^Colour/ }).click();
  await page.keyboard.type("polarization_dir");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("look-page")).toContainText("PERP");

  const path = info.outputPath("found.csv");
  await application.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await page.getByRole("button", { name: "Runs", exact: true }).click();
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Export" }).click();
  await expect(page.getByTestId("notes")).toContainText("found.csv");
  const { records } = readExport(path);
  expect(records).toHaveLength(found);
  expect(records.every(({ beam_current }) => Number(beam_current) > 100)).toBe(true);

  await page.getByTestId("database-chip").click();
  await page.getByRole("button", { name: "Connect to a server" }).click();
  const dialog = page.getByRole("dialog", { name: "Connect to a server" });
  await dialog.getByLabel("Server", { exact: true }).fill(`127.0.0.1:${server.port}`);
  await dialog.getByLabel("User", { exact: true }).fill("shift");
  await dialog.getByLabel("Password", { exact: true }).fill("p@ss word");
  await dialog.getByRole("button", { name: "Save and connect" }).click();
  await expect(page.getByTestId("run-row")).toHaveCount(3);
  await application.close();
});

/** The statements of the window that run on the server. */
async function statements(connection: Connection): Promise<unknown[]> {
  const [rows] = await connection.query<RowDataPacket[]>("SHOW PROCESSLIST");
  return rows.filter(({ User, Command }) => User === "shift" && Command === "Query");
}

test("one window at a server: given up, refused, cancelled, and quit in the middle of a query", async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const { application, page } = await launchApplication([`mysql://shift:secret@${host}/rcdb`]);
  const field = (name: string) => page.getByTestId(`server-${name}`);

  await test.step("a server that says nothing is waited for in sight, and given up at a click", async () => {
    await expect(page.getByTestId("opening")).toContainText(`Opening mysql://shift@${host}/rcdb`);
    await page.getByTestId("cancel-opening").click();
    await expect(page.getByTestId("welcome")).toBeVisible();
    await expect(page.getByTestId("opening")).toHaveCount(0);
    await expect(page.getByTestId("error-box")).toHaveCount(0);

    await page.getByTestId("server-button").click();
    await page.getByTestId("server-host").fill(host);
    await page.keyboard.press("Enter");
    await page.getByTestId("cancel-opening").click();
    await expect(page.getByTestId("server-connect")).toBeEnabled();
    await expect(page.getByTestId("server-host")).toHaveValue(host);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  await test.step("a refused connection keeps what was typed, and the focus is in the field to fix", async () => {
    await field("host").fill(`127.0.0.1:${server.port}`);
    await field("user").fill("shift");
    await field("password").fill("wrong");
    await page.keyboard.press("Enter");
    await expect(field("password")).toBeFocused();
    await expect(field("password")).toHaveValue("wrong");
    await expect(field("password")).toHaveAttribute("aria-invalid", "true");

    await field("password").fill("p@ss word");
    await field("database").fill("elsewhere");
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("error-box")).toContainText("may not do that");
    await expect(field("database")).toBeFocused();
    await expect(field("password")).toHaveValue("p@ss word");

    await field("database").fill("rcdb");
    await field("host").fill("127.0.0.1:1");
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("error-box")).toContainText("No database server listens");
    await expect(field("host")).toBeFocused();
    await expect(field("host")).toHaveValue("127.0.0.1:1");
    await field("host").fill(`127.0.0.1:${server.port}`);
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("run-row")).toHaveCount(3);
  });

  const root = await createConnection({
    host: "127.0.0.1",
    port: server.port,
    user: "root",
    database: "rcdb",
  });
  await test.step("a cancelled query ends on the server, too; so does one in the middle of which people quit", async () => {
    await root.query("LOCK TABLES conditions WRITE");
    await typeQuery(page, "event_count > 1000");
    await page.getByTestId("run-button").click();
    await expect(page.getByTestId("cancel-button")).toBeVisible();
    // The window asks from time to time what is new, in the words with which a query begins: that may stand beside it.
    await expect.poll(() => statements(root)).not.toEqual([]);
    await page.getByTestId("cancel-button").click();
    await expect.poll(() => statements(root), { timeout: 90_000 }).toEqual([]);
    await expect(page.getByTestId("run-row")).toHaveCount(3);

    await page.getByTestId("run-button").click();
    await expect.poll(() => statements(root)).not.toEqual([]);
    const pids = processTree(application.process().pid ?? NaN);
    await application.evaluate(({ app }) => app.quit());
    await untilGone(pids);
    await expect.poll(() => statements(root)).toEqual([]);
  });
  await root.end();
});
