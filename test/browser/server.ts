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

interface Fixtures {
  database: string;
  /** Where a server of the database answers. */
  url: string;
  /** Whether the page is open there already: not for a test that opens it itself, for loading it takes most of the time. */
  isOpen: boolean;
}

/** A page of a server of the sample, or of another database. */
export const test = base.extend<Fixtures, { sampleUrl: string }>({
  database: samplePath,
  isOpen: [true, { option: true }],
  // What only reads the sample shares a server: starting one takes longer than many a test.
  sampleUrl: [({}, use) => serve(samplePath, use), { scope: "worker" }],
  url: ({ database, sampleUrl }, use) => (database === samplePath ? use(sampleUrl) : serve(database, use)),
  page: async ({ page, url, isOpen }, use) => {
    if (isOpen) await page.goto(url);
    await use(page);
  },
});

export { expect } from "@playwright/test";
