/** Gives a report to a program, such as that of an electronic log book. */
import { spawn, type ChildProcess } from "node:child_process";
import { RcdbError } from "../api/failure.ts";
import type { PostedReport } from "../api/reports.ts";
import { isMissing } from "../disk/faults.ts";
import { shellLines } from "../updates/config/shellWords.ts";

/** As `PostOptions.most`. */
const longest = 120_000;
/** How long it has to end by itself when it is told to, and its output to come after its end, in milliseconds. */
const untilKilled = 2000;
const untilLeft = 1000;
/** More of what it prints is not kept, in characters. */
const mostOutput = 20_000;

interface PostOptions {
  /** How long the program may take, in milliseconds. */
  readonly most?: number;
  /** Whether what it has started is ended with it. It has no terminal then. */
  readonly isGroup?: boolean;
}

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
  { most = longest, isGroup = false }: PostOptions = {},
): Promise<PostedReport> {
  const [program = ""] = words;
  signal.throwIfAborted();
  const timeout = AbortSignal.timeout(most);
  const either = AbortSignal.any([signal, timeout]);
  const ended = await runProgram(words, text, either, isGroup).catch((thrown: unknown) => {
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
  isGroup: boolean,
): Promise<Omit<PostedReport, "command">> {
  const child = spawn(program, parameters, {
    shell: false,
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    // It leads a process group.
    detached: isGroup && process.platform !== "win32",
  });
  const printed = { output: "", errors: "" };
  child.stdout
    .setEncoding("utf8")
    .on("data", (part: string) => (printed.output = (printed.output + part).slice(0, mostOutput + 1)));
  child.stderr
    .setEncoding("utf8")
    .on("data", (part: string) => (printed.errors = (printed.errors + part).slice(0, mostOutput + 1)));
  // A program may end without having read all of it.
  child.stdin.on("error", () => undefined);
  const timers: NodeJS.Timeout[] = [];
  const end = (): void => {
    kill(child, "SIGTERM", isGroup);
    timers.push(setTimeout(() => kill(child, "SIGKILL", isGroup), untilKilled));
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
    return { ...how, output: cut(printed.output), errors: cut(printed.errors) };
  } finally {
    // The program has ended; what it has started had as long as its output.
    if (signal.aborted && isGroup) kill(child, "SIGKILL", isGroup);
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}

/** Sends a signal to a program, or to its whole group. */
function kill(child: ChildProcess, signal: NodeJS.Signals, isGroup: boolean): void {
  if (!isGroup || child.pid === undefined || process.platform === "win32") {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (thrown) {
    // All of it has ended, or has become another user's.
    const code = thrown instanceof Error && "code" in thrown ? thrown.code : null;
    if (code !== "ESRCH" && code !== "EPERM") throw thrown;
  }
}

function cut(text: string): string {
  if (text.length <= mostOutput) return text;
  return `${text.slice(0, mostOutput)}\n… What it printed after ${mostOutput} characters is not kept.`;
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
