/** A server that others can reach: without its token nobody gets in, with it once a browser is known. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "@playwright/test";
import { commandLineScript, samplePath } from "../support/paths.ts";

test("without its token a server shows nothing; opened with it, it is known to the browser and leaves the address", async ({
  page,
}) => {
  const server = spawn(
    process.execPath,
    [commandLineScript, "-c", samplePath, "serve", "--host", "0.0.0.0", "--port", "0"],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  try {
    const [line] = (await once(createInterface(server.stdout), "line")) as [string];
    const printed = new URL(line.trim());
    const address = `http://127.0.0.1:${printed.port}/`;
    for (const guess of ["", "?token=", `?token=${"a".repeat(32)}`]) {
      const response = await page.goto(address + guess);
      expect(response?.status(), guess).toBe(401);
      await expect(page.locator("body")).toContainText("needs its token");
    }
    await page.goto(`${address}${printed.search}#/run/130371`);
    await expect(page.locator('tr[data-condition="event_count"]')).toBeVisible();
    expect(page.url()).not.toContain("token");
    await page.goto(`${address}#/runs`);
    await expect(page.getByTestId("run-row").first()).toBeVisible();
  } finally {
    server.kill();
    await once(server, "exit");
  }
});
