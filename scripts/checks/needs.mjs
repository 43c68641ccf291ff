// What checks need beside the installed packages. Each is seen to once; what takes its time is begun before a check asks for it.
import { ensureBuild } from "../setup/build.mjs";
import { findChromium } from "../setup/chromium.mjs";
import { hasDisplay } from "../setup/display.mjs";
import { ensureElectron, ensureElectronLibraries } from "../setup/electron.mjs";
import { ensureEmptyServer, ensureMariadb, findMariadb } from "../setup/mariadb.mjs";
import { findProgram } from "../setup/processes.mjs";
import { ensureSample } from "../setup/sample.mjs";
import { ensureSqliteBinding } from "../setup/sqliteBinding.mjs";
import { chromiumPackages, displayPackages, installSystemPackages } from "../setup/systemPackages.mjs";
import { step } from "../setup/terminal.mjs";

const binding = once(() => step("SQLite binding", (report) => ensureSqliteBinding(undefined, report)));

export const needs = {
  binding,
  sample: once(async () => {
    await binding();
    await step("sample database", ensureSample);
  }),
  mariadb: once(async () => {
    await step("MariaDB", ensureMariadb);
    const mariadb = findMariadb();
    // Before the tests of several stages each make their own.
    if (mariadb) await ensureEmptyServer(mariadb);
  }),
  build: once(() => step("program", ensureBuild)),
  chromium: once(() => step("Chromium", ensureChromium)),
  display: once(() => step("display", ensureDisplay)),
  electron: once(async () => {
    const { electron } = await step("Electron", ensureElectron);
    await step("libraries for Electron", (report) => ensureElectronLibraries(electron, report));
    await binding();
    // Again, for an Electron that is older than Node may need another binding than Node does.
    await step("SQLite binding for Electron", (report) => ensureSqliteBinding(electron, report));
  }),
};

/**
 * Begins what these stages need, side by side: downloads and installers wait, and a compiler has one core. What fails is told by
 * the stages that ask for it. The program is built when a stage asks, for one of the stages is its build.
 * @param {readonly import("./stages.mjs").Stage[]} stages
 */
export function beginSetup(stages) {
  const names = new Set(stages.flatMap((stage) => stage.needs));
  for (const name of names) if (name !== "build") void needs[name]().catch(() => undefined);
}

/**
 * @param {() => Promise<unknown>} work
 */
function once(work) {
  /** @type {Promise<unknown> | undefined} */
  let result;
  return () => (result ??= work());
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
