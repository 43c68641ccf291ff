// The stages of `npm test`, in the order in which they begin. The static ones end before the others begin, so that
// what a test starts is built; of the others the three long ones go first.
import { mkdirSync, rmSync } from "node:fs";
import { onSomeDisplay } from "../setup/display.mjs";
import { run } from "../setup/processes.mjs";
import { inProject, packageCommand, readJson } from "../setup/project.mjs";
import { believable, countPlaywright, countVitest } from "./counts.mjs";

/** @typedef {import("./counts.mjs").Counts & { output: string }} Outcome */
/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {(keyof typeof import("./needs.mjs").needs)[]} needs
 * @property {() => Promise<Outcome>} check
 * @property {boolean} [isStatic] whether it looks at files alone
 */

/** Far above what any stage takes, on a busy machine too: it ends what hangs. */
const STAGE_LIMIT = 75 * 60 * 1000;

/** @type {Stage[]} */
export const stages = [
  {
    name: "format",
    isStatic: true,
    needs: [],
    check: () => single([["oxfmt", "--threads=1", "--check", "."]]),
  },
  {
    name: "lint",
    isStatic: true,
    needs: [],
    check: () => single([["oxlint"], ["eslint", "**/*.svelte", "--max-warnings", "0"]]),
  },
  {
    name: "types",
    isStatic: true,
    needs: [],
    // With several threads each of them finds the types of what it shares with others anew: twice the work in all.
    check: () =>
      single([".", "preload", "test"].map((project) => ["tsc", "--singleThreaded", "--project", project])),
  },
  { name: "unused", isStatic: true, needs: [], check: () => single([["knip"]]) },
  {
    name: "svelte",
    isStatic: true,
    needs: [],
    // TypeScript 7 takes half of the time, and lets pass that a component imports one that is not there: the build does not.
    check: () =>
      single([["svelte-check", "--tsgo", "--tsconfig", "renderer/tsconfig.json", "--fail-on-warnings"]]),
  },
  { name: "build", isStatic: true, needs: [], check: () => single([[inProject("scripts", "build.mjs")]]) },
  {
    name: "electron",
    needs: ["electron", "sample", "build", "display", "mariadb"],
    check: () => playwrightTests("electron", ([command, ...args]) => onSomeDisplay(command, args)),
  },
  {
    name: "browser",
    needs: ["binding", "sample", "build", "chromium"],
    check: () => playwrightTests("browser", ([command, ...args]) => [command, args]),
  },
  { name: "unit", needs: ["binding", "sample", "mariadb"], check: unitTests },
  {
    name: "package",
    needs: ["electron", "sample", "build", "display"],
    check: packageTests,
  },
];

/** Where each package's command comes from, if it is not the package of that name. */
const PACKAGE_OF = new Map([
  ["tsc", "@typescript/native"],
  ["playwright", "@playwright/test"],
]);

/**
 * The command line of a package's command, or of a script of ours.
 * @param {string[]} words
 * @returns {[command: string, ...args: string[]]}
 */
function commandLine([name = "", ...args]) {
  const script = name.endsWith(".mjs") ? name : packageCommand(PACKAGE_OF.get(name) ?? name, name);
  return [process.execPath, script, ...args];
}

/**
 * Runs commands that together are one check, which passes when all do.
 * @param {string[][]} commands
 * @returns {Promise<Outcome>}
 */
async function single(commands) {
  let output = "";
  let failed = 0;
  for (const words of commands) {
    const [command, ...args] = commandLine(words);
    const result = await runHere(command, args);
    output += result.output;
    if (result.code !== 0) failed = 1;
  }
  return { passed: 1 - failed, failed, skipped: 0, output };
}

/** @returns {Promise<Outcome>} */
async function unitTests() {
  const report = freshReport("unit");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const [command, ...args] = commandLine(["vitest", "run", ...reporters]);
  const { code, output } = await runHere(command, args);
  return { ...counted(report, countVitest, code), output };
}

/**
 * @param {string} project of `playwright.config.ts`
 * @param {(words: [string, ...string[]]) => [string, string[]]} place around the command
 * @returns {Promise<Outcome>}
 */
async function playwrightTests(project, place) {
  const report = freshReport(project);
  const [command, args] = place(
    commandLine(["playwright", "test", `--project=${project}`, "--reporter=list,json"]),
  );
  const { code, output } = await runHere(command, args, { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  return { ...counted(report, countPlaywright, code), output };
}

/** @returns {Promise<Outcome>} the making of the package, which is one check, and its tests */
async function packageTests() {
  const packaging = await single([[inProject("scripts", "package.mjs")]]);
  if (packaging.failed > 0) return packaging;
  const tests = await playwrightTests("package", ([command, ...args]) => onSomeDisplay(command, args));
  return { ...tests, passed: tests.passed + packaging.passed, output: packaging.output + tests.output };
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
async function runHere(command, args, env) {
  const result = await run(command, args, { cwd: inProject(), env, timeout: STAGE_LIMIT });
  if (!result.timedOut) return result;
  return { ...result, code: 1, output: `${result.output}\nEnded: it took longer than 75 minutes.\n` };
}

/** @param {string} name */
function freshReport(name) {
  const folder = inProject("test-results", "reports");
  mkdirSync(folder, { recursive: true });
  const report = `${folder}/${name}.json`;
  rmSync(report, { force: true });
  return report;
}

/**
 * @param {string} report
 * @param {(report: unknown) => import("./counts.mjs").Counts} count
 * @param {number} exitCode
 */
function counted(report, count, exitCode) {
  const written = readJson(report);
  return written === undefined ? { passed: 0, failed: 1, skipped: 0 } : believable(count(written), exitCode);
}
