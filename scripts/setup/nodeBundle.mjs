/** What Node can run of the project. better-sqlite3 has a binary part and must be found by its own path; all else is bundled. */
const EXTERNAL = ["electron", "better-sqlite3"];
const NODE = "node20";

/**
 * How Vite bundles programs for Node.
 * @param {string} outDir
 * @param {Record<string, string>} input the programs by their names in `outDir`
 * @param {{ format?: "es" | "cjs", chunks?: string }} [output] `chunks` is the folder in `outDir` of what programs share
 * @returns {import("vite").InlineConfig}
 */
export function nodeBundle(outDir, input, { format = "es", chunks = "" } = {}) {
  const extension = format === "es" ? "mjs" : "cjs";
  return {
    ssr: { noExternal: true, external: EXTERNAL },
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
