// `npm run screenshots`: pictures of the window for README.md, taken in the real Electron on the sample database.
import { mkdirSync } from "node:fs";
import { ensureBuild } from "./setup/build.mjs";
import { installDependencies } from "./setup/dependencies.mjs";
import { hasDisplay } from "./setup/display.mjs";
import { ensureElectron, ensureElectronLibraries } from "./setup/electron.mjs";
import { run } from "./setup/processes.mjs";
import { inProject } from "./setup/project.mjs";
import { ensureSample } from "./setup/sample.mjs";
import { ensureSqliteBinding } from "./setup/sqliteBinding.mjs";
import { runMain, say, step } from "./setup/terminal.mjs";

await runMain(async () => {
  await step("packages", installDependencies);
  const electron = await step("Electron", ensureElectron);
  await step("libraries for Electron", (report) => ensureElectronLibraries(electron, report));
  await step("SQLite binding", (report) => ensureSqliteBinding(electron, report));
  await step("program", ensureBuild);
  await step("sample database", ensureSample);
  const folder = inProject("docs", "screenshots");
  mkdirSync(folder, { recursive: true });
  const command = [process.execPath, "--import", "tsx", inProject("scripts", "takeScreenshots.ts"), folder];
  const [program = "", ...rest] = hasDisplay() ? command : ["xvfb-run", "-a", ...command];
  const { code } = await run(program, rest, { attached: true });
  process.exitCode = code;
  if (code === 0) say(`The pictures are in ${folder}.`);
});
