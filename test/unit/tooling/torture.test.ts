/** `npm run torture` starts nothing that was not asked for. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../../scripts/setup/processes.mjs";
import { root } from "../../../scripts/setup/project.mjs";

const torture = (...args: string[]) =>
  run(process.execPath, [join(root, "scripts", "torture.mjs"), ...args], { cwd: root });

test.each([["--help"], ["-h"], ["--part", "kills", "--help"]])("help: %s %s", async (...args) => {
  const { code, output } = await torture(...args);
  expect(code).toBe(0);
  expect(output).toMatch(/--part NAME.*--seed N/s);
  for (const file of readdirSync(join(root, "test", "torture"))) {
    if (file.endsWith(".test.ts")) expect(output).toContain(file.replace(".test.ts", ""));
  }
});

test.each([
  [["--parts", "kills"], /--parts/],
  [["--part", "nothing"], /no part “nothing”.*kills/s],
  [["--part"], /--part/],
  [["--seed", "often"], /not a whole number/],
  [["kills"], /kills/],
])("%j is refused", async (args, told) => {
  const { code, output } = await torture(...args);
  expect(code).toBe(2);
  expect(output).toMatch(told);
});
