/** An edit session in the real application, on both databases: keyboard, crash, conflict, commit, undo, many runs, and who may not. */
import { expect, test, type Page } from "@playwright/test";
import SqliteFile from "better-sqlite3";
import { createConnection } from "mysql2/promise";
import { launchApplication, removeUserData, temporaryUserData } from "../support/electron.ts";
import { samplePath } from "../support/paths.ts";
import { places } from "../support/places.ts";

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

const whereOf = (name: string) =>
  `run_number = ${run} AND condition_type_id = (SELECT min(id) FROM condition_types WHERE name = '${name}')`;
const textOf = (name: string) =>
  `SELECT text_value FROM conditions WHERE ${whereOf(name)} ORDER BY id DESC LIMIT 1`;
/** What is stored of the run's configuration file, the newest of the highest path. */
const fileOfRun = (column: string) =>
  `SELECT ${column} FROM files JOIN files_have_runs ON files.id = files_id WHERE run_number = ${run} ORDER BY path DESC, files.id DESC LIMIT 1`;

for (const place of places) {
  test(`values are edited ${place.name}`, async ({}, info) => {
    test.setTimeout(240_000);
    const { connection, end } = await place.open(info.outputPath());
    const other = await another(connection);
    const folder = temporaryUserData();
    let opened = await launchApplication([connection], folder);
    try {
      const before = await other.ask(textOf("run_type"));
      const comment = await other.ask(textOf("user_comment"));

      await test.step("two values, by keys alone", async () => {
        const { page } = opened;
        await expect(page.getByTestId("run-row").first()).toBeVisible();
        await page.getByTestId("run-table").focus();
        for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "F2"]) {
          await page.keyboard.press(key);
        }
        await page.getByTestId("allow-button").press("Enter");
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
        opened = await launchApplication([connection], folder);
        await expect(opened.page.getByTestId("change-count")).toHaveText("2 changes");
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
        await page.getByTestId("undo-commit").click();
        await expect(page.getByTestId("committed")).toContainText("Undid");
        expect(await other.ask(fileOfRun("content"))).toBe(content);
      });

      await test.step("many runs at once, seen before", async () => {
        const { page } = opened;
        await page.getByTestId("rail-runs").click();
        await page.getByTestId("change-many").click();
        const dialog = page.getByTestId("many-dialog");
        await dialog.getByText("From CSV or TSV").click();
        await page.getByTestId("many-table").fill(`run,run_type\n${run},from a table\n999999,x\n`);
        await page.getByTestId("many-preview").click();
        await expect(page.getByTestId("many-plan")).toContainText("1 unknown run");
        await page.getByTestId("many-commit").click();
        await expect(dialog).toBeHidden();
        expect(await other.ask(textOf("run_type"))).toBe("from a table");

        await page.getByTestId("change-many").click();
        await page.getByTestId("many-condition").fill("run_type");
        await dialog.getByTestId("value-field").fill("of all");
        await page.getByTestId("many-preview").click();
        await page.getByTestId("many-commit").click();
        await expect(dialog).toBeHidden();
        const all = await other.ask("SELECT count(*) FROM runs");
        expect(
          Number(
            await other.ask("SELECT count(DISTINCT run_number) FROM conditions WHERE text_value = 'of all'"),
          ),
        ).toBe(Number(all));
      });
    } finally {
      await opened.application.close();
      await other.end();
      await end();
      removeUserData(folder);
    }
  });
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
