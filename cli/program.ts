/** The commands in the order in which the help lists them. */
import { Command, Option } from "commander";
import packageFile from "../package.json" with { type: "json" };
import { addConnectionOptions, jsonHelp, type CommonOptions } from "./addCommand.ts";
import { addAddCommands } from "./commands/add.ts";
import { addAliasCommands } from "./commands/aliases.ts";
import { addChangesCommands } from "./commands/changes.ts";
import { addCompareCommand } from "./commands/compare.ts";
import { addCompletionCommands } from "./commands/completion.ts";
import { addCopyCommand } from "./commands/copy.ts";
import { addCutsCommand } from "./commands/cuts.ts";
import { addDatabaseCommands } from "./commands/db.ts";
import { addExportCommand } from "./commands/export.ts";
import { addFileCommands } from "./commands/files.ts";
import { addHistoryCommand } from "./commands/history.ts";
import { addInfoCommand } from "./commands/info.ts";
import { addListCommand } from "./commands/list.ts";
import { addLogCommand } from "./commands/log.ts";
import { addProfileCommands } from "./commands/profiles.ts";
import { addRemoveCommands } from "./commands/remove.ts";
import { addRepairCommands } from "./commands/repair.ts";
import { addReportCommand } from "./commands/report.ts";
import { addRunCommand } from "./commands/run.ts";
import { addRunListCommands } from "./commands/runList.ts";
import { addRunPeriodCommands } from "./commands/runPeriods.ts";
import { addSelectCommand } from "./commands/select.ts";
import { addServeCommand } from "./commands/serve.ts";
import { addTypeCommands } from "./commands/types.ts";
import { addSetCommand } from "./commands/set.ts";
import { addUndoCommand } from "./commands/undo.ts";
import { addRangesCommand } from "./commands/ranges.ts";
import { addTotalsCommand } from "./commands/totals.ts";
import { addUpdateCommand } from "./commands/update.ts";
import { addWatchCommand } from "./commands/watch.ts";
import { addWhyCommand } from "./commands/why.ts";

const commands = [
  addInfoCommand,
  addListCommand,
  addRunCommand,
  addSelectCommand,
  addCutsCommand,
  addWhyCommand,
  addExportCommand,
  addTotalsCommand,
  addRangesCommand,
  addCompareCommand,
  addHistoryCommand,
  addReportCommand,
  addLogCommand,
  addFileCommands,
  addRunListCommands,
  addRunPeriodCommands,
  addAliasCommands,
  addAddCommands,
  addRemoveCommands,
  addTypeCommands,
  addSetCommand,
  addUndoCommand,
  addChangesCommands,
  addUpdateCommand,
  addWatchCommand,
  addCopyCommand,
  addDatabaseCommands,
  addRepairCommands,
  addProfileCommands,
  addServeCommand,
  addCompletionCommands,
];

const help = `
Examples:
  rcdb -c rcdb.sqlite info
  rcdb -c mysql://rcdb@localhost/rcdb ls beam
  rcdb -c @station info                  a profile: see rcdb profiles
  export RCDB_CONNECTION=rcdb.sqlite
  rcdb select "@is_production and beam_current > 100" event_count beam_current
  rcdb export "beam_current > 100" event_count --runs 10000-20000 --out runs.csv
  rcdb run 10340
  rcdb add condition 10340 user_comment "beam lost" --replace

Exit code: 0 fine; 1 a defect of rcdb; 2 the command or what it gives is wrong; 3 the database or a file cannot be
opened, reached, read or written; 4 a part of an update failed; 130 ended by Ctrl-C; 1 also where
“run RUN NAME” has no value, and “copy --check” finds a difference. Errors are a line on standard
error, with --json {"error": {"code": …, "message": …}}.`;

/** The command line of `rcdb`; `complain` is told what is wrong with its use. */
export function createProgram(complain: (message: string) => void): Command {
  const program = new Command("rcdb")
    .description("Look into and keep a Run Conditions Database (RCDB).")
    .version(packageFile.version, "-V, --version", "print the version");
  addConnectionOptions(program)
    .option("--json", jsonHelp)
    // The Python tool's: nothing here depends on them.
    .addOption(new Option("-v, --verbose", "accepted, without effect").hideHelp())
    .addOption(new Option("--user-config <file>", "accepted, without effect").hideHelp())
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    // Without it `-c` after `run` would always be the program's.
    .enablePositionalOptions()
    // “--json” before a command is meant for it.
    .hook("preAction", (_program, command) => {
      if (command.optsWithGlobals<CommonOptions>().json) command.setOptionValue("json", true);
    })
    .exitOverride()
    .configureOutput({ outputError: (text) => complain(messageOf(text)) })
    .addHelpText("after", help);
  for (const addTo of commands) addTo(program);
  return program;
}

/** Commander's message in our form. */
export function messageOf(text: string): string {
  return text
    .trim()
    .replace(/^error: /, "")
    .replace(/\n+/g, " ");
}
