/** What docs/security.md says is never set or called. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/setup/project.mjs";

const sources = execFileSync(
  "git",
  ["ls-files", "-z", "core", "main", "preload", "renderer", "server", "cli"],
  {
    cwd: root,
    encoding: "utf8",
  },
)
  .split("\0")
  .filter((path) => /\.(ts|svelte|html)$/.test(path) && existsSync(join(root, path)))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

test.each([
  ["settings of Electron that weaken a page", /webSecurity|allowRunningInsecureContent|experimentalFeatures/],
  ["features of Blink that are not on by default", /enableBlinkFeatures/],
  ["pages within the page", /<webview|<iframe|webviewTag|allowpopups/i],
  ["what opens a text in another program", /openExternal|openPath\(/],
  ["text that becomes code", /\beval\(|new Function\(|\{@html|innerHTML|outerHTML|insertAdjacentHTML/],
  ["a page that is not sandboxed", /nodeIntegration: true|sandbox: false|contextIsolation: false/],
])("the source has none of %s", (_what, pattern) => {
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
});
