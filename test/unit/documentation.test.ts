/** The files and folders that the documentation names are there. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/setup/project.mjs";

const folders = "core|main|preload|renderer|server|cli|test|docs|bench|scripts";
const path = new RegExp(`[\x60(]((?:${folders})/[\\w/.-]*\\w)[\x60)]`, "g");

test.each([
  ["CONTRIBUTING.md", 40],
  ["docs/security.md", 20],
  ["docs/architecture.md", 10],
  ["README.md", 1],
])("%s names files that are there", (document, least) => {
  const text = readFileSync(join(root, document), "utf8");
  const named = [...new Set(Array.from(text.matchAll(path), ([, found = ""]) => found))];
  expect(named.length).toBeGreaterThanOrEqual(least);
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
