import { spawn } from "node:child_process";
import { Option, type Command } from "commander";
import { RcdbError } from "../../core/api/failure.ts";
import { updateReasons, type UpdateReason } from "../../core/updates/plugin.ts";
import type { UpdateRequest } from "../../core/updates/update.ts";
import {
  failedPlugins,
  pluginLine,
  summaryHeading,
  type PluginSummary,
  type UpdateSummary,
} from "../../core/updates/updateSummary.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { withDatabaseToPreview, withDatabaseToUpdate } from "../database.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import { badInput } from "../failures.ts";
import { answer } from "../output.ts";
import { parseNames, parseRunNumber } from "../parseArguments.ts";

interface UpdateOptions extends CommonOptions {
  readonly reason?: UpdateReason | null;
  readonly update: readonly string[];
  readonly run?: number;
  readonly runConfigFile?: string;
  readonly lock?: string;
  readonly plugins?: string;
  readonly dryRun?: boolean;
}

/** `rcdb update`: what the data acquisition calls at a run's start, every minute while it goes on, and at its end. */
export function addUpdateCommand(program: Command): void {
  addDatabaseCommand(program, {
    usage: "update",
    description: "Update a run from its log, its configuration files and slow controls",
    help: `  rcdb update run.log --reason start --update coda,config,roc,epics
  rcdb update run.log --reason update --update coda,epics --lock /var/lock/rcdb.lock
  rcdb update run.log --reason end
  rcdb update run.log --run-config-file trigger.conf --update config,roc
  rcdb update --run 10340 --reason update --update epics        sources that need no log
  rcdb update run.log --plugins plugins.json --update coda,weather
  rcdb update run.log --reason update --dry-run                 tells what it would store, and stores nothing

Values replace stored ones; called twice, it stores the same once. A source that fails is told and logged, and the
others are stored. The end of a run that is not in the database stores nothing. Of two updates at once the second one
waits up to 30 s, with --reason update it ends at once, and fine.`,
  })
    .argument("[log]", "the log of the run, as CODA writes it")
    .addOption(
      new Option("--reason <reason>", "why it is called").choices(updateReasons).argParser(parseReason),
    )
    .option("--update <plug-ins>", "the sources, with commas between them", parsePlugins, defaultPlugins)
    .option("--run <number>", "the run, in place of a log", parseRunNumber)
    .option("--run-config-file <file>", "in place of the run configuration file that the log names")
    .option("--lock <file>", "keeps updates of this machine apart, in place of a file of the database's own")
    .option("--plugins <file>", "configuration file of the sources (or in RCDB_UPDATE_CONFIG)")
    .option("--dry-run", "tell what would be stored, and store nothing")
    .option("-v, --verbose", "ignored; kept for older hooks")
    .option("--ipl", "ignored; kept for older hooks")
    .option("--udl <link>", "ignored; kept for older hooks")
    .action((log: string | undefined, options: UpdateOptions, command: Command) =>
      update(log, options, command),
    );
}

/** Hooks of the Python client give no reason as an empty text. */
function parseReason(text: string): UpdateReason | null {
  const reason = updateReasons.find((known) => known === text) ?? null;
  if (reason === null && text !== "") {
    throw badInput(`“${text}” is not a reason. Allowed choices are ${updateReasons.join(", ")}.`);
  }
  return reason;
}

/** Hooks of the Python client give no sources as an empty text. */
function parsePlugins(text: string): readonly string[] {
  return text === "" ? defaultPlugins : parseNames(text);
}

/** The sources that need neither a network nor programs of others. */
export const defaultPlugins: readonly string[] = ["coda", "config", "roc"];

async function update(log: string | undefined, options: UpdateOptions, command: Command): Promise<void> {
  const { findPlugins } = await import("../../core/updates/registry.ts");
  const configuration = options.plugins ?? process.env["RCDB_UPDATE_CONFIG"];
  const plugins = await findPlugins(options.update, configuration || null);
  const { reason = null, runConfigFile = null } = options;
  const request: UpdateRequest = { subject: subjectOf(log, options), reason, plugins, runConfigFile };
  if (options.dryRun === true) return preview(request, options, command);
  await withDatabaseToUpdate(command, async (database, user) => {
    const { updateAlone } = await import("../../core/updates/updateAlone.ts");
    const summary = await updateAlone(database, user, request, options.lock ?? null);
    if (!summary) return answer(options, { leftOut: true }, () => [leftOut]);
    await answer(options, summary, summaryLines);
    complainOfFailures(summary.plugins, "The update is stored");
  });
}

async function preview(request: UpdateRequest, options: UpdateOptions, command: Command): Promise<void> {
  await withDatabaseToPreview(command, async (database) => {
    const { previewUpdate } = await import("../../core/updates/previewUpdate.ts");
    const { previewLines } = await import("../updatePreview.ts");
    const planned = await previewUpdate(database, request);
    await answer(options, planned, previewLines);
    complainOfFailures(planned.plugins, "The update would be stored");
  });
}

const leftOut =
  "Another update is running: this one was left out, and nothing was stored. The next one tells all.";

/** A line for each plug-in, whatever it says. */
function summaryLines(summary: UpdateSummary): string[] {
  return [summaryHeading(summary), ...summary.plugins.map((plugin) => escapeControls(pluginLine(plugin)))];
}

function subjectOf(log: string | undefined, { run }: UpdateOptions): UpdateRequest["subject"] {
  if (log !== undefined && run === undefined) return { log: { path: log, readFrom: log } };
  if (log === undefined && run !== undefined) return { run };
  throw badInput("Name the log of a run, or, for sources that need none, a run by --run: one of the two.");
}

/**
 * Ends the program also where something waits for a file system that does not answer, which keeps `process.exit` from its end:
 * another process sees to it.
 */
function endInAnyCase(): void {
  const kill = `setTimeout(() => process.kill(${process.pid}, "SIGKILL"), ${timeout})`;
  spawn(process.execPath, ["-e", kill], { detached: true, stdio: "ignore" }).unref();
  process.exit();
}

/** How long a plug-in that was given up may keep the program from its end, by a timer or a connection; in milliseconds. */
const timeout = 1000;

function complainOfFailures(
  plugins: readonly Pick<PluginSummary, "name" | "failure" | "isLate">[],
  what: string,
): void {
  const failed = failedPlugins({ plugins });
  if (failed.length === 0) return;
  if (failed.some(({ isLate }) => isLate)) setTimeout(endInAnyCase, timeout).unref();
  const names = failed.map(({ name }) => name).join(", ");
  throw new RcdbError("incomplete", `${what} but for what failed: ${names}.`, {
    failed: failed.map(({ name, failure }) => ({ name, failure })),
  });
}
