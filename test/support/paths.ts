/** Where tests find what `npm test` has set up for them. */
import { join } from "node:path";
import { inProject } from "../../scripts/setup/project.mjs";

export { samplePath } from "../../scripts/setup/project.mjs";

export const commandLineScript = inProject("out", "cli", "rcdb.mjs");
export const packagedFolder = inProject("dist", "linux-unpacked");
export const packagedExecutable = join(packagedFolder, "rcdb-desktop");
