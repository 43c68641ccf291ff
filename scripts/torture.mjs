// `npm run torture`: the parts of the tests that try at random, each at ten times and more what `npm test` makes of it. It
// takes hours, and is for nights; another seed tries others: `npm run torture -- --seed 7`.
import { parseArgs } from "node:util";
import { installDependencies } from "./setup/dependencies.mjs";
import { run } from "./setup/processes.mjs";
import { inProject, packageCommand } from "./setup/project.mjs";
import { runMain, say, step } from "./setup/terminal.mjs";

/** The parts, by the tests that read `test/torture/effort.ts`. */
const parts = {
  clients: "test/torture/clients.test.ts",
  copies: "test/torture/copies.test.ts",
  damagedFiles: "test/torture/damagedFiles.test.ts",
  injection: "test/torture/injection.test.ts",
  kills: "test/torture/kills.test.ts",
  mutatedExpressions: "test/torture/mutatedExpressions.test.ts",
  storage: "test/unit/values/fuzz.test.ts",
  expressions: "test/unit/core/property.test.ts",
  sizes: "test/unit/core/sqlSize.test.ts",
  hostilePages: "test/electron/hostile.spec.ts",
};
const names = Object.keys(parts).join(", ");

const help = `npm run torture [-- OPTION…]

Tries at random, for hours. Options:
  --part NAME  only this part; may be given several times. Parts: ${names}
  --seed N     tries others than those of seed 1
  -h, --help   this help`;

/** @typedef {keyof typeof parts} Part */

/** @returns {{ chosen: Part[], seed: string }} */
function readOptions() {
  const options = /** @type {const} */ ({
    part: { type: "string", multiple: true },
    seed: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  try {
    const {
      part: named = [],
      seed = process.env["RCDB_TORTURE_SEED"] ?? "1",
      help: asksForHelp,
    } = parseArgs({ options }).values;
    if (asksForHelp) {
      say(help);
      process.exit(0);
    }
    if (!/^\d{1,9}$/.test(seed)) throw new TypeError(`The seed “${seed}” is not a whole number.`);
    const unknown = named.find((part) => !Object.hasOwn(parts, part));
    if (unknown !== undefined) throw new TypeError(`There is no part “${unknown}”. The parts: ${names}`);
    const chosen = /** @type {Part[]} */ (named.length > 0 ? named : Object.keys(parts));
    return { chosen, seed };
  } catch (thrown) {
    say(`${thrown instanceof Error ? thrown.message : String(thrown)}\n\n${help}`);
    process.exit(2);
  }
}

const { chosen, seed } = readOptions();
const isInElectron = chosen.includes("hostilePages");
const unitTests = chosen.filter((part) => part !== "hostilePages").map((part) => parts[part]);

await runMain(async () => {
  await step("packages", installDependencies);
  // They use packages, and can be loaded only now.
  const { needs } = await import("./checks/needs.mjs");
  const { onSomeDisplay } = await import("./setup/display.mjs");
  const always = /** @type {const} */ (["binding", "sample", "mariadb"]);
  const forWindows = /** @type {const} */ (["build", "electron", "display"]);
  for (const need of [...always, ...(isInElectron ? forWindows : [])]) await needs[need]();
  const env = { RCDB_TORTURE: "whole", RCDB_TORTURE_SEED: seed };
  say(`Seed ${seed}`);
  const vitest = [packageCommand("vitest", "vitest"), "run", ...unitTests];
  const playwright = [packageCommand("@playwright/test", "playwright"), "test", parts.hostilePages];
  const [program, args] = onSomeDisplay(process.execPath, [...playwright, "--project=electron"]);
  const options = { cwd: inProject(), env, attached: true };
  const ended = [];
  if (unitTests.length > 0) ended.push(await run(process.execPath, vitest, options));
  if (isInElectron) ended.push(await run(program, args, options));
  process.exitCode = ended.every(({ code }) => code === 0) ? 0 : 1;
});
