/** Walls within the rooms: no circle of files, and no circle of folders, components and type imports included. */
import { dirname } from "node:path";
import { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import walks from "../../scripts/lint/walks.mjs";
import { contextTypes, contextsFile, makesContexts, takersOfAll } from "../support/contexts.ts";
import { circlesOf, fileGraph, folderGraph, sourceFiles } from "../support/moduleGraph.ts";
import { operatorPlaces } from "../support/operatorPlaces.ts";
import { readProjectFile } from "../support/projectFiles.ts";

test.each([
  ["none", { a: ["b"], b: ["c"], c: [] }, []],
  ["of two", { a: ["b"], b: ["a"], c: ["a"] }, [["a", "b"]]],
  [
    "of three, beside one of two",
    { a: ["b"], b: ["c"], c: ["a"], d: ["e", "a"], e: ["d"] },
    [
      ["a", "b", "c"],
      ["d", "e"],
    ],
  ],
  ["one that goes through another", { a: ["b", "c"], b: ["a"], c: ["d"], d: ["a"] }, [["a", "b", "c", "d"]]],
])("a circle, %s", (_what, edges, circles) => {
  const graph = new Map(Object.entries(edges).map(([node, targets]) => [node, new Set(targets)]));
  expect(circlesOf(graph)).toEqual(circles);
});

describe.each(["core", "renderer", "cli", "server", "main", "library"])("in %s", (room) => {
  const files = fileGraph(room);

  test("no file imports itself by others", () => {
    expect(files.size).toBeGreaterThan(5);
    expect(circlesOf(files)).toEqual([]);
  });

  test("no folder imports itself by others", () => {
    expect(circlesOf(folderGraph(room, files))).toEqual([]);
  });
});

/** Lowest first: each imports only what stands before it. */
const coreLayers =
  "text time query api disk db profiles settings catalogue conditions compile selection results writing log formats lists search files runs cuts totals updates maintenance plots station reports copies changes service process".split(
    " ",
  );

test("the folders of the core stand on each other", () => {
  const folders = folderGraph("core", fileGraph("core"));
  const upwards = [...folders].flatMap(([folder, targets]) =>
    [...targets]
      .filter((target) => coreLayers.indexOf(target) >= coreLayers.indexOf(folder))
      .map((target) => `${folder} imports ${target}`),
  );
  expect([...folders.keys()].toSorted()).toEqual(coreLayers.toSorted());
  expect(upwards).toEqual([]);
});

test("no file of the core is loose", () => {
  expect([...fileGraph("core").keys()].filter((file) => file.split("/").length === 2)).toEqual([]);
});

test("kinds of databases are named below core/db alone", () => {
  const named =
    /["'`](?:sqlite|mysql)["'`]|\b(?:sqlite|mysql)\??:(?!\/\/)|from "[^"]*\/db\/(?:sqlite|mysql)\//;
  const files = ["core", "renderer", "cli", "server", "main", "library"]
    .flatMap(sourceFiles)
    .filter((file) => !file.startsWith("core/db/") && named.test(readProjectFile(file)));
  expect(files).toEqual([]);
});

test("a kind of database is known to the list of them, and to itself", () => {
  const known = [...fileGraph("core")].flatMap(([file, targets]) =>
    [...targets]
      .filter((target) => /^core\/db\/(sqlite|mysql)\//.test(target) && dirname(target) !== dirname(file))
      .map((target) => `${file} imports ${target}`),
  );
  expect(known).toEqual([
    "core/db/backends.ts imports core/db/mysql/backend.ts",
    "core/db/backends.ts imports core/db/sqlite/backend.ts",
  ]);
});

/** Lowest first, as in the core: kits that know nothing of RCDB, the state of a window, what several features show. */
const rendererKits = "lib client parts text json plot model common picture editor".split(" ");

test("the features of the renderer stand on its kits, and do not know each other", () => {
  const folders = folderGraph("renderer", fileGraph("renderer"));
  const isKit = (folder: string): boolean => rendererKits.includes(folder);
  const mayKnow = (folder: string, target: string): boolean =>
    // The frame is around all of them.
    folder === "frame" ||
    (isKit(target) && (!isKit(folder) || rendererKits.indexOf(target) < rendererKits.indexOf(folder)));
  const breaches = [...folders].flatMap(([folder, targets]) =>
    [...targets].filter((target) => !mayKnow(folder, target)).map((target) => `${folder} imports ${target}`),
  );
  expect(rendererKits.filter((kit) => !folders.has(kit))).toEqual([]);
  expect(breaches).toEqual([]);
});

describe("the state of a window is taken in parts", () => {
  test("no component and no part of it takes the whole", () => {
    expect(takersOfAll(fileGraph("renderer"))).toEqual([]);
  });

  test.each([
    ["a component", "renderer/runs/RunsPage.svelte", ["renderer/runs/RunsPage.svelte"]],
    ["the frame, which makes it", "renderer/App.svelte", []],
  ])("found: %s", (_what, file, found) => {
    expect(takersOfAll(new Map([[file, new Set(["renderer/model/app.svelte.ts"])]]))).toEqual(found);
  });

  test("all contexts are in one file, and each gives another part", () => {
    const makers = sourceFiles("renderer").filter((file) => makesContexts(file, readProjectFile(file)));
    expect(makers).toEqual([contextsFile]);
    const types = contextTypes(readProjectFile(contextsFile));
    expect(types.length).toBeGreaterThan(10);
    expect(new Set(types).size).toBe(types.length);
    expect(types).not.toContain("App");
  });

  test.each([
    [
      "a context of its own",
      'import { createContext } from "svelte";\nconst [getApp] = createContext<App>();',
      true,
    ],
    ["the older way", 'import { getContext } from "svelte";\nconst app = getContext("app");', true],
    ["the context of a canvas", 'const context = canvas.getContext("2d");', false],
  ])("found: %s", (_what, text, isFound) => {
    expect(makesContexts("renderer/runs/part.ts", text)).toBe(isFound);
  });
});

test.each([
  ["a default for other kinds of nodes", "switch (node.kind) { case 1: break; default: }", 1],
  ["one of what may not be there", "switch (token?.kind) { default: }", 1],
  ["one of a kind by itself", "switch (kind) { default: }", 1],
  ["one for other operators", "switch (link.operator) { default: }", 1],
  ["one within a listed case", "switch (node.kind) { case 1: switch (node.method) { default: } }", 1],
  ["all kinds listed", "switch (node.kind) { case 1: break; case 2: }", 0],
  ["a default for other types", "switch (type) { default: }", 0],
])("a walk of the tree lists all kinds; found: %s", (_what, code, count) => {
  const found = new Linter().verify(code, { plugins: { walks }, rules: { "walks/list-kinds": "error" } });
  expect(found.map(({ ruleId }) => ruleId)).toEqual(Array<string>(count).fill("walks/list-kinds"));
});

test("a new operator is a row, what it takes and gives, its SQL, and what it is of a missing value", () => {
  expect(operatorPlaces()).toEqual([
    "core/compile/expression.ts",
    "core/query/check.ts",
    "core/query/operators.ts",
    "core/selection/missingValue.ts",
  ]);
});
