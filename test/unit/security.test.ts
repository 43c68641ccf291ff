/** What docs/security.md says is never set or called. */
import { expect, test } from "vitest";
import { projectFiles, readProjectFile } from "../support/projectFiles.ts";

const sources = projectFiles("core/", "main/", "preload/", "renderer/", "server/", "cli/")
  .filter((path) => /\.(ts|svelte|html)$/.test(path))
  .map((path) => ({ path, text: readProjectFile(path) }));

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
