import type { Command } from "commander";
import type { RunPeriod } from "../../core/api/catalogue.ts";
import type { CopyState } from "../../core/api/copies.ts";
import type { DatabaseInfo } from "../../core/api/database.ts";
import { memoryText, schemaText, unreadableText } from "../../core/api/schemaText.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { copyText } from "../copyLines.ts";
import { withDatabase } from "../database.ts";
import { unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { factLines } from "../table.ts";
import { runPeriodLines } from "./runPeriods.ts";

/** `rcdb info`: what the database is, and its run periods. */
export function addInfoCommand(program: Command): void {
  addDatabaseCommand(program, {
    usage: "info",
    description: "Show the database: location, size, runs and run periods",
    help: `  rcdb -c rcdb.sqlite info
  rcdb -c mysql://rcdb@localhost/rcdb info --json`,
  }).action((options: CommonOptions, command: Command) =>
    withDatabase(command, async (client) => {
      const database = unwrap(await client.describeDatabase());
      const runPeriods = unwrap(await client.listRunPeriods());
      const { copy } = unwrap(await client.readCopy());
      await answer(options, { ...database, runPeriods, copy }, infoLines);
    }),
  );
}

interface Info extends DatabaseInfo {
  readonly runPeriods: readonly RunPeriod[];
  readonly copy: CopyState | null;
}

function infoLines(info: Info): string[] {
  const { runs, firstRun, lastRun, runPeriods, copy } = info;
  const facts = factLines([
    ["Location", info.location],
    ...(info.hostInUse === null ? [] : [["Host in use", info.hostInUse] as const]),
    ["Connection", info.connection],
    ...(copy === null ? [] : [["Copy of", copyText(copy)] as const]),
    ["Size", info.bytes === null ? "unknown" : `${info.bytes} bytes`],
    ...(info.modified === null ? [] : [["Changed", info.modified] as const]),
    ["Schema version", schemaText(info)],
    ...(info.missing.length === 0
      ? []
      : [["Missing", `${info.missing.join(", ")}: see rcdb repair schema`] as const]),
    ...(info.unreadable.length === 0
      ? []
      : [["Not readable", `${unreadableText(info)}: see rcdb db check`] as const]),
    ...(info.isInMemory ? [["Read from", memoryText(info)] as const] : []),
    ["Condition types", info.conditionTypes],
    ["Runs", firstRun === null || lastRun === null ? "none" : `${runs}, from ${firstRun} to ${lastRun}`],
    ["Run periods", runPeriods.length === 0 ? "none" : runPeriods.length],
  ]);
  return runPeriods.length === 0 ? facts : [...facts, "", ...runPeriodLines(runPeriods)];
}
