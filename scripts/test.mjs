// `npm test [-- STAGE…]`: sets up what is missing, runs all checks, or those named, each to its end, and
// closes with `N passed, N failed`.
import { beginSetup, needs } from "./checks/needs.mjs";
import { stages } from "./checks/stages.mjs";
import { installDependencies } from "./setup/dependencies.mjs";
import { elapsed, explain, say, step } from "./setup/terminal.mjs";

const started = performance.now();
let passed = 0;
let failed = 0;
/** @type {string[]} */
const summary = [];

/**
 * Runs one stage to its end, shows its output if something is wrong, and adds to the counts.
 * @param {import("./checks/stages.mjs").Stage} stage
 */
async function runStage(stage) {
  const start = performance.now();
  say(`▶ ${stage.name}`);
  let outcome;
  try {
    for (const need of stage.needs) await needs[need]();
    outcome = await stage.check();
  } catch (error) {
    outcome = { passed: 0, failed: 1, skipped: 0, output: explain(error) };
  }
  if (outcome.failed > 0) say(outcome.output);
  passed += outcome.passed;
  failed += outcome.failed;
  const mark = outcome.failed === 0 ? "✓" : "✗";
  const skipped = outcome.skipped > 0 ? ` (${outcome.skipped} of them skipped: none may be)` : "";
  const line = `${mark} ${stage.name}: ${outcome.passed} passed, ${outcome.failed} failed${skipped}, ${elapsed(start)}`;
  summary.push(line);
  say(line);
}

/**
 * Runs stages, some at a time: two that compute fill two cores, which is what the smallest machine has; of those that start
 * windows and servers each waits a part of its time.
 * @param {readonly import("./checks/stages.mjs").Stage[]} stages
 * @param {number} atOnce
 */
async function runBeside(stages, atOnce) {
  const waiting = [...stages];
  const inTurn = async () => {
    for (let stage = waiting.shift(); stage; stage = waiting.shift()) await runStage(stage);
  };
  await Promise.all(Array.from({ length: atOnce }, inTurn));
}

/** The stages named on the command line, or all. */
function chosenStages() {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    say(`There is no stage ${unknown.join(", ")}. The stages: ${stages.map(({ name }) => name).join(", ")}`);
    process.exit(2);
  }
  return stages.filter(({ name }) => names.length === 0 || names.includes(name));
}

const chosen = chosenStages();
try {
  await step("packages", installDependencies);
  beginSetup(chosen);
  await runBeside(
    chosen.filter(({ isStatic }) => isStatic),
    2,
  );
  await runBeside(
    chosen.filter(({ isStatic }) => !isStatic),
    3,
  );
} catch (error) {
  say(explain(error));
  failed += 1;
}
say(`\n${summary.join("\n")}\nin ${elapsed(started)}\n`);
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
