import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { VERSION } from "svelte/compiler";
import { svelte2tsx } from "svelte2tsx";
import ts from "typescript";
import { inProject } from "../setup/project.mjs";

/** What a component as TypeScript calls for its elements, snippets and props. */
const shims = ["svelte-shims-v4.d.ts", "svelte-jsx-v4.d.ts"].map((name) =>
  fileURLToPath(new URL(name, import.meta.resolve("svelte2tsx"))),
);

/**
 * The name that a component has in the program: by it the import of `X.svelte` leads there.
 * @param {string} component its path
 */
export function moduleOf(component) {
  return `${component}.ts`;
}

/**
 * A component as TypeScript.
 * @param {string} text
 * @param {string} path
 */
export function translate(text, path) {
  return svelte2tsx(text, { filename: path, isTsFile: true, mode: "ts", version: VERSION });
}

/**
 * A program of the renderer, its components as TypeScript.
 * @param {ReadonlyMap<string, string>} changed the texts of modules that are not as on the disk
 * @param {ts.Program} [previous] whose other files are taken over as they were read
 */
export function componentProgram(changed, previous) {
  const { fileNames, options } = configuration();
  const components = new Map(
    fileNames.filter((name) => name.endsWith(".svelte")).map((name) => [moduleOf(name), name]),
  );
  const host = ts.createCompilerHost(options, true);
  host.fileExists = (path) => components.has(path) || ts.sys.fileExists(path);
  host.readFile = (path) => {
    const component = components.get(path);
    return (
      changed.get(path) ??
      (component ? translate(readFileSync(component, "utf8"), component).code : ts.sys.readFile(path))
    );
  };
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...how) =>
    (changed.has(path) ? undefined : previous?.getSourceFile(path)) ?? getSourceFile(path, ...how);
  const modules = fileNames.filter((name) => !name.endsWith(".svelte"));
  const rootNames = [...modules, ...components.keys(), ...shims];
  return ts.createProgram({ rootNames, options, host, ...(previous && { oldProgram: previous }) });
}

/** What `renderer/tsconfig.json` says, components among its files. */
function configuration() {
  const path = inProject("renderer", "tsconfig.json");
  const { config } = /** @type {{ config: unknown }} */ (
    ts.readConfigFile(path, (file) => ts.sys.readFile(file))
  );
  const isComponent = { extension: ".svelte", isMixedContent: true, scriptKind: ts.ScriptKind.Deferred };
  return ts.parseJsonConfigFileContent(config, ts.sys, dirname(path), {}, path, undefined, [isComponent]);
}
