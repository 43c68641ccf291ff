// `npm run torture`: the parts of the tests that try at random, each at ten times and more what `npm test` makes of it. It
// takes hours, and is for nights; another seed tries others: `RCDB_TORTURE_SEED=7 npm run torture`.
import { installDependencies } from "./setup/dependencies.mjs";
import { run } from "./setup/processes.mjs";
import { inProject, packageCommand } from "./setup/project.mjs";
import { runMain, say, step } from "./setup/terminal.mjs";

/** Of `test/unit` those that read `test/torture/effort.ts`. */
const unitTests = ["test/torture", "test/unit/values/fuzz.test.ts", "test/unit/core/property.test.ts"];

await runMain(async () => {
  await step("packages", installDependencies);
  // They use packages, and can be loaded only now.
  const { needs } = await import("./checks/needs.mjs");
  const { onSomeDisplay } = await import("./setup/display.mjs");
  for (const need of /** @type {const} */ ([
    "binding",
    "sample",
    "mariadb",
    "build",
    "electron",
    "display",
  ])) {
    await needs[need]();
  }
  const env = { RCDB_TORTURE: "whole", RCDB_TORTURE_SEED: process.env["RCDB_TORTURE_SEED"] ?? "1" };
  say(`Seed ${env.RCDB_TORTURE_SEED}`);
  const vitest = [packageCommand("vitest", "vitest"), "run", ...unitTests];
  const playwright = [
    packageCommand("@playwright/test", "playwright"),
    "test",
    "test/electron/hostile.spec.ts",
  ];
  const [program, args] = onSomeDisplay(process.execPath, [...playwright, "--project=electron"]);
  const options = { cwd: inProject(), env, attached: true };
  const ended = [await run(process.execPath, vitest, options), await run(program, args, options)];
  process.exitCode = ended.every(({ code }) => code === 0) ? 0 : 1;
});
