/** What Node can run of the project. better-sqlite3 has a binary part and must be found by its own path; all else is bundled. */
const EXTERNAL = ["electron", "better-sqlite3"];
const NODE = "node20";

/** What ssh2 uses where it was built for the machine, and does without where requiring it fails. */
const BUILT_PARTS = /^cpu-features$|sshcrypto\.node$/;
const ASKS_FOR_FOLDER = /ssh2\/lib\/(agent|protocol\/crypto\/poly1305)\.js$/;
const LEFT_OUT = "\0left-out";

/** @type {import("vite").Plugin} */
const withoutBuiltParts = {
  name: "without-built-parts",
  enforce: "pre",
  resolveId: (id) => (BUILT_PARTS.test(id) ? LEFT_OUT : null),
  load: (id) => (id === LEFT_OUT ? 'throw new Error("not brought along");' : null),
  // They ask where they lie, for files that are not used; modules have no such name.
  transform: (code, id) =>
    ASKS_FOR_FOLDER.test(id) ? { code: `const __dirname = "";${code}`, map: null } : null,
};

/**
 * How Vite bundles programs for Node.
 * @param {string} outDir
 * @param {Record<string, string>} input the programs by their names in `outDir`
 * @param {{ format?: "es" | "cjs", chunks?: string, external?: string[] }} [output] `chunks` is the folder in `outDir` of what
 *   programs share, `external` further packages that are found where the program is installed
 * @returns {import("vite").InlineConfig}
 */
export function nodeBundle(outDir, input, { format = "es", chunks = "", external = [] } = {}) {
  const extension = format === "es" ? "mjs" : "cjs";
  return {
    plugins: [withoutBuiltParts],
    ssr: { noExternal: true, external: [...EXTERNAL, ...external] },
    build: {
      ssr: true,
      target: NODE,
      outDir,
      minify: false,
      rolldownOptions: {
        input,
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `${chunks}[name]-[hash].${extension}`,
        },
      },
    },
  };
}
