// `npm start [-- DATABASE]`: sets up what is missing, then opens the application on the sample database,
// or on the one named. Without a display it serves the same interface to a browser.
import { isAbsolute, resolve } from "node:path";
import { ensureBuild } from "./setup/build.mjs";
import { installDependencies } from "./setup/dependencies.mjs";
import { hasDisplay } from "./setup/display.mjs";
import { ensureElectron, ensureElectronLibraries } from "./setup/electron.mjs";
import { run } from "./setup/processes.mjs";
import { inProject, root, samplePath } from "./setup/project.mjs";
import { ensureSample } from "./setup/sample.mjs";
import { ensureSqliteBinding } from "./setup/sqliteBinding.mjs";
import { explain, runMain, say, SetupError, step } from "./setup/terminal.mjs";

/** An application that ends this soon with an error has not been closed by somebody. */
const STARTED_AFTER = 5000;

/** The database to open: a connection string as it is, a path as seen from where npm was called. */
function wantedDatabase() {
  const argument = process.argv[2];
  if (argument === undefined) return samplePath;
  if (/^\w+:\/\//.test(argument) || isAbsolute(argument)) return argument;
  return resolve(process.env["INIT_CWD"] ?? process.cwd(), argument);
}

/**
 * Electron, ready to show a window; undefined, having said why, where it cannot.
 */
async function electronForWindows() {
  if (!hasDisplay()) {
    say("  There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).");
    return undefined;
  }
  try {
    const { electron } = await step("Electron", ensureElectron);
    await step("libraries for Electron", (report) => ensureElectronLibraries(electron, report));
    return electron;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`\n${explain(error)}\n`);
    return undefined;
  }
}

/**
 * Shows the application; answers whether it came up.
 * @param {import("./setup/electron.mjs").Electron} electron
 * @param {string} database
 */
async function showWindow(electron, database) {
  say("\nOpening RCDB Desktop. Close its window, or press Ctrl-C here, to end.");
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const start = performance.now();
  const { code } = await run(electron.executable, [...asRoot, root, database], { attached: true });
  const cameUp = code === 0 || performance.now() - start > STARTED_AFTER;
  if (cameUp) process.exitCode = code;
  else say(`\nElectron ended at once with code ${code}; the reason stands above.`);
  return cameUp;
}

/** @param {string} database */
async function serve(database) {
  say("Serving the same interface to a browser instead; press Ctrl-C to end.\n");
  const cli = inProject("out", "cli", "rcdb.mjs");
  const { code } = await run(process.execPath, [cli, "-c", database, "serve"], { attached: true });
  process.exitCode = code;
}

await runMain(async () => {
  say("RCDB Desktop: getting ready");
  await step("packages", installDependencies);
  const electron = await electronForWindows();
  await step("SQLite binding", (report) => ensureSqliteBinding(electron, report));
  await step("program", ensureBuild);
  const database = wantedDatabase();
  if (database === samplePath) await step("sample database", ensureSample);
  if (electron && (await showWindow(electron, database))) return;
  await serve(database);
});
