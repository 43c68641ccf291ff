#!/usr/bin/env node
/** The command `rcnd`: what scripts of several experiments call for the values of a run. */
import { exitOnClosedOutput } from "./output.ts";
import { createRcnd } from "./rcndProgram.ts";
import { runCommand } from "./runCommand.ts";

exitOnClosedOutput();
process.exitCode = await runCommand(process.argv.slice(2), createRcnd);
