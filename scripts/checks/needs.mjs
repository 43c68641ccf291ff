// What checks need beside the installed packages. Each is seen to when a check first asks for it.
import { ensureBuild } from "../setup/build.mjs";
import { findChromium } from "../setup/chromium.mjs";
import { hasDisplay } from "../setup/display.mjs";
import { ensureElectron, ensureElectronLibraries } from "../setup/electron.mjs";
import { ensureMariadb } from "../setup/mariadb.mjs";
import { findProgram } from "../setup/processes.mjs";
import { ensureSample } from "../setup/sample.mjs";
import { ensureSqliteBinding } from "../setup/sqliteBinding.mjs";
import { chromiumPackages, displayPackages, installSystemPackages } from "../setup/systemPackages.mjs";
import { step } from "../setup/terminal.mjs";

export const needs = {
  binding: once(() => step("SQLite binding", (report) => ensureSqliteBinding(undefined, report))),
  sample: once(() => step("sample database", ensureSample)),
  mariadb: once(() => step("MariaDB", ensureMariadb)),
  build: once(() => step("program", ensureBuild)),
  chromium: once(() => step("Chromium", ensureChromium)),
  display: once(() => step("display", ensureDisplay)),
  electron: once(async () => {
    const { electron } = await step("Electron", ensureElectron);
    await step("libraries for Electron", (report) => ensureElectronLibraries(electron, report));
    // Again, for an Electron that is older than Node may need another binding than Node does.
    await step("SQLite binding for Electron", (report) => ensureSqliteBinding(electron, report));
  }),
};

/** @type {Promise<unknown>} the last that was asked for: one at a time, for installers of a system lock each other out */
let last = Promise.resolve();

/**
 * @param {() => Promise<unknown>} work
 */
function once(work) {
  /** @type {Promise<unknown> | undefined} */
  let result;
  return () => (result ??= last = last.then(work, work));
}

/** @param {import("../setup/terminal.mjs").Report} report */
async function ensureChromium(report) {
  if (findChromium()) return { outcome: "there" };
  await installSystemPackages(chromiumPackages, "Testing the interface in a browser", report);
  return { outcome: "installed" };
}

/** @param {import("../setup/terminal.mjs").Report} report */
async function ensureDisplay(report) {
  if (hasDisplay()) return { outcome: "a real one" };
  if (findProgram("xvfb-run") && findProgram("xauth")) return { outcome: "Xvfb" };
  await installSystemPackages(displayPackages, "Testing windows without a display", report);
  return { outcome: "Xvfb, installed" };
}
