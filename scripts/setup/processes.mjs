// Child processes, each with its descendants: what a command starts also ends with it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { SetupError } from "./terminal.mjs";

/** @typedef {{ code: number, output: string, timedOut: boolean }} Finished */
/**
 * @typedef {object} Options
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv | undefined} [env] added to this process's own
 * @property {number} [timeout] milliseconds, after which the process is ended
 * @property {boolean} [attached] shows the output as it comes instead of keeping it
 * @property {AbortSignal} [signal] ends the process
 */

/** The longest delay a timer can have: 24 days. */
const NEVER = 2 ** 31 - 1;

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * Ends a process and its descendants. On POSIX every child leads a process group of its own, so that
 * the windows, servers and displays started by it end too.
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function end(child, signal) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // The group may have ended between the check and the signal.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

for (const [signal, number] of /** @type {const} */ ([
  ["SIGINT", 2],
  ["SIGTERM", 15],
  ["SIGHUP", 1],
])) {
  process.on(signal, () => {
    for (const child of running) end(child, "SIGTERM");
    // By convention the exit code of a program ended by a signal.
    process.exit(128 + number);
  });
}

/**
 * Runs a command to its end, whatever that is.
 * @param {string} command
 * @param {string[]} args
 * @param {Options} [options]
 * @returns {Promise<Finished>}
 */
export function run(command, args, { cwd, env, timeout, attached = false, signal } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: attached ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
    });
    running.add(child);
    let output = "";
    let timedOut = false;
    const collect = (/** @type {Buffer} */ chunk) => void (output += chunk.toString());
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    const stop = () => end(child, "SIGTERM");
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, timeout ?? NEVER);
    signal?.addEventListener("abort", stop);
    const finish = () => {
      running.delete(child);
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    };
    child.on("error", (error) => {
      finish();
      reject(error);
    });
    child.on("close", (code) => {
      finish();
      resolve({ code: code ?? 1, output, timedOut });
    });
  });
}

/**
 * Runs a command that has to succeed; answers its output.
 * @param {string} command
 * @param {string[]} args
 * @param {Options} [options]
 */
export async function mustRun(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0)
    throw new SetupError(`${[command, ...args].join(" ")} failed with code ${code}:\n${output}`);
  return output;
}

/**
 * Runs npm, the one that started this program if one did.
 * @param {string[]} args
 * @param {Options} [options]
 */
export function npm(args, options) {
  const script = process.env["npm_execpath"];
  if (script?.endsWith(".js")) return mustRun(process.execPath, [script, ...args], options);
  return mustRun(process.platform === "win32" ? "npm.cmd" : "npm", args, options);
}

/**
 * The full path of a program on the PATH, or undefined.
 * @param {string} name
 */
export function findProgram(name) {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
