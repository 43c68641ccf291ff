import { execFile } from "node:child_process";
import type { Reading } from "./readings.ts";

/** The archive's values of a long run are many lines. */
const mostOutputBytes = 256 * 1024 * 1024;

/** What a tool on the PATH prints; it is killed after `limit` milliseconds. Nothing is thrown. */
export function runTool(
  tool: string,
  parameters: readonly string[],
  limit: number,
  signal: AbortSignal,
): Promise<Reading<string>> {
  return new Promise((resolve) => {
    const options = {
      encoding: "utf8",
      timeout: limit,
      killSignal: "SIGKILL",
      signal,
      maxBuffer: mostOutputBytes,
      windowsHide: true,
    } as const;
    // Without a shell, so that a name is a name, whatever characters it has.
    const child = execFile(tool, parameters, options, (thrown, printed, complaint) => {
      if (!thrown) resolve({ value: printed });
      else if (thrown.code === "ENOENT") resolve({ problem: `there is no “${tool}” on the PATH` });
      else if (thrown.code === "ABORT_ERR") resolve({ problem: `“${tool}” was given up` });
      else if (thrown.killed) resolve({ problem: `“${tool}” did not answer within ${limit / 1000} s` });
      else resolve({ problem: `“${tool}” failed${firstLine(complaint) || ` (${reason(thrown)})`}` });
    });
    child.stdin?.end();
  });
}

function firstLine(text: string): string {
  const line = /\S.*/.exec(text)?.[0].replace(/[\s.]+$/, "") ?? "";
  return line === "" ? "" : `: ${line.slice(0, 200)}`;
}

function reason({ code, signal, message }: Error & { code?: unknown; signal?: unknown }): string {
  if (typeof signal === "string") return `ended by ${signal}`;
  return typeof code === "number" ? `exit code ${code}` : message;
}
