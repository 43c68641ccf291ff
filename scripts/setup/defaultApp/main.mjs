// Runs inside Electron: stands in for the official binary's own part that makes `electron FOLDER` work,
// where the binary comes without it.
import { app } from "electron";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv.slice(1).find((argument) => !argument.startsWith("-"));
if (folder === undefined) {
  console.error("Say which folder to run: electron FOLDER");
  app.exit(2);
} else {
  const path = resolve(folder);
  const description = /** @type {{ main: string, name: string, productName?: string, version?: string }} */ (
    JSON.parse(readFileSync(join(path, "package.json"), "utf8"))
  );
  Object.assign(process, { defaultApp: true });
  app.setName(description.productName ?? description.name);
  // Electron has these two without documenting them: they are for its own default application.
  const undocumented = /** @type {{ setVersion(version: string): void, setAppPath(path: string): void }} */ (
    /** @type {unknown} */ (app)
  );
  undocumented.setVersion(description.version ?? "0.0.0");
  undocumented.setAppPath(path);
  // Awaited here, so that the application is loaded before Electron says it is ready.
  await import(pathToFileURL(join(path, description.main)).href);
}
