/** Runs `rcdb` for tests: within the test's own process, or as a program. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { vi } from "vitest";
import { runCommand } from "../../../cli/runCommand.ts";
import { writeDatabase } from "../../support/database.ts";
import { program } from "../../support/programs.ts";

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** The command line in this process: quick, for tables of cases. */
export function rcdbHere(...args: string[]): Promise<Ended> {
  return written(() => runCommand(args));
}

/** What is written meanwhile, and the exit code. */
export async function written(work: () => Promise<number>): Promise<Ended> {
  const text = { output: "", errors: "" };
  const collect = (into: keyof typeof text) => (chunk: string | Uint8Array) => {
    text[into] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  const output = vi.spyOn(process.stdout, "write").mockImplementation(collect("output"));
  const errors = vi.spyOn(process.stderr, "write").mockImplementation(collect("errors"));
  try {
    return { code: await work(), ...text };
  } finally {
    output.mockRestore();
    errors.mockRestore();
  }
}

/** Starts the program itself. */
export function startRcdb(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [program("cli/rcdb"), ...args], {
    env: { ...process.env, RCDB_CONNECTION: "", ...environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** The program itself, to its end; `input` is what comes on its standard input. */
export function rcdb(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  input = "",
): Promise<Ended> {
  const child = startRcdb(args, environment);
  // One that does not read to the end is right to close it.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  return collect(child);
}

/** What a program writes, to its end. */
export function collect(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let output = "";
  let errors = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output, errors })));
}

/** What a terminal is not to be told: a new title, and a red background. */
export const hostile = "\x1b]0;owned\x07\x1b[41m\u202e\x9b2J";

/** A database with values of every kind, missing ones, an empty text and a hostile one. */
export function smallDatabase(): string {
  return writeDatabase({
    types: {
      event_count: "int",
      beam_current: "float",
      run_type: "string",
      is_valid_run_end: "bool",
      rtvs: "json",
      run_start_time: "time",
    },
    runs: {
      9: {
        started: "2016-02-17 13:26:01.000000",
        finished: "2016-02-17 14:20:00.000000",
        conditions: {
          event_count: 500,
          beam_current: 100.5,
          run_type: 'a "b", c\td',
          is_valid_run_end: true,
        },
      },
      10: { conditions: { event_count: 1_000_000, run_type: "", rtvs: '{"x": 1}' } },
      11: {
        conditions: { run_type: hostile, is_valid_run_end: false, run_start_time: "2016-02-18 01:02:03" },
      },
      200: { conditions: { run_type: "é".repeat(400), beam_current: 0 } },
    },
    statements: [
      "INSERT INTO run_periods (name, description, run_min, run_max) VALUES ('RunPeriod-2016-02', 'first', 1, 10)",
      "INSERT INTO run_periods (name, description, run_min, run_max) VALUES ('RunPeriod-2017-01', NULL, 11, 300)",
      "INSERT INTO files (path, sha256, content, importance) VALUES ('/conf/trigger.conf', 'x', 'TRIG 1', 0)",
      "INSERT INTO files_have_runs VALUES (1, 9)",
    ],
  });
}
