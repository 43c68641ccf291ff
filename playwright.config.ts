import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/setup/chromium.mjs";

const isRoot = process.getuid?.() === 0;
const executablePath = findChromium();

// As in `test/support/electron.ts`; what draws in three dimensions is not asked for, and its imitation takes a tenth of a load.
const browserSwitches = [...(isRoot ? ["--no-sandbox"] : []), "--disable-gpu"];

export default defineConfig({
  testDir: "test",
  // They end what hangs: on a busy machine a step may take many times what it takes alone.
  timeout: 900_000,
  expect: { timeout: 90_000 },
  fullyParallel: true,
  // Two cores; each worker has a browser or an Electron with its processes beside it.
  workers: 2,
  // A test that passes only at a second try is a fault to be found.
  retries: 0,
  forbidOnly: true,
  reporter: "list",
  // Traces (`--trace retain-on-failure`) take more time than the tests themselves.
  use: { trace: "off", screenshot: "only-on-failure" },
  projects: [
    {
      name: "browser",
      testDir: "test/browser",
      outputDir: "test-results/browser",
      use: {
        browserName: "chromium",
        viewport: { width: 1440, height: 900 },
        launchOptions: { ...(executablePath && { executablePath }), args: browserSwitches },
      },
    },
    { name: "electron", testDir: "test/electron", outputDir: "test-results/electron" },
    { name: "package", testDir: "test/package", outputDir: "test-results/package" },
  ],
});
