/** Gives a report to a program, such as that of an electronic log book. */
import { spawn } from "node:child_process";
import { RcdbError } from "../api/failure.ts";
import type { PostedReport } from "../api/reports.ts";
import { isMissing } from "../disk/faults.ts";
import { shellLines } from "../updates/config/shellWords.ts";

/** How long the program may take, in milliseconds. */
const longest = 120_000;
/** How long it has to end by itself when it is told to, and its output to come after its end, in milliseconds. */
const untilKilled = 2000;
const untilLeft = 1000;
/** More of what it prints is not kept. */
const mostOutput = 20_000;

/** The words of a command as a shell takes them apart; no shell runs it. Throws `bad_input` where there is none, and for open quotes. */
export function commandWords(command: string): readonly string[] {
  const [line] = shellLines(command);
  if (line?.words && line.words.length > 0) return line.words;
  throw new RcdbError(
    "bad_input",
    `“${command}” is no command: name a program and its arguments, with closed quotes.`,
  );
}

/**
 * Runs a program without a shell, gives it the text by its standard input, and answers what it did, also where it failed. Throws `no_such_file` and
 * `no_permission` where it cannot be started, `interrupted` where it takes longer than `most` milliseconds, and `cancelled`; after both it is ended.
 */
export async function postReport(
  words: readonly string[],
  text: string,
  signal: AbortSignal,
  most = longest,
): Promise<PostedReport> {
  const [program = ""] = words;
  signal.throwIfAborted();
  const timeout = AbortSignal.timeout(most);
  const ended = await runProgram(words, text, AbortSignal.any([signal, timeout])).catch((thrown: unknown) => {
    throw notStarted(program, thrown);
  });
  if (signal.aborted) throw new RcdbError("cancelled", `Cancelled. “${program}” was ended.`);
  // One that ended well in time may be seen after it.
  if (timeout.aborted && ended.code !== 0) {
    throw new RcdbError(
      "interrupted",
      `“${program}” took longer than ${most / 1000} seconds and was ended. The report may not be posted.`,
    );
  }
  return { command: words.join(" "), ...ended };
}

/** What a program prints and its code; ended by a signal it has 128, and says so. Rejects where it cannot be started. */
async function runProgram(
  [program = "", ...parameters]: readonly string[],
  text: string,
  signal: AbortSignal,
): Promise<Omit<PostedReport, "command">> {
  const child = spawn(program, parameters, {
    shell: false,
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  const printed = { output: "", errors: "" };
  child.stdout
    .setEncoding("utf8")
    .on("data", (part: string) => (printed.output = (printed.output + part).slice(0, mostOutput)));
  child.stderr
    .setEncoding("utf8")
    .on("data", (part: string) => (printed.errors = (printed.errors + part).slice(0, mostOutput)));
  // A program may end without having read all of it.
  child.stdin.on("error", () => undefined);
  const timers: NodeJS.Timeout[] = [];
  const end = (): void => {
    child.kill();
    timers.push(setTimeout(() => child.kill("SIGKILL"), untilKilled));
  };
  signal.addEventListener("abort", end, { once: true });
  try {
    const how = await new Promise<Pick<PostedReport, "code" | "endedBy">>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) =>
        resolve({ code: code ?? (signal === null ? 1 : 128), ...(signal !== null && { endedBy: signal }) }),
      );
      // What it has started may keep its output open after it has ended.
      const leave = (): void => {
        for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.destroy();
      };
      child.once("exit", () => timers.push(setTimeout(leave, untilLeft)));
      child.stdin.end(text);
    });
    return { ...how, ...printed };
  } finally {
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}

function notStarted(program: string, thrown: unknown): RcdbError {
  const isNone = isMissing(thrown);
  const reason = isNone
    ? "there is no such program on the PATH"
    : thrown instanceof Error
      ? thrown.message
      : String(thrown);
  return new RcdbError(
    isNone ? "no_such_file" : "no_permission",
    `“${program}” cannot be started: ${reason}. The report was not posted.`,
  );
}
