/** Where the server's parts are: from source beside this file, built in the folders of `out/`. */
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const isSource = import.meta.url.endsWith(".ts");

/** The built interface. */
export const builtRenderer = inLayout(isSource ? "../out/renderer" : "../renderer");

/** The program of a database process, with the arguments Node needs to run it. */
export const databaseProcess = isSource
  ? { entry: inLayout("../server/databaseProcess.ts"), execArgv: ["--import", loader()] }
  : { entry: inLayout("../server/databaseProcess.mjs"), execArgv: [] };

function inLayout(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** tsx by its full address: Node would look for it from the folder in which the program was started. */
function loader(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
}
