// `npm run library`: builds the package for programs into `out/library`, and packs it beside that.
import { run } from "./setup/processes.mjs";
import { buildLibrary } from "./setup/library.mjs";
import { inProject } from "./setup/project.mjs";

await buildLibrary();
const { code, output } = await run("npm", ["pack", "--silent", "--pack-destination", inProject("out")], {
  cwd: inProject("out", "library"),
});
process.stdout.write(code === 0 ? `out/${output.trim()}\n` : output);
process.exitCode = code;
