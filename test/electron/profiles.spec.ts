/** Profiles in the window: made, tested, saved and opened again; and where a password never is while one is open. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type ElectronApplication, type Page } from "@playwright/test";
import { mysqlSchema } from "../../core/db/mysql/schema.ts";
import { schemaStatements } from "../../core/db/schema.ts";
import { launchApplication, removeUserData, temporaryUserData } from "../support/electron.ts";
import { execute, startServer, type TestServer } from "../support/mariadb.ts";
import { processTree } from "../support/processTree.ts";

// The second window finds what the first has left.
test.describe.configure({ mode: "serial" });

const secret = "geheim/ü 7";
let server: TestServer;
let folder: string;

test.beforeAll(async () => {
  folder = temporaryUserData();
  server = await startServer();
  await execute({ port: server.port }, [
    "CREATE DATABASE rcdb CHARACTER SET utf8mb4",
    "USE rcdb",
    ...schemaStatements(mysqlSchema),
    "INSERT INTO runs VALUES (10, NULL, NULL), (11, NULL, NULL)",
    `CREATE USER shift@'127.0.0.1' IDENTIFIED BY '${secret}'`,
    "GRANT ALL ON rcdb.* TO shift@'127.0.0.1'",
  ]);
});
test.afterAll(async () => {
  await server.stop();
  removeUserData(folder);
});

/** In place of the system's keychain, which test machines do not have. */
async function standInForKeychain(application: ElectronApplication): Promise<void> {
  await application.evaluate(({ safeStorage }) => {
    const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
    Object.assign(safeStorage, {
      isEncryptionAvailable: () => true,
      getSelectedStorageBackend: () => "gnome_libsecret",
      encryptString: (text: string) => turned(Buffer.from(text)),
      decryptString: (bytes: Buffer) => turned(bytes).toString(),
    });
  });
}

/** Everywhere that somebody could read: files, processes, what the page shows and keeps. */
async function placesWithSecret(
  application: ElectronApplication,
  page: Page,
  said: string,
): Promise<string[]> {
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")];
  const holds = (text: string | Buffer): boolean => forms.some((form) => text.includes(form));
  const files = filesBelow(folder).filter((path) => holds(readFileSync(path)));
  const pid = application.process().pid ?? 0;
  const processes = processTree(pid).flatMap((one) =>
    ["cmdline", "environ"].map((name) => `/proc/${one}/${name}`).filter((path) => holds(readIfThere(path))),
  );
  const shown = {
    title: await page.title(),
    url: page.url(),
    html: await page.content(),
    kept: await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, history.state])),
    windows: JSON.stringify(
      await application.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((one) => one.getTitle()),
      ),
    ),
    said,
  };
  const inPage = Object.entries(shown).flatMap(([name, text]) => (holds(text) ? [name] : []));
  return [...files, ...processes, ...inPage];
}

function filesBelow(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const own = join(path, entry.name);
    if (entry.isDirectory()) return filesBelow(own);
    return entry.isFile() ? [own] : [];
  });
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    // A process that has ended meanwhile.
    return Buffer.alloc(0);
  }
}

test("without a keychain a profile is made, tested and opened, and nothing keeps its password", async () => {
  const { application, page } = await launchApplication([], folder);
  let said = "";
  page.on("console", (message) => (said += message.text()));
  for (const stream of [application.process().stdout, application.process().stderr]) {
    stream?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  }
  const field = (name: string) => page.getByTestId(`profile-${name}`);
  await expect(page.getByTestId("no-profiles")).toContainText("rcdb -c @station");
  await expect(page.getByTestId("version")).toHaveText(/^Version \d/);

  await page.getByTestId("new-profile").click();
  await field("name").fill("station");
  await page.getByRole("radio", { name: "red" }).check();
  await page.getByTestId("profile-kind").getByText("MySQL or MariaDB").click();
  await field("host").fill("127.0.0.1:1");
  await field("user").fill("shift");
  await expect(page.getByTestId("profile-dialog")).toContainText("has no keychain");
  const tested = field("tested");
  for (const [name, value, cause, words] of [
    ["host", "127.0.0.1:1", "port", "Port:"],
    ["host", "no-such-host.invalid", "host", "Host:"],
    ["host", `127.0.0.1:${server.port}`, "login", "Login:"],
    ["dialog-password", "wrong", "login", "Login:"],
    ["dialog-password", secret, null, "Works:"],
    ["database", "elsewhere", "database", "Database:"],
    ["ssh", "op@127.0.0.1:1", "tunnel", "SSH tunnel:"],
  ] as const) {
    if (name === "ssh") await page.getByText("Socket and SSH tunnel").click();
    await field(name).fill(value);
    await field("test").click();
    await expect(tested).toContainText(words);
    if (cause !== null) await expect(tested).toHaveAttribute("data-cause", cause);
  }
  await field("ssh").fill("");
  await field("database").fill("rcdb");
  await field("save").click();

  const row = page.getByTestId("profile-row");
  await expect(row).toContainText(`shift@127.0.0.1:${server.port}/rcdb`);
  await row.getByRole("button").first().click();
  await expect(page.getByTestId("run-row")).toHaveCount(2);
  await expect(page.getByTestId("database-chip")).toContainText("station");
  await expect(page.getByTestId("profile-line")).toBeVisible();
  expect(await placesWithSecret(application, page, said)).toEqual([]);
  // What an error says and a report has.
  const refused = await page.evaluate(async () => {
    const failure = await new Promise((resolve) => {
      window.rcdbBridge?.listen((message) => {
        if (message.kind === "outcome" && message.id === "refused") resolve(message.outcome);
      });
      window.rcdbBridge?.send({
        kind: "call",
        id: "refused",
        name: "addComment",
        input: { run: 10, text: "x" },
      });
    });
    return JSON.stringify(failure);
  });
  expect(refused).toContain("The profile “station” is read-only");
  expect(refused).not.toContain("geheim");

  await standInForKeychain(application);
  await page.keyboard.press("ControlOrMeta+Shift+O");
  await page.getByTestId("edit-profile").click();
  await field("dialog-password").fill(secret);
  await page.getByTestId("profile-access").getByText("Changes allowed").click();
  await field("save").click();
  await expect(page.getByTestId("profile-dialog")).toBeHidden();
  await expect(page.getByTestId("run-row")).toHaveCount(2);
  expect(statSync(join(folder, "passwords.json")).mode & 0o777).toBe(0o600);
  expect(await placesWithSecret(application, page, said)).toEqual([]);
  await application.close();
});

test("with a keychain it is opened again without typing; another server asks anew", async () => {
  const { application, page } = await launchApplication([], folder);
  await standInForKeychain(application);
  await page.getByTestId("profile-row").getByRole("button").first().click();
  await expect(page.getByTestId("run-row")).toHaveCount(2);
  await expect(page.getByTestId("password-dialog")).toBeHidden();

  // A second one for the same database, by a user without a kept password: the server asks.
  await execute({ port: server.port }, [
    `CREATE USER other@'127.0.0.1' IDENTIFIED BY '${secret}'`,
    "GRANT SELECT ON rcdb.* TO other@'127.0.0.1'",
  ]);
  await page.keyboard.press("ControlOrMeta+Shift+O");
  await page.getByTestId("edit-profile").click();
  await page.getByTestId("profile-duplicate").click();
  await page.getByTestId("profile-user").fill("other");
  await expect(page.getByTestId("profile-dialog")).toContainText("for the connection as it was");
  await page.getByTestId("profile-save").click();
  await expect(page.getByTestId("profile-dialog")).toBeHidden();
  await page.keyboard.press("ControlOrMeta+Shift+O");
  await expect(page.getByTestId("switch-to")).toHaveCount(1);
  await page.keyboard.press("1");
  const dialog = page.getByTestId("password-dialog");
  await expect(dialog).toContainText("The server asks for a password");
  await page.getByTestId("profile-password").fill("wrong");
  await page.getByTestId("password-submit").click();
  await expect(dialog).toContainText("The server refuses the login");
  await page.getByTestId("profile-password").fill(secret);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("database-chip")).toContainText("station copy");
  await expect(dialog).toBeHidden();

  await page.keyboard.press("ControlOrMeta+Shift+O");
  await page.getByTestId("edit-profile").click();
  await page.getByTestId("profile-delete").click();
  await page.getByTestId("profile-delete-now").click();
  await expect(page.getByTestId("profile-dialog")).toBeHidden();
  await page.keyboard.press("ControlOrMeta+Shift+O");
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(page.getByTestId("profile-row")).toHaveCount(1);

  await page.getByTestId("new-profile").click();
  await page.getByText("Import and export").click();
  await page
    .getByTestId("profile-import-text")
    .fill("[client]\nhost=db.example.org\nuser=ann\npassword=geheim\ndatabase=rcdb\n");
  await page.getByTestId("profile-import").click();
  await expect(page.getByTestId("profile-host")).toHaveValue("db.example.org");
  await expect(page.getByTestId("profile-import-told")).toContainText("password is not taken");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("profile-dialog")).toBeHidden();

  await page.getByTestId("sample-button").click();
  await expect(page.getByTestId("run-row").first()).toBeVisible();
  await application.close();
});
