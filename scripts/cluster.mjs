// `npm run test:cluster`: nodes of a Galera cluster are paused and killed under all kinds of work, 50 times; `npm test` does it once.
import { parseArgs } from "node:util";
import { installDependencies } from "./setup/dependencies.mjs";
import { run } from "./setup/processes.mjs";
import { inProject, packageCommand } from "./setup/project.mjs";
import { runMain, say, step } from "./setup/terminal.mjs";

const help = `npm run test:cluster [-- --rounds N]

Kills and pauses the node of a cluster that is used, in reading, a bulk write, an update and an edit. Options:
  --rounds N   the number of rounds of a pause and a kill, 50 without it
  -h, --help   this help`;

/** @returns {string} the number of rounds */
function readRounds() {
  const options = /** @type {const} */ ({
    rounds: { type: "string", default: "50" },
    help: { type: "boolean", short: "h" },
  });
  try {
    const { rounds, help: asksForHelp } = parseArgs({ options }).values;
    if (asksForHelp) {
      say(help);
      process.exit(0);
    }
    if (!/^[1-9]\d{0,5}$/.test(rounds)) throw new TypeError(`“${rounds}” is not a number of rounds.`);
    return rounds;
  } catch (thrown) {
    say(`${thrown instanceof Error ? thrown.message : String(thrown)}\n\n${help}`);
    process.exit(2);
  }
}

const rounds = readRounds();

await runMain(async () => {
  await step("packages", installDependencies);
  // They use packages, and can be loaded only now.
  const { needs } = await import("./checks/needs.mjs");
  for (const need of /** @type {const} */ (["binding", "mariadb"])) await needs[need]();
  const env = { RCDB_CLUSTER_ROUNDS: rounds };
  const vitest = [packageCommand("vitest", "vitest"), "run", "test/unit/cluster"];
  const { code } = await run(process.execPath, vitest, { cwd: inProject(), env, attached: true });
  process.exitCode = code === 0 ? 0 : 1;
});
