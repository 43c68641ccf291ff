// `npm run package`: makes of the built program an application that runs by itself, in `dist/`.
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { ensureBuild } from "./setup/build.mjs";
import { installDependencies } from "./setup/dependencies.mjs";
import { ensureElectron } from "./setup/electron.mjs";
import { inProject } from "./setup/project.mjs";
import { bindingFor, ensureSqliteBinding } from "./setup/sqliteBinding.mjs";
import { runMain, step } from "./setup/terminal.mjs";

await runMain(async () => {
  await step("packages", installDependencies);
  const { electron } = await step("Electron", ensureElectron);
  await step("SQLite binding", (report) => ensureSqliteBinding(electron, report));
  await step("program", ensureBuild);

  // electron-builder.yml names the binding by this variable.
  process.env["SQLITE_BINDING"] = bindingFor(electron);
  const { build, Platform } = await import("electron-builder");
  await build({
    projectDir: inProject(),
    targets: Platform.current().createTarget("dir"),
    publish: "never",
    config: {
      electronVersion: electron.version,
      electronDist: electron.folder,
      // It would run any folder named on the command line.
      afterPack: ({ appOutDir, packager }) =>
        rm(join(packager.getResourcesDir(appOutDir), "default_app.asar"), { force: true }),
    },
  });
});
