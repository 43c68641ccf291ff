/** The packaged application, hardened as it is shipped: no debugger reaches its main process. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from "@electron/fuses";
import { chromium, expect, test } from "@playwright/test";
import { licensesFile } from "../../scripts/setup/licenses.mjs";
import { inProject } from "../../scripts/setup/project.mjs";
import { electronSwitches, removeUserData, temporaryUserData } from "../support/electron.ts";
import { packagedExecutable, packagedFolder, samplePath } from "../support/paths.ts";
import { plainAnswer } from "../support/plainAnswer.ts";
import { question, shownCount, typeQuery } from "../support/walk.ts";

test("runs a query on the sample database", async () => {
  const userData = temporaryUserData();
  const switches = [...electronSwitches, `--user-data-dir=${userData}`, "--remote-debugging-port=0"];
  const application = spawn(packagedExecutable, [...switches, samplePath], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    const browser = await chromium.connectOverCDP(await debuggerAddress(application.stderr));
    const context = browser.contexts()[0];
    if (!context) throw new Error("The application has no browser context.");
    const page = context.pages()[0] ?? (await context.waitForEvent("page"));
    await expect(page.getByTestId("run-row").first()).toBeVisible();
    await typeQuery(page, question);
    await page.getByTestId("run-button").click();
    await expect.poll(() => shownCount(page)).toBe(plainAnswer(samplePath, question).length);
    await browser.close();
  } finally {
    await ended(application);
    removeUserData(userData);
  }
});

/** What Chromium says on its standard error once the debugger of its pages listens. */
function debuggerAddress(stderr: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    stderr.on("end", () => reject(new Error(`The application ended before its debugger listened:\n${said}`)));
  });
}

function ended(application: ReturnType<typeof spawn>): Promise<void> {
  if (application.exitCode !== null || application.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    application.once("close", () => resolve());
    application.kill("SIGKILL");
  });
}

const expectedFuses = [
  ["RunAsNode", FuseState.DISABLE],
  ["EnableCookieEncryption", FuseState.ENABLE],
  ["EnableNodeOptionsEnvironmentVariable", FuseState.DISABLE],
  ["EnableNodeCliInspectArguments", FuseState.DISABLE],
  ["EnableEmbeddedAsarIntegrityValidation", FuseState.ENABLE],
  ["OnlyLoadAppFromAsar", FuseState.ENABLE],
] as const;

test("has its fuses set", async () => {
  const fuses = await getCurrentFuseWire(packagedExecutable);
  expect(fuses.version).toBe(FuseVersion.V1);
  for (const [name, state] of expectedFuses) expect(fuses[FuseV1Options[name]], name).toBe(state);
});

test("brings the licences of all that is in it", () => {
  const read = (name: string) => readFileSync(join(packagedFolder, name), "utf8");
  expect(read("LICENSE.txt")).toBe(readFileSync(inProject("LICENSE"), "utf8"));
  expect(read("LICENSE.electron.txt")).toContain("Electron");
  expect(read("LICENSES.chromium.html")).toContain("Chromium");
  expect(read("LICENSES.txt")).toBe(readFileSync(licensesFile, "utf8"));
});

test("has the SQLite binding outside of the archive, and no stand-in for the application", () => {
  const resources = join(packagedFolder, "resources");
  expect(existsSync(join(resources, "app.asar"))).toBe(true);
  expect(existsSync(join(resources, "app.asar.unpacked", "node_modules", "better-sqlite3"))).toBe(true);
  expect(existsSync(join(resources, "default_app.asar"))).toBe(false);
});
