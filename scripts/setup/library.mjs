// The package for programs, in `out/library`: one bundle of the core, its types, and what says how it is installed.
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { build } from "vite";
import { LICENSE_LIST, licensesText, readList } from "./licenses.mjs";
import { nodeBundle } from "./nodeBundle.mjs";
import { inProject, installedPackage, packageCommand, readJson } from "./project.mjs";

/** What is installed beside the bundle: a binary part, and a driver that people may want to have newer. */
const DEPENDENCIES = ["better-sqlite3", "mysql2"];
/** Only for who connects through SSH: it brings parts that are built for the machine. */
const OPTIONAL = ["ssh2"];
/** What npm runs where the package is installed, and what that needs. */
const INSTALLING = ["install.mjs", "bindingBuild.mjs"];
/** Packages whose types stand in ours; nobody needs them at run time, for they are in the bundle. */
const TYPES = new Map([
  ["kysely", "dist/index.d.ts"],
  ["valibot", "dist/index.d.mts"],
]);

/**
 * Builds the package anew.
 * @param {string} [folder]
 */
export async function buildLibrary(folder = inProject("out", "library")) {
  const input = { library: inProject("library", "index.ts") };
  const bundle = nodeBundle(folder, input, { external: [...DEPENDENCIES, ...OPTIONAL] });
  await build({
    configFile: false,
    root: inProject(),
    logLevel: "warn",
    ...bundle,
    build: {
      ...bundle.build,
      // What the parts of the bundle take of each other is nobody else's.
      rolldownOptions: { ...bundle.build?.rolldownOptions, preserveEntrySignatures: "strict" },
      license: { fileName: LICENSE_LIST },
      emptyOutDir: true,
      reportCompressedSize: false,
    },
  });
  writeTypes(folder);
  writePackageFile(folder);
  const licenses = join(folder, LICENSE_LIST);
  writeFileSync(join(folder, "LICENSES.txt"), licensesText(readList(licenses)));
  rmSync(licenses);
  copyFileSync(inProject("LICENSE"), join(folder, "LICENSE"));
  copyFileSync(inProject("docs", "library.md"), join(folder, "README.md"));
  for (const file of INSTALLING) copyFileSync(inProject("library", "install", file), join(folder, file));
}

/** @param {string} folder */
function writePackageFile(folder) {
  const own = /** @type {Record<string, unknown>} */ (readJson(inProject("package.json")));
  const versions = (/** @type {string[]} */ names) =>
    Object.fromEntries(names.map((name) => [name, installedPackage(name).version]));
  const file = {
    name: own["name"],
    version: own["version"],
    description: "Read and write the run conditions of a physics experiment (RCDB)",
    license: own["license"],
    author: own["author"],
    type: "module",
    exports: { ".": { types: "./types/library/index.d.ts", default: "./library.mjs" } },
    engines: own["engines"],
    scripts: { postinstall: `node ${INSTALLING[0]}` },
    dependencies: versions(DEPENDENCIES),
    peerDependencies: versions(OPTIONAL),
    peerDependenciesMeta: Object.fromEntries(OPTIONAL.map((name) => [name, { optional: true }])),
  };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(file, null, 2)}\n`);
}

/**
 * Writes the declarations that can be reached from the entry, and those of the packages that they name.
 * @param {string} folder
 */
function writeTypes(folder) {
  const made = mkdtempSync(join(tmpdir(), "rcdb-types-"));
  try {
    emitDeclarations(made);
    const types = join(folder, "types");
    const packages = new Map(
      [...TYPES].map(([name, entry]) => [name, { entry, copied: join(types, "packages", name) }]),
    );
    for (const file of reachable(join(made, "library", "index.d.ts"))) {
      const target = join(types, relative(made, file));
      mkdirSync(dirname(target), { recursive: true });
      const text = readFileSync(file, "utf8").replace(
        /(["'])(kysely|valibot)\1/g,
        (whole, quote, /** @type {string} */ name) => {
          const found = packages.get(name);
          if (!found) return whole;
          const path = relative(dirname(target), join(found.copied, found.entry));
          return `${quote}${path.replaceAll("\\", "/").replace(/\.d\.(m?)ts$/, ".$1js")}${quote}`;
        },
      );
      writeFileSync(target, text);
    }
    for (const [name, { entry, copied }] of packages) copyTypes(name, dirname(entry), copied);
  } finally {
    rmSync(made, { recursive: true });
  }
}

/** @param {string} outDir */
function emitDeclarations(outDir) {
  const project = inProject("library", "tsconfig.json");
  const tsc = packageCommand("@typescript/native", "tsc");
  const args = [tsc, "--singleThreaded", "--project", project, "--outDir", outDir];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`The types of the library cannot be made:\n${stdout}`);
}

/**
 * A declaration file, and those that it names by relative paths, one by another.
 * @param {string} entry
 */
function reachable(entry) {
  const found = new Set([entry]);
  for (const file of found) {
    const text = readFileSync(file, "utf8");
    for (const [, path = ""] of text.matchAll(/(?:from|import\()\s*["'](\.[^"']+)["']/g)) {
      found.add(resolve(dirname(file), path.replace(/\.ts$/, ".d.ts")));
    }
  }
  return found;
}

/**
 * @param {string} name
 * @param {string} from the folder of its declarations
 * @param {string} target
 */
function copyTypes(name, from, target) {
  const source = inProject("node_modules", name);
  cpSync(join(source, from), join(target, from), {
    recursive: true,
    filter: (path) => !/\.[cm]?js$|\.d\.cts$|\.map$/.test(path),
  });
}
