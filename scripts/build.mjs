// Builds the whole program into `out/`: for each process of it one bundle, and the interface.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { build } from "vite";
import { recordBuild } from "./setup/build.mjs";
import { LICENSE_LIST, writeLicenses } from "./setup/licenses.mjs";
import { nodeBundle } from "./setup/nodeBundle.mjs";
import { inProject } from "./setup/project.mjs";
import { staticIcons } from "./setup/staticIcons.mjs";

/** Electron 33 is the oldest the program runs on. */
const BROWSER = "chrome130";

/**
 * @param {string} folder
 * @param {string[]} names
 * @param {Record<string, string>} [others] programs of other folders, by their names
 * @param {"es" | "cjs"} [format]
 */
function forNode(folder, names, others = {}, format = "es") {
  const own = Object.fromEntries(names.map((name) => [name, inProject(folder, `${name}.ts`)]));
  return nodeBundle(inProject("out", folder), { ...own, ...others }, { format });
}

/**
 * Has browsers fetch what the window reads later once they have nothing else to do, so that it is there where the server has
 * gone meanwhile. It is not compiled before it is wanted.
 * @type {import("vite").Plugin}
 */
const prefetch = {
  name: "prefetch",
  transformIndexHtml: {
    order: "post",
    handler: (_html, { bundle = {} }) =>
      Object.values(bundle)
        .filter((part) => part.type === "chunk" && !part.isEntry)
        .map(({ fileName }) => ({
          tag: "link",
          attrs: { rel: "prefetch", href: `./${fileName}` },
          injectTo: "head",
        })),
  },
};

/** @type {import("vite").InlineConfig} */
const renderer = {
  root: inProject("renderer"),
  // Relative, for the interface is loaded from a file as well as from a server.
  base: "./",
  plugins: [staticIcons, svelte(), prefetch],
  // With two copies of it in the bundle CodeMirror does not recognize its own extensions.
  resolve: { dedupe: ["@codemirror/state"] },
  build: {
    target: BROWSER,
    outDir: inProject("out", "renderer"),
    assetsInlineLimit: 0,
    // Styles of one page count on those of the parts it uses: they stay in one order.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 2000,
  },
};

const targets = [
  forNode("main", ["main", "databaseProcess"], {
    sampleProcess: inProject("scripts/sample/sampleProcess.ts"),
  }),
  forNode("preload", ["preload"], {}, "cjs"),
  forNode("cli", ["rcdb", "rcnd"]),
  forNode("server", ["databaseProcess"]),
  renderer,
];

const recordSuccess = recordBuild();
await Promise.all(
  targets.map((target) =>
    build({
      configFile: false,
      root: inProject(),
      logLevel: "warn",
      ...target,
      build: {
        license: { fileName: LICENSE_LIST },
        sourcemap: true,
        emptyOutDir: true,
        reportCompressedSize: false,
        ...target.build,
      },
    }),
  ),
);
writeLicenses(["main", "preload", "cli", "server", "renderer"]);
recordSuccess();
