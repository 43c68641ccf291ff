#!/usr/bin/env node
/** The command `rcdb`. */
import { exitOnClosedOutput } from "./output.ts";
import { runCommand } from "./runCommand.ts";
import { withoutShortForms } from "./shortForms.ts";

exitOnClosedOutput();
process.exitCode = await runCommand(withoutShortForms(process.argv.slice(2)));
