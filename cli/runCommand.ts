import { CommanderError } from "commander";
import { toFailure } from "../core/api/failure.ts";
import { CommandError, exitCodes } from "./commandError.ts";
import { complain } from "./output.ts";
import { createProgram } from "./program.ts";

/** Runs the command line and answers its exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(args, { from: "user" });
    return exitCodes.fine;
  } catch (thrown) {
    // Commander has said itself what is wrong; help and version end with code 0.
    if (thrown instanceof CommanderError) {
      return thrown.exitCode === 0 ? exitCodes.fine : exitCodes.badInput;
    }
    if (thrown instanceof CommandError) {
      complain(thrown.message);
      return thrown.exitCode;
    }
    complain(thrown instanceof Error && thrown.stack ? thrown.stack : toFailure(thrown).message);
    return exitCodes.defect;
  }
}
