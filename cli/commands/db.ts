import type { Command } from "commander";
import type { Finding, OwnIndex } from "../../core/api/maintenance.ts";
import type { DatabaseInfo, TableSize } from "../../core/api/database.ts";
import { schemaText } from "../../core/api/schemaText.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { addGroupWithDefault } from "../addGroup.ts";
import { confirmRemoval } from "../confirmRemoval.ts";
import { withDatabase, withMaintenance } from "../database.ts";
import { unwrap } from "../failures.ts";
import { findingLines } from "../findingLines.ts";
import { migrationLines } from "../migrationLines.ts";
import { answer, heading } from "../output.ts";
import { factLines, tableLines } from "../table.ts";
import { addOptimizeCommand, ownIndexLine } from "./dbOptimize.ts";

/** `rcdb db`: the database itself: its state, making, updating and checking one. */
export function addDatabaseCommands(program: Command): void {
  const group = addGroupWithDefault(
    program,
    {
      usage: "db",
      description: "Show the state of the database; check, create, update and optimize it",
      help: `  rcdb db                                schema version, sizes, and what a check finds
  rcdb db check
  rcdb -c new.sqlite db init             makes a new database
  rcdb -c old.sqlite db update --dry-run
  rcdb -c old.sqlite db update           from schema v1 to v2; adds what is missing
  rcdb -c copy.sqlite db optimize        adds an index for faster queries`,
    },
    showState,
  );
  addCheckCommand(group);
  addInitCommand(group);
  addUpdateCommand(group);
  addOptimizeCommand(group);
}

interface State {
  readonly database: DatabaseInfo;
  readonly tables: readonly TableSize[];
  readonly findings: readonly Finding[];
  readonly index: OwnIndex;
}

function showState(options: CommonOptions, command: Command): Promise<void> {
  return withDatabase(command, async (client) => {
    const state = {
      database: unwrap(await client.describeDatabase()),
      tables: unwrap(await client.countRows()),
      findings: unwrap(await client.checkDatabase()),
      index: unwrap(await client.describeOwnIndex()),
    };
    await answer(options, state, stateLines);
  });
}

function stateLines({ database, tables, findings, index }: State): string[] {
  return [
    ...factLines([
      ["Location", database.location],
      ["Schema version", schemaText(database)],
      ["Size", database.bytes === null ? "unknown" : `${database.bytes} bytes`],
    ]),
    "",
    ...tableLines(
      [
        ["table", "left"],
        ["rows", "right"],
        ["bytes", "right"],
      ],
      tables.map(({ table, rows, bytes }) => [table, rows, bytes]),
    ),
    "",
    heading("Findings"),
    ...findingLines(findings),
    "",
    optimizedLine(index),
  ];
}

function addCheckCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "check",
    description: "Check the whole database and report what is wrong",
    help: `  rcdb db check
  rcdb db check --json

The exit code is 0 whatever it finds.`,
  }).action((options: CommonOptions, command: Command) =>
    withDatabase(command, async (client) => {
      const findings = unwrap(await client.checkDatabase());
      const index = unwrap(await client.describeOwnIndex());
      await answer(options, findings, () => [...findingLines(findings), "", optimizedLine(index)]);
    }),
  );
}

function optimizedLine(index: OwnIndex): string {
  const fix = index.exists ? "" : " For faster queries: rcdb db optimize";
  return `${ownIndexLine(index)}${fix}`;
}

interface InitOptions extends CommonOptions {
  readonly dropAll?: boolean;
  readonly yesDrop?: string;
  readonly defaults: boolean;
  readonly confirm?: boolean;
}

function addInitCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "init",
    description: "Create a new database: a new file, or the tables in an empty one on a server",
    help: `  rcdb -c new.sqlite db init
  rcdb -c new.sqlite db init --no-defaults                       without any condition types
  rcdb -c mysql://rcdb@localhost/rcdb db init
  rcdb -c old.sqlite db init --drop-all                          asks for the database's name first
  rcdb -c old.sqlite db init --drop-all --yes-drop old.sqlite    without asking
  rcdb -c old.sqlite db init --drop-all --confirm                the same, whatever its name

The condition types that a run log gives, such as event_count and run_type, are added; --no-defaults leaves them out.`,
  })
    .option("--no-defaults", "without the usual condition types")
    .option("--drop-all", "remove all tables that are there, with all that is in them")
    .option(
      "--yes-drop <name>",
      "the name of the database whose tables may be removed, where nobody can be asked",
    )
    .option("--confirm", "remove them without asking")
    .action((options: InitOptions, command: Command) =>
      withMaintenance(command, "write", async (client, connection) => {
        const { dropAll = false, yesDrop, confirm = false, defaults } = options;
        if (dropAll && !confirm) await confirmRemoval(client, connection, yesDrop);
        const made = unwrap(await client.initializeDatabase({ connection, dropAll, defaults }));
        await answer(options, made, ({ location, schemaVersion, conditionTypes }) => [
          `Made a database of schema v${schemaVersion} with ${conditionTypes} condition types: ${location}`,
        ]);
      }),
    );
}

interface UpdateOptions extends CommonOptions {
  readonly dryRun?: boolean;
}

function addUpdateCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "update",
    description:
      "Migrate a database of schema v1 to v2, and add missing tables and columns; of a file a backup is kept beside it",
    help: `  rcdb -c old.sqlite db update --dry-run     the steps, with their SQL
  rcdb -c old.sqlite db update`,
  })
    .option("-n, --dry-run", "only tell the steps")
    .action(({ dryRun = false, json = false }: UpdateOptions, command: Command) =>
      withMaintenance(command, dryRun ? "read" : "write", async (client, connection) => {
        const migration = unwrap(await client.updateDatabase({ connection, execute: !dryRun }));
        await answer({ json }, migration, migrationLines);
      }),
    );
}
