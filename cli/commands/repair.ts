import type { Command } from "commander";
import type { Outcome } from "../../core/api/failure.ts";
import type { Duplicates, Migration } from "../../core/api/maintenance.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { addGroup } from "../addGroup.ts";
import { withDatabase, withMaintenance, withWritableDatabase } from "../database.ts";
import { unwrap } from "../failures.ts";
import { migrationLines } from "../migrationLines.ts";
import { answer } from "../output.ts";
import { tableLines } from "../table.ts";
import { addRepairEvioFilesCommand } from "./repairEvioFiles.ts";

interface ExecuteOptions extends CommonOptions {
  readonly execute?: boolean;
}

/** `rcdb repair`: what fixes a database. */
export function addRepairCommands(program: Command): void {
  const group = addGroup(program, {
    usage: "repair",
    description:
      "Repair a database: remove values that are stored twice, add missing tables, columns and evio conditions",
    help: `  rcdb repair duplicates
  rcdb repair duplicates --execute
  rcdb repair schema
  rcdb repair evio-files "/data/RunPeriod-2025-01/rawdata" --run-range 130000-139999 --execute

Without --execute this is a dry run: nothing changes.`,
  });
  addDuplicatesCommand(group);
  addSchemaCommand(group);
  addRepairEvioFilesCommand(group);
}

function addDuplicatesCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "duplicates",
    description:
      "Remove the older rows of values and files that a run has twice; the newest, which counts, stays",
    help: `  rcdb repair duplicates             lists them
  rcdb repair duplicates --execute   removes them; the log keeps values that differ`,
  })
    .option("--execute", "remove them")
    .action(({ execute = false, json = false }: ExecuteOptions, command: Command) => {
      const tell = (outcome: Outcome<Duplicates>): Promise<void> =>
        answer({ json }, unwrap(outcome), (found) => duplicateLines(found, execute));
      // Listing changes nothing, and so is for databases, too, that cannot be written.
      return execute
        ? withWritableDatabase(command, async (client) => tell(await client.repairDuplicates({ execute })))
        : withDatabase(command, async (client) => tell(await client.listDuplicates()));
    });
}

function addSchemaCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "schema",
    description: "Add tables and columns that the database lacks; of a file a backup is kept beside it",
    help: `  rcdb repair schema             lists them, with the SQL that adds them
  rcdb repair schema --execute   adds them; the schema stays at its version`,
  })
    .option("--execute", "add them")
    .action(({ execute = false, json = false }: ExecuteOptions, command: Command) =>
      withMaintenance(command, execute ? "write" : "read", async (client, connection) => {
        const migration = unwrap(
          await client.updateDatabase({
            connection,
            execute,
            completeOnly: true,
          }),
        );
        await answer({ json }, migration, schemaLines);
      }),
    );
}

function schemaLines(migration: Migration): string[] {
  return migration.steps.length === 0 ? ["Nothing is missing."] : migrationLines(migration);
}

function duplicateLines({ duplicates, removed }: Duplicates, execute: boolean): string[] {
  if (duplicates.length === 0) return ["Nothing is stored twice."];
  const surplus = duplicates.reduce((sum, duplicate) => sum + duplicate.surplus, 0);
  const end = execute ? `${removed} rows removed.` : `${surplus} rows could be removed by --execute.`;
  return [
    ...tableLines(
      [
        ["run", "right"],
        ["table", "left"],
        ["name", "left", Infinity],
        ["surplus", "right"],
        ["values", "left"],
      ],
      duplicates.map((duplicate) => [
        duplicate.run,
        duplicate.table,
        duplicate.name,
        duplicate.surplus,
        duplicate.different ? "differ" : "alike",
      ]),
    ),
    "",
    end,
  ];
}
