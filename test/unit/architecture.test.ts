import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { type Import, importsOf } from "../support/imports.ts";
import { projectFiles, readProjectFile } from "../support/projectFiles.ts";

/** What a layer may import. Paths are the project's (`core/api/contract.ts`), others package names. */
interface Layer {
  readonly folder: string;
  readonly mayImport: (target: string, isType: boolean) => boolean;
}

const databaseLibraries = ["kysely", "better-sqlite3", "mysql2"];
const within = (target: string, ...folders: string[]): boolean =>
  folders.some((folder) => target.startsWith(`${folder}/`));
const isPackage = (target: string, ...names: string[]): boolean =>
  names.some((name) => target === name || target.startsWith(`${name}/`));
const isNode = (target: string): boolean => target.startsWith("node:");

/** The first layer whose folder a file lies in is the file's. */
const layers: readonly Layer[] = [
  { folder: "core/text", mayImport: (target) => within(target, "core/text") },
  { folder: "core/time", mayImport: (target) => within(target, "core/time") },
  { folder: "core/query", mayImport: (target) => within(target, "core/query") },
  {
    folder: "core/api",
    mayImport: (target) =>
      within(target, "core/api", "core/query", "core/text", "core/time") || isPackage(target, "valibot"),
  },
  {
    folder: "core",
    mayImport: (target) =>
      within(target, "core") ||
      isNode(target) ||
      // The version that run lists are written by.
      target === "package.json" ||
      isPackage(
        target,
        ...databaseLibraries,
        "valibot",
        "hyparquet-writer",
        "csv-parse",
        "sax",
        "epics-tca",
        "proper-lockfile",
        "ssh2",
        "re2js",
        "chokidar",
      ),
  },
  {
    folder: "renderer",
    mayImport: (target) =>
      within(target, "renderer", "core/api", "core/query", "core/text", "core/time") ||
      // Its help shows the texts of docs/, its first page what is new.
      /^(?:docs\/[\w-]+|CHANGELOG)\.md\?raw$/.test(target) ||
      isPackage(
        target,
        "svelte",
        "valibot",
        "@codemirror",
        "@lezer",
        "@lucide",
        "@fontsource-variable",
        "uplot",
        "fuzzysort",
      ),
  },
  {
    folder: "preload",
    mayImport: (target, isType) =>
      isPackage(target, "electron") || (isType && within(target, "core", "main")),
  },
  host("main", "electron", "valibot"),
  host("server", "hono", "@hono", "valibot", "@valibot/to-json-schema"),
  host("library", "kysely"),
  host("cli", "commander", "valibot", "diff"),
];

/** A front end of the core: knows the core and itself. */
function host(folder: string, ...packages: string[]): Layer {
  return {
    folder,
    mayImport: (target) =>
      within(target, folder, "core") ||
      // Its name and version.
      target === "package.json" ||
      isNode(target) ||
      isPackage(target, ...packages),
  };
}

/** `rcdb serve` starts the server: the one place where a front end knows another. */
const exceptions = new Map([["cli/commands/serve.ts", "server/serve.ts"]]);

/** The imports of a file that its layer must not have. */
function forbiddenImports(file: string, imports: readonly Import[]): string[] {
  const layer = layers.find(({ folder }) => file.startsWith(`${folder}/`));
  if (!layer) return [];
  return imports
    .map(({ specifier, isType }) => ({
      target: specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : specifier,
      isType,
    }))
    .filter(({ target, isType }) => !layer.mayImport(target, isType) && exceptions.get(file) !== target)
    .map(({ target }) => target);
}

const files = projectFiles();

describe("who may know whom", () => {
  test.each([
    ["core/query/parser.ts", 'import { join } from "node:path";', ["node:path"]],
    ["core/query/parser.ts", 'import type { Alias } from "../api/catalogue.ts";', ["core/api/catalogue.ts"]],
    ["core/query/parser.ts", 'import { tokens } from "./tokens.ts";', []],
    ["core/api/contract.ts", 'import { search } from "../search/search.ts";', ["core/search/search.ts"]],
    ["core/api/contract.ts", 'import type { Tree } from "../query/tree.ts";', []],
    ["core/api/contract.ts", 'type Tree = import("../query/tree.ts").Tree;', []],
    ["core/search/search.ts", 'import { app } from "electron";', ["electron"]],
    ["core/search/search.ts", 'export { window } from "../../main/window.ts";', ["main/window.ts"]],
    ["renderer/client.ts", 'const fs = await import("node:fs");', ["node:fs"]],
    [
      "renderer/App.svelte",
      '<script lang="ts">import { x } from "../core/runs/run.ts";</script>',
      ["core/runs/run.ts"],
    ],
    ["preload/preload.ts", 'import { calls } from "../core/api/contract.ts";', ["core/api/contract.ts"]],
    ["preload/preload.ts", 'import type { Calls } from "../core/api/contract.ts";', []],
    ["main/main.ts", 'import { serve } from "../server/server.ts";', ["server/server.ts"]],
    ["cli/rcdb.ts", 'const main = require("../main/main.ts");', ["main/main.ts"]],
    ["server/server.ts", 'import { search } from "../core/search/search.ts";', []],
  ])("%s with %s", (file, text, forbidden) => {
    expect(forbiddenImports(file, importsOf(file, text))).toEqual(forbidden);
  });

  const sources = files.filter((file) => /\.(ts|mjs|js|svelte)$/.test(file));

  test.each(layers.map(({ folder }) => folder))("%s keeps to it", (folder) => {
    const inLayer = sources.filter((file) => file.startsWith(`${folder}/`));
    expect(inLayer.length).toBeGreaterThan(0);
    const broken = inLayer
      .map((file) => ({ file, forbidden: forbiddenImports(file, importsOf(file, readProjectFile(file))) }))
      .filter(({ forbidden }) => forbidden.length > 0);
    expect(broken).toEqual([]);
  });
});

describe("what no file may contain", () => {
  // Put together from parts, so that this file itself does not contain them.
  const forbidden = [
    ["/wo", "rk/"],
    ["/ro", "ot/"],
    [".lib", "rary"],
    ["registry", ".npmjs"],
  ].map((parts) => parts.join(""));
  const isText = (file: string): boolean => !/\.(png|sqlite|ico|icns|woff2)$/.test(file);

  test.each(forbidden)("%s", (text) => {
    expect(files.filter((file) => isText(file) && readProjectFile(file).includes(text))).toEqual([]);
  });
});

describe("a failure is worded once", () => {
  const sources = files.filter((file) => /^(core|cli|main|server|renderer)\/.*\.(ts|svelte)$/.test(file));
  const fileWith = (pattern: RegExp): string[] =>
    sources.filter((file) => pattern.test(readProjectFile(file)));

  test.each([
    "no_such_run",
    "no_such_condition",
    "no_such_period",
    "no_such_configuration_file",
    "unknown_call",
  ])("%s", (code) => {
    expect(fileWith(new RegExp(`(RcdbError|failed)\\(\\s*"${code}"`))).toEqual(["core/api/missing.ts"]);
  });

  test("what the system's errors of files mean stands in one table", () => {
    expect(fileWith(/\b(ENOENT|ENOTDIR|EROFS|ENOSPC|EDQUOT|EFBIG|EISDIR|ELOOP|ENAMETOOLONG)\b/)).toEqual([
      "core/db/mysql/errors.ts",
      "core/disk/faults.ts",
      "core/updates/epics/runTool.ts",
    ]);
  });
});
