/** The command line as it is built, a whole process, against one that does nothing. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { inProject } from "../../scripts/setup/project.mjs";
import type { Databases } from "../databases.ts";
import { NotMeasured, timeBoth, type Line, type Measured } from "../line.ts";

const program = inProject("out", "cli", "rcdb.mjs");
const memoryProbe = pathToFileURL(inProject("bench", "peakMemory.mjs")).href;
const nothing = ["-e", "0"];

export const startLines: readonly Line[] = [
  { name: "start/time", against: "node -e 0", target: 4, unit: "ms", measure: measureTime },
  { name: "start/memory", against: "node -e 0", target: 4, unit: "MB", measure: measureMemory },
];

async function measureTime(databases: Databases): Promise<Measured> {
  const args = selectOneRun(await databases.sample("indexed"));
  return timeBoth(
    () => runNode(args),
    () => runNode(nothing),
    10,
  );
}

async function measureMemory(databases: Databases): Promise<Measured> {
  const args = selectOneRun(await databases.sample("indexed"));
  return { value: await peakMemory(args), reference: await peakMemory(nothing) };
}

/** The arguments of Node for a command of ours. Throws `NotMeasured`. */
export function rcdb(...args: readonly string[]): string[] {
  if (!existsSync(program)) throw new NotMeasured("the program is not built; “npm run build” builds it");
  return [program, ...args];
}

/** The first run of every sample. */
function selectOneRun(path: string): string[] {
  return rcdb("-c", path, "select", "event_count >= 0", "event_count", "--runs", "10001");
}

/** The most memory that a process of Node took, in MB. */
export async function peakMemory(args: readonly string[]): Promise<number> {
  return Number(await runNode(["--import", memoryProbe, ...args]));
}

/** Runs Node; answers what it wrote to channel 3. */
async function runNode(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit", "pipe"] });
  const ended = once(child, "exit") as Promise<[number | null]>;
  const [[code], written] = await Promise.all([ended, text(child.stdio[3] as Readable)]);
  if (code !== 0) throw new Error(`node ${args.join(" ")} ended with code ${code}`);
  return written;
}
