/** An edit session in the real application, on both databases: who may not, keyboard, crash, conflict, commit, undo, 10,000 runs. */
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { createConnection } from "mysql2/promise";
import { launchApplication, removeUserData, temporaryUserData } from "../support/electron.ts";
import { samplePath } from "../support/paths.ts";
import { places } from "../support/places.ts";
import { shownCount } from "../support/walk.ts";

const sample = new SqliteFile(samplePath, { readonly: true });
const [run = NaN] = sample.prepare<[], number>("SELECT max(number) FROM runs").pluck().all();

/** Another writer, and what it finds stored. */
interface Other {
  readonly ask: (sql: string) => Promise<unknown>;
  readonly end: () => Promise<void>;
}

async function another(connection: string): Promise<Other> {
  if (connection.startsWith("mysql:")) {
    const server = await createConnection(connection);
    return {
      ask: async (sql) => {
        const [rows] = await server.query({ sql, rowsAsArray: true });
        return Array.isArray(rows) && Array.isArray(rows[0]) ? (rows[0] as unknown[])[0] : undefined;
      },
      end: () => server.end(),
    };
  }
  const file = new SqliteFile(connection);
  return {
    ask: (sql) => {
      const statement = file.prepare(sql);
      return Promise.resolve(statement.reader ? statement.pluck().get() : void statement.run());
    },
    end: () => Promise.resolve(void file.close()),
  };
}

/** A database that may only be read at first. */
interface Protected {
  readonly connection: string;
  /** What the window says to who wants to change it. */
  readonly words: RegExp;
  /** Does what those words ask for. */
  readonly permit: () => Promise<unknown>;
}

async function protect(connection: string, folder: string, { ask }: Other): Promise<Protected> {
  if (connection.startsWith("mysql:")) {
    await ask("CREATE USER visitor@'127.0.0.1'");
    await ask("GRANT SELECT ON rcdb.* TO visitor@'127.0.0.1'");
    return {
      connection: connection.replace("root@", "visitor@"),
      words: /'visitor'@'127.0.0.1' may not UPDATE .*administrator to grant/s,
      permit: () => ask("GRANT SELECT, INSERT, UPDATE, DELETE ON rcdb.* TO visitor@'127.0.0.1'"),
    };
  }
  chmodSync(connection, 0o444);
  chmodSync(folder, 0o555);
  return {
    connection,
    words: /may not be changed\. Ask its owner for the permission/,
    permit: () => {
      chmodSync(folder, 0o755);
      chmodSync(connection, 0o644);
      return Promise.resolve();
    },
  };
}

/** Runs that the sample does not have: with them there are 10,000. */
const others = Array.from({ length: 7000 }, (_, at) => at + 1);
const all = 10_000;

/**
 * Keeps a commit from its end: on a server in its middle, at a value that is replaced, which comes after the additions; of a file before its
 * first write. Answers how to let it go on.
 */
async function hold(connection: string, other: Other): Promise<() => Promise<unknown>> {
  const isServer = connection.startsWith("mysql:");
  await other.ask(isServer ? "BEGIN" : "BEGIN IMMEDIATE");
  if (isServer) await other.ask(`UPDATE conditions SET created = now() WHERE ${whereOf("run_type")}`);
  return () => other.ask("ROLLBACK");
}

const whereOf = (name: string) =>
  `run_number = ${run} AND condition_type_id = (SELECT min(id) FROM condition_types WHERE name = '${name}')`;
const textOf = (name: string) =>
  `SELECT text_value FROM conditions WHERE ${whereOf(name)} ORDER BY id DESC LIMIT 1`;
/** What is stored of the run's configuration file, the newest of the highest path. */
const fileOfRun = (column: string) =>
  `SELECT ${column} FROM files JOIN files_have_runs ON files.id = files_id WHERE run_number = ${run} ORDER BY path DESC, files.id DESC LIMIT 1`;

/** What writes, previews or undoes 10,000 runs may take so long, in milliseconds. */
const long = { timeout: 180_000 };

// A folder that may not be written to would stay, whatever has failed.
test.afterEach(({}, info) => chmodSync(info.outputPath("databases"), 0o755));

for (const place of places) {
  test(`values are edited ${place.name}`, async ({}, info) => {
    test.setTimeout(600_000);
    const databases = info.outputPath("databases");
    mkdirSync(databases, { recursive: true });
    const { connection: own, end } = await place.open(databases);
    const other = await another(own);
    const { connection, words, permit } = await protect(own, databases, other);
    const folder = temporaryUserData();
    const launch = () => launchApplication([connection], folder, { isBoundByPermissions: true });
    let opened = await launch();
    try {
      await test.step("who may only read is told why, and what to do; then it can be allowed", async () => {
        const { page } = opened;
        await expect(page.getByTestId("run-row").first()).toBeVisible();
        await page.keyboard.press("ControlOrMeta+Shift+e");
        const dialog = page.getByTestId("allow-dialog");
        await expect(page.getByTestId("allow-button")).toBeFocused();
        await page.keyboard.press("Enter");
        await expect(dialog.getByRole("alert")).toContainText(words);
        await expect(page.getByTestId("change-mode")).toBeHidden();
        await permit();
        await page.keyboard.press("Enter");
        await expect(dialog).toBeHidden();
        await expect(page.getByTestId("change-mode")).toContainText("Changes allowed");
      });

      const before = await other.ask(textOf("run_type"));
      const comment = await other.ask(textOf("user_comment"));

      await test.step("two values, by keys alone", async () => {
        const { page } = opened;
        await page.getByTestId("run-table").focus();
        for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "F2"]) {
          await page.keyboard.press(key);
        }
        await typeValue(page, "run_type", "cosmic by hand", "Enter");
        await expect(page.getByTestId("change-count")).toHaveText("1 change");
        await page.keyboard.press("e");
        await page.keyboard.press("c");
        await typeValue(page, "user_comment", "beam trips\nsecond half bad", "Control+Enter");
        await expect(page.getByTestId("change-count")).toHaveText("2 changes");
        await expect(page.locator(`[data-testid="run-row"][data-run="${run}"]`)).toContainText(
          "cosmic by hand",
        );
        expect(await other.ask(textOf("run_type"))).toBe(before);
      });

      await test.step("kill -9: the draft is back, and the window reads", async () => {
        // What is not on the disk yet is lost, which takes a moment.
        await expect(opened.page.getByTestId("change-count")).toHaveAttribute("data-kept", "true");
        const gone = new Promise((resolve) => opened.application.process().once("exit", resolve));
        opened.application.process().kill("SIGKILL");
        await gone;
        // Another window was open, too.
        const drafts = join(folder, "state", "rcdb", "drafts");
        const [first = ""] = readdirSync(drafts);
        const second = first.replace(".rcdbchange", "-2.rcdbchange");
        copyFileSync(join(drafts, first), join(drafts, second));
        opened = await launch();
        await expect(opened.page.getByTestId("change-count")).toHaveText("2 changes");
        await expect(opened.page.getByTestId("other-drafts")).toContainText("has left another draft");
        rmSync(join(drafts, second));
        await expect(opened.page.getByTestId("change-mode")).toBeHidden();
      });

      await test.step("a second writer is in the way: nothing is written until that is decided", async () => {
        const { page } = opened;
        await other.ask(`UPDATE conditions SET text_value = 'by another' WHERE ${whereOf("run_type")}`);
        await page.keyboard.press("ControlOrMeta+Shift+r");
        const dialog = page.getByTestId("review-dialog");
        const conflict = dialog.locator('[data-state="conflict"]');
        await expect(conflict).toContainText("by another");
        await expect(conflict).toContainText("cosmic by hand");
        await expect(page.getByTestId("commit-button")).toBeDisabled();
        await page.getByTestId("choose-mine").press("Enter");
        await expect(dialog.getByTestId("review-row")).toHaveCount(2);
        await expect(page.getByTestId("commit-button")).toBeEnabled();
        await expect(page.getByTestId("commit-button")).toBeFocused();
        await page.getByTestId("commit-comment").fill("after the shift");
        await page.getByTestId("commit-button").press("Enter");
        await page.getByTestId("allow-button").press("Enter");
        await expect(page.getByTestId("committed")).toContainText("2 changes");
        expect(await other.ask(textOf("run_type"))).toBe("cosmic by hand");
        expect(await other.ask(textOf("user_comment"))).toBe("beam trips\nsecond half bad");
      });

      await test.step("undo from the log puts the values back", async () => {
        const { page } = opened;
        await page.getByTestId("rail-log").click();
        const log = page.getByTestId("log-page");
        await log
          .getByText(/^Committed 2 changes/)
          .first()
          .click();
        await page.getByTestId("undo-this-commit").click();
        await expect(page.getByTestId("committed")).toContainText("Undid");
        expect(await other.ask(textOf("run_type"))).toBe("by another");
        expect((await other.ask(textOf("user_comment"))) ?? null).toBe(comment ?? null);
      });

      await test.step("a new version of a file: chosen, seen beside the one before, committed, undone", async () => {
        const { page } = opened;
        const path = String(await other.ask(fileOfRun("path")));
        const content = String(await other.ask(fileOfRun("content")));
        await page.getByTestId("rail-runs").click();
        await page.getByTestId("run-table").focus();
        for (const key of ["Home", "ArrowRight", "ArrowRight", "Enter"]) await page.keyboard.press(key);
        await expect(page.getByTestId("run-view")).toHaveAttribute("data-run", String(run));
        // A text, as control systems have them under this name: no database.
        await drag(page, "dragenter", "ioc.db");
        await expect(page.getByText(`Drop files to attach them to run ${run}`)).toBeVisible();
        await expect(page.getByText("Drop the file to open it")).toBeHidden();
        await drag(page, "drop", "ioc.db");
        await expect(page.getByTestId("attach-path")).toBeFocused();
        await expect(page.getByTestId("attach-path")).toHaveValue("ioc.db");
        // Elsewhere it would be a file of saved queries.
        await expect(page.getByTestId("saved-dialog")).toBeHidden();
        await page.keyboard.press("Escape");
        await page.keyboard.press("2");
        await page.getByTestId("attach-input").setInputFiles({
          name: path.slice(path.lastIndexOf("/") + 1),
          mimeType: "text/plain",
          buffer: Buffer.from(`${content}\n# tried by hand\n`),
        });
        const dialog = page.getByTestId("attach-dialog");
        await expect(dialog.getByTestId("attach-path")).toHaveValue(path);
        await expect(dialog.getByTestId("file-differences")).toContainText("# tried by hand");
        await page.getByTestId("attach-button").click();
        await expect(page.getByTestId("draft-file")).toContainText("new version");
        await page.getByTestId("review-button").click();
        await page.getByTestId("review-differences").click();
        await expect(page.getByTestId("review-dialog").getByTestId("file-differences")).toContainText(
          "# tried by hand",
        );
        expect(await other.ask(fileOfRun("content"))).toBe(content);
        await page.getByTestId("commit-button").click();
        await expect(page.getByTestId("committed")).toContainText("1 change");
        expect(await other.ask(fileOfRun("content"))).toBe(`${content}\n# tried by hand\n`);
        // What undoes writes, too: it asks again.
        await page.getByTestId("leave-changes").click();
        await page.getByTestId("undo-commit").click();
        await page.getByTestId("allow-button").press("Enter");
        await expect(page.getByTestId("committed")).toContainText("Undid");
        expect(await other.ask(fileOfRun("content"))).toBe(content);
      });

      await test.step("edit, review, commit and undo by keys alone", async () => {
        const { page } = opened;
        await page.getByTestId("rail-runs").press("Enter");
        await page.getByTestId("run-table").focus();
        for (const key of ["Home", "e", "c"]) await page.keyboard.press(key);
        await typeValue(page, "user_comment", "by keys", "Control+Enter");
        for (const key of ["e", "r"]) await page.keyboard.press(key);
        await tabTo(page, "commit-button");
        await page.keyboard.press("Enter");
        await expect(page.getByTestId("committed")).toContainText("1 change");
        expect(await other.ask(textOf("user_comment"))).toBe("by keys");
        for (const key of ["e", "u"]) await page.keyboard.press(key);
        await expect(page.getByTestId("committed")).toContainText("Undid");
        expect((await other.ask(textOf("user_comment"))) ?? null).toBe(comment ?? null);
        // A draft that what follows leaves alone: a click beside the field keeps what was typed, and what was discarded is put back.
        for (const key of ["e", "c"]) await page.keyboard.press(key);
        await page.getByTestId("value-field").fill("still there");
        await page.getByTestId("status-line").click();
        await expect(page.getByTestId("edit-value")).toBeHidden();
        await page.getByTestId("discard-button").click();
        await expect(page.getByTestId("discarded")).toContainText(`1 change of run ${run} discarded`);
        await page.getByTestId("put-back").click();
        await expect(page.getByTestId("change-count")).toHaveText("1 change");
        for (const key of ["e", "s"]) await page.keyboard.press(key);
        await page.getByTestId("value-field").fill("no time");
        await page.getByTestId("status-line").click();
        await expect(page.getByTestId("change-failure")).toContainText("the field still has it");
        for (const key of ["e", "s"]) await page.keyboard.press(key);
        await expect(page.getByTestId("value-field")).toHaveValue("no time");
        await expect(page.getByTestId("value-field")).toBeFocused();
        await page.keyboard.press("Escape");
        await expect(page.getByTestId("edit-value")).toBeHidden();
      });

      await test.step("10,000 runs at once: cancelled, written, undone; and from a table, of a file", async () => {
        const { page } = opened;
        await other.ask(`INSERT INTO runs (number) VALUES ${others.map((number) => `(${number})`).join()}`);
        await page.getByTestId("run-button").click();
        await expect.poll(() => shownCount(page)).toBe(all);
        const withText = async (text: string) =>
          Number(
            await other.ask(
              `SELECT count(DISTINCT run_number) FROM conditions WHERE text_value = '${text}' AND condition_type_id IN (SELECT id FROM condition_types WHERE name = 'run_type')`,
            ),
          );
        const dialog = page.getByTestId("many-dialog");
        /** Commits what was previewed, after it was cancelled once. */
        const commit = async (text: string) => {
          const release = await hold(connection, other);
          await page.getByTestId("many-commit").click();
          await expect(dialog.getByText(/^Writing the changes(: [\d,]+ of 10.000|…)/)).toBeVisible(long);
          await page.getByTestId("many-cancel").click();
          await expect(dialog.getByRole("alert")).toContainText(/cancel/i, long);
          await release();
          expect(await withText(text)).toBe(0);
          await expect(page.getByTestId("change-count")).toHaveText("1 change");
          await page.getByTestId("many-commit").click();
          await expect(dialog).toBeHidden(long);
          expect(await withText(text)).toBe(all);
          await expect(page.getByTestId("change-count")).toHaveText("1 change");
        };

        await page.getByTestId("change-many").click();
        await page.getByTestId("many-condition").fill("run_type");
        await dialog.getByTestId("value-field").fill("of all");
        await page.getByTestId("many-preview").click();
        await commit("of all");
        await page.getByTestId("undo-commit").click();
        await expect(page.getByTestId("committed")).toContainText("Undid", long);
        expect(await withText("of all")).toBe(0);

        // 10,000 take most of the time, and what is written is the same on both.
        const isShort = own.startsWith("mysql:");
        await page.getByTestId("change-many").click();
        await dialog.getByText("From CSV or TSV").click();
        const ofSample = sample.prepare<[], number>("SELECT number FROM runs").pluck().all();
        const given = isShort ? others.slice(0, 200) : [...others, ...ofSample];
        const lines = given.map((number) => `${number},from a table`);
        // Spreadsheets leave columns without a heading.
        const table = [
          "run,type of run,,",
          ...lines.map((line) => `${line},,`),
          "999999,x,,a",
          "no run,x,b,",
        ].join("\n");
        // As UTF-8 its letters would become others.
        const latin = Buffer.from(`run,run_type\n${run},Gr\u00f6\u00dfe\n`, "latin1");
        const file = page.getByTestId("many-file");
        await file.setInputFiles({ name: "latin.csv", mimeType: "text/csv", buffer: latin });
        await expect(page.getByTestId("many-file-refused")).toContainText("“latin.csv” is not UTF-8");
        await expect(page.getByTestId("many-table")).toHaveValue("");
        await file.setInputFiles({ name: "types.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
        await page.getByTestId("many-preview").click();
        const plan = page.getByTestId("many-plan");
        await plan.getByLabel("Condition of the column type of run").selectOption("run_type");
        await expect(plan).toContainText("1 unknown run", long);
        await expect(plan).toContainText("1 line not read");
        await expect(page.getByTestId("many-commit")).toContainText(
          isShort ? "200 changes" : /10.000 changes/,
          long,
        );
        if (!isShort) {
          await commit("from a table");
          return;
        }
        await page.getByTestId("many-commit").click();
        await expect(dialog).toBeHidden(long);
        expect(await withText("from a table")).toBe(given.length);
      });
    } finally {
      await opened.application.close();
      await other.end();
      await end();
      removeUserData(folder);
    }
  });
}

/** Goes on by Tab until that button has the focus. */
async function tabTo(page: Page, button: string): Promise<void> {
  await expect(page.getByTestId(button)).toBeEnabled();
  const most = 200;
  for (let steps = 0; steps < most; steps++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => document.activeElement?.getAttribute("data-testid"));
    if (at === button) return;
  }
  throw new Error(`${most} steps of Tab did not come to “${button}”`);
}

/** A file of some text is dragged over the run, or dropped on it. */
async function drag(page: Page, type: "dragenter" | "drop", name: string): Promise<void> {
  const view = page.getByTestId("run-view").last();
  await view.evaluate(
    (element, [event, file]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["some text"], file));
      element.dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true }));
    },
    [type, name] as const,
  );
}

async function typeValue(page: Page, name: string, text: string, key: string): Promise<void> {
  const editor = page.getByTestId("edit-value");
  await expect(editor).toContainText(name);
  const field = page.getByTestId("value-field");
  await expect(field).toBeFocused();
  await field.fill(text);
  await page.keyboard.press(key);
  await expect(editor).toBeHidden();
}
