/** The files and folders that the documentation names are there. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contract } from "../../core/api/contract.ts";
import { exportFormatNames, extensionsOf } from "../../core/api/exportFormats.ts";
import { root } from "../../scripts/setup/project.mjs";

const folders = "core|main|preload|renderer|server|cli|test|docs|bench|scripts";
const path = new RegExp(`[\x60(]((?:${folders})/[\\w/.-]*\\w)[\x60)]`, "g");

const documents = ["README.md", "CONTRIBUTING.md", "bench/README.md"].concat(
  readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file.replaceAll("\\", "/")}`),
);

/** The paths in a document, each once. */
function pathsIn(document: string): string[] {
  const text = readFileSync(join(root, document), "utf8");
  return [...new Set(Array.from(text.matchAll(path), ([, found = ""]) => found))];
}

test.each(documents)("%s names files that are there", (document) => {
  expect(pathsIn(document).filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test.each([
  ["CONTRIBUTING.md", 40],
  ["docs/security.md", 20],
  ["docs/architecture.md", 10],
  ["README.md", 1],
])("the paths in %s are found: %i and more", (document, least) => {
  expect(pathsIn(document).length).toBeGreaterThanOrEqual(least);
});

test("docs/calls.md has a row for each call, with its traits", () => {
  const rows = readFileSync(join(root, "docs/calls.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) =>
      line
        .split("|")
        .map((text) => text.trim())
        .slice(1, -1),
    );
  const traits = Object.entries(contract).map(([name, { traits: own }]) => [
    `\`${name}\``,
    expect.stringMatching(/\w/) as string,
    own.callers.join(", "),
    own.answeredBy,
    [
      ...(own.isLong ? ["long"] : []),
      ...(own.result === "none" ? [] : [`result ${own.result}`]),
      ...(own.changes ? ["changes"] : []),
    ].join(", "),
  ]);
  expect(rows).toEqual(traits);
});

test("docs/command-line.md names the endings of all formats", () => {
  const endings = [...new Set(exportFormatNames.flatMap(extensionsOf))].map((extension) => `.${extension}`);
  expect(readFileSync(join(root, "docs/command-line.md"), "utf8")).toContain(endings.join(" "));
});
