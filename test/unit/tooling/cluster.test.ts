/** `npm run test:cluster` starts nothing that was not asked for. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../../scripts/setup/processes.mjs";
import { root } from "../../../scripts/setup/project.mjs";

test.each([
  [["--help"], 0, /--rounds N/],
  [["--rounds", "many"], 2, /“many” is not a number of rounds/],
  [["--rounds", "0"], 2, /“0” is not a number/],
  [["--rounds"], 2, /--rounds/],
  [["50"], 2, /50/],
] as const)("%j ends with %i", async (args, expected, told) => {
  const script = join(root, "scripts", "cluster.mjs");
  const { code, output } = await run(process.execPath, [script, ...args], { cwd: root });
  expect(code).toBe(expected);
  expect(output).toMatch(told);
});
