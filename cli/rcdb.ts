#!/usr/bin/env node
/** The command `rcdb`. */
import { exitOnClosedOutput } from "./output.ts";
import { runCommand } from "./runCommand.ts";

exitOnClosedOutput();
process.exitCode = await runCommand(process.argv.slice(2));
