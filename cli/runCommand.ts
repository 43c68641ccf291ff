import { CommanderError, type Command } from "commander";
import { RcdbError, toFailure } from "../core/api/failure.ts";
import { exitCodeOf, exitCodes } from "./exitCodes.ts";
import { completeFailure, textOf } from "./failures.ts";
import { complain, complainInJson } from "./output.ts";
import { createProgram } from "./program.ts";

/** Runs the command line, that of `rcdb` or another program's, and answers its exit code. */
export async function runCommand(
  args: readonly string[],
  create: (complain: (message: string) => void) => Command = createProgram,
): Promise<number> {
  // Known before the arguments are understood: they may be what is wrong.
  const beforeDashes = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  const inJson = beforeDashes.includes("--json");
  const hint = takenForOption(beforeDashes);
  const withHint = (message: string): string =>
    hint === null ? message : `${message.replace(/[^.?!]$/, "$&.")} ${hint}`;
  const complainOfUse = (message: string): void =>
    inJson ? complainInJson({ code: "bad_input", message: withHint(message) }) : complain(withHint(message));
  try {
    await create(complainOfUse).parseAsync(args, { from: "user" });
    return exitCodes.fine;
  } catch (thrown) {
    // Commander has said itself what is wrong; help and version end with code 0.
    if (thrown instanceof CommanderError) {
      return thrown.exitCode === 0 ? exitCodes.fine : exitCodes.badInput;
    }
    const failure = completeFailure(toFailure(thrown));
    const isMisread = exitCodeOf(failure.code) === exitCodes.badInput;
    const told = isMisread ? withHint : (message: string) => message;
    if (inJson) complainInJson({ ...failure, message: told(failure.message) });
    else complain(told(messageFor(thrown)));
    return exitCodeOf(failure.code);
  }
}

/** What to do about the first text that begins with `-` and so is read as options; null where there is none. */
function takenForOption(args: readonly string[]): string | null {
  const text = args.find((word) => /^-[^-]/.test(word) && /[\s<>=!()]/.test(word));
  return text === undefined
    ? null
    : `“${text}” begins with - and was read as an option. Put -- before it, and the options before that.`;
}

function messageFor(thrown: unknown): string {
  if (thrown instanceof RcdbError) return textOf(thrown);
  return thrown instanceof Error && thrown.stack ? thrown.stack : toFailure(thrown).message;
}
