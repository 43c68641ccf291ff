import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/setup/project.mjs";

/** The project's own files under some folders, by default all, as paths from its top: what Git keeps, or would. */
export function projectFiles(...folders: readonly string[]): string[] {
  const listed = ["ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", ...folders];
  return execFileSync("git", listed, { cwd: root, encoding: "utf8" })
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(root, file)));
}

/** The text of one of the project's files. */
export function readProjectFile(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
