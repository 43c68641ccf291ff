/** The package as a program gets it: packed, installed in an empty folder, type-checked and run by the examples of its page. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildLibrary } from "../../../scripts/setup/library.mjs";
import { run } from "../../../scripts/setup/processes.mjs";
import { inProject, packageCommand } from "../../../scripts/setup/project.mjs";
import { WritableRcdb } from "../../../library/writableRcdb.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const page = readFileSync(inProject("docs", "library.md"), "utf8");
const examples = Array.from(page.matchAll(/^```js\n(.*?)^```$/gms), ([, code = ""]) => code);

const wrong = `import { connect } from "rcdb-desktop";
const db = await connect("x");
// @ts-expect-error it is open for reading
await db.createRun(1);
// @ts-expect-error a run has a number
await db.getRun("1");
// @ts-expect-error there is no such table
await db.kysely.selectFrom("nothing").execute();
`;

let folder = "";
let packed: { readonly size: number; readonly files: readonly { readonly path: string }[] };

async function ran(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, output } = await run(command, [...args], { cwd });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")}\n${output}`);
  return output;
}

beforeAll(async () => {
  const built = join(temporaryFolder(), "library");
  await buildLibrary(built);
  // Elsewhere the packages of the project would be found from it.
  folder = mkdtempSync(join(tmpdir(), "rcdb-program-"));
  const output = await ran("npm", ["pack", "--json", "--pack-destination", folder], built);
  [packed] = JSON.parse(output.slice(output.indexOf("["))) as [typeof packed];
  const installed = (name: string): string => `file:${inProject("node_modules", name)}`;
  const dependencies = {
    "rcdb-desktop": `file:./${(packed as unknown as { filename: string }).filename}`,
    "better-sqlite3": installed("better-sqlite3"),
    mysql2: installed("mysql2"),
  };
  const file = { private: true, type: "module", dependencies };
  writeFileSync(join(folder, "package.json"), JSON.stringify(file));
  await ran("npm", ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
  mkdirSync(join(folder, "examples"));
  examples.forEach((code, at) => writeFileSync(join(folder, "examples", `${at}.js`), code));
  writeFileSync(join(folder, "examples", "wrong.ts"), wrong);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("it is small, has its licences, and nothing of the window", () => {
  expect(packed.size).toBeLessThan(2_000_000);
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["LICENSE", "LICENSES.txt", "README.md", "library.mjs"]));
  expect(paths.filter((path) => /renderer|main\/|\.(css|html|svelte)$/.test(path))).toEqual([]);
});

test("only the two drivers are installed beside it", () => {
  const installed = join(folder, "node_modules", "rcdb-desktop", "package.json");
  const { dependencies, peerDependenciesMeta } = JSON.parse(readFileSync(installed, "utf8")) as Record<
    string,
    Readonly<Record<string, unknown>>
  >;
  expect(Object.keys(dependencies ?? {})).toEqual(["better-sqlite3", "mysql2"]);
  expect(peerDependenciesMeta).toEqual({ ssh2: { optional: true } });
});

test("the examples are right by its types, and what does not fit is an error", async () => {
  const compilerOptions = {
    target: "es2023",
    lib: ["es2023", "dom"],
    module: "nodenext",
    strict: true,
    checkJs: true,
    allowJs: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    types: ["node"],
    typeRoots: [inProject("node_modules", "@types")],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["examples"] }));
  const tsc = packageCommand("@typescript/native", "tsc");
  await ran(process.execPath, [tsc, "--singleThreaded", "-p", "."], folder);
});

test("the examples print what stands beside them", async () => {
  const runner = `import { inspect } from "node:util";
const printed = [];
console.log = (...values) => printed.at(-1).push(values.map((one) => (typeof one === "string" ? one : inspect(one))).join(" "));
for (let at = 0; at < ${examples.length}; at++) {
  printed.push([]);
  await import(\`./examples/\${at}.js\`);
}
process.stdout.write(JSON.stringify(printed));
`;
  writeFileSync(join(folder, "runner.js"), runner);
  const output = await ran(process.execPath, ["runner.js"], folder);
  const printed = JSON.parse(output) as string[][];
  examples.forEach((code, at) => {
    const wanted = Array.from(code.matchAll(/\/\/ prints (.*)$/gm), ([, text = ""]) => text);
    const lines = printed[at] ?? [];
    expect(lines.length, code).toBe(wanted.length);
    lines.forEach((line, place) => expect(line).toContain(wanted[place]));
  });
  expect(examples.length).toBeGreaterThan(8);
});

test("it exports what its types say, and nothing else", async () => {
  const code = `import * as all from "rcdb-desktop"; console.log(Object.keys(all).join(" "));`;
  writeFileSync(join(folder, "names.js"), code);
  expect((await ran(process.execPath, ["names.js"], folder)).trim().split(" ")).toEqual([
    "RcdbError",
    "connect",
    "failureCodes",
    "findCopy",
    "initializeDatabase",
    "inspectDatabase",
    "parseCodaLog",
    "parseRunConfiguration",
    "sql",
    "updateDatabase",
  ]);
});

test("a tunnel says which package it needs", async () => {
  const code = `import { connect } from "rcdb-desktop";
await connect("mysql://me@localhost/rcdb?ssh=me@gate").catch((error) => console.log(error.message));
`;
  writeFileSync(join(folder, "tunnel.js"), code);
  expect(await ran(process.execPath, ["tunnel.js"], folder)).toContain("npm install ssh2");
});

test("the page names each method", () => {
  const methods = Object.getOwnPropertyNames(WritableRcdb.prototype).filter((name) => name !== "constructor");
  expect(methods.filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
});
