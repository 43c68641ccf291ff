/** Gives a report to a program, such as that of an electronic log book. */
import { spawn } from "node:child_process";
import { RcdbError } from "../api/failure.ts";
import type { PostedReport } from "../api/reports.ts";
import { isMissing } from "../disk/faults.ts";
import { shellLines } from "../updates/config/shellWords.ts";

/** How long the program may take, in milliseconds. */
const longest = 120_000;
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
 * `no_permission` where it cannot be started, and `cancelled`, after which it is ended.
 */
export async function postReport(
  words: readonly string[],
  text: string,
  signal: AbortSignal,
): Promise<PostedReport> {
  const [program = "", ...parameters] = words;
  signal.throwIfAborted();
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
  const end = (): void => void child.kill();
  const timer = setTimeout(end, longest);
  signal.addEventListener("abort", end, { once: true });
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (ended, killedBy) => resolve(ended ?? (killedBy === null ? 1 : 128)));
      child.stdin.end(text);
    });
    if (signal.aborted) throw new RcdbError("cancelled", `Cancelled. “${program}” was ended.`);
    return { command: words.join(" "), code, ...printed };
  } catch (thrown) {
    if (thrown instanceof RcdbError) throw thrown;
    const isNone = isMissing(thrown);
    throw new RcdbError(
      isNone ? "no_such_file" : "no_permission",
      `“${program}” cannot be started: ${isNone ? "there is no such program on the PATH" : thrown instanceof Error ? thrown.message : String(thrown)}. The report was not posted.`,
    );
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}
