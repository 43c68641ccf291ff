import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { mustRun } from "./processes.mjs";
import { hashOf, inProject, samplePath } from "./project.mjs";

const RUNS = 3000;
const GENERATOR = ["scripts/sample", "core/db"];
/** Tells which generator made the sample, and what it looked like when it was fresh. */
const stamp = `${samplePath}.stamp`;

/**
 * Makes the sample database if it is missing, or made by another generator than today's and not changed
 * since by somebody.
 * @param {import("./terminal.mjs").Report} report
 */
export async function ensureSample(report) {
  const generator = hashOf(GENERATOR);
  if (existsSync(samplePath)) {
    const made = existsSync(stamp) ? readFileSync(stamp, "utf8").split("\n") : [];
    const isOutdated = made[0] !== generator && made[1] === appearance();
    if (!isOutdated) return { outcome: "there" };
  }
  report(`generating ${RUNS} runs`);
  mkdirSync(dirname(samplePath), { recursive: true });
  const partial = `${samplePath}.partial`;
  rmSync(partial, { force: true });
  const script = inProject("scripts", "sample", "main.ts");
  const args = ["--import", "tsx", script, "--runs", String(RUNS), "--out", partial];
  await mustRun(process.execPath, args, { cwd: inProject() });
  renameSync(partial, samplePath);
  writeFileSync(stamp, `${generator}\n${appearance()}`);
  return { outcome: `${RUNS} runs made` };
}

function appearance() {
  const { size, mtimeMs } = statSync(samplePath);
  return `${size} ${mtimeMs}`;
}
