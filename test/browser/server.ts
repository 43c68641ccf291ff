/** The built command line, serving the interface for the tests. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test as base } from "@playwright/test";
import { commandLineScript, samplePath } from "../support/paths.ts";

/** Serves a database for as long as `use` takes; `use` gets the address. */
export async function serve(database: string, use: (url: string) => Promise<void>): Promise<void> {
  const server = spawn(process.execPath, [commandLineScript, "-c", database, "serve", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(server.stdout), "line")) as [string];
  await use(line.trim());
  server.kill();
  await once(server, "exit");
}

/** `url` is where a server of the sample database (or of `database`) answers; the page is open there. */
export const test = base.extend<{ database: string; url: string }, { sampleUrl: string }>({
  database: samplePath,
  // What only reads the sample shares a server: starting one takes longer than many a test.
  sampleUrl: [({}, use) => serve(samplePath, use), { scope: "worker" }],
  url: ({ database, sampleUrl }, use) => (database === samplePath ? use(sampleUrl) : serve(database, use)),
  page: async ({ page, url }, use) => {
    await page.goto(url);
    await use(page);
  },
});

export { expect } from "@playwright/test";
