/** The built command line, serving the interface for the time of a test. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test as base } from "@playwright/test";
import { commandLineScript, samplePath } from "../support/paths.ts";

/** `url` is where a server of the sample database (or of `database`) answers; the page is open there. */
export const test = base.extend<{ database: string; url: string }>({
  database: [samplePath, { option: true }],
  url: async ({ database }, use) => {
    const server = spawn(process.execPath, [commandLineScript, "-c", database, "serve", "--port", "0"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(createInterface(server.stdout), "line")) as [string];
    await use(line.trim());
    server.kill();
    await once(server, "exit");
  },
  page: async ({ page, url }, use) => {
    await page.goto(url);
    await use(page);
  },
});

export { expect } from "@playwright/test";
