import { Option, type Command } from "commander";
import {
  connectionCause,
  connectionCauses,
  profileColors,
  type Profile,
  type ProfileColor,
} from "../../core/api/profiles.ts";
import type { DatabaseInfo } from "../../core/api/database.ts";
import { RcdbError } from "../../core/api/failure.ts";
import { schemaText } from "../../core/api/schemaText.ts";
import type { StoredProfiles } from "../../core/profiles/profileFile.ts";
import { addCommand, addConnectionOptions, type CommonOptions } from "../addCommand.ts";
import { addGroupWithDefault } from "../addGroup.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { factLines, tableLines } from "../table.ts";

interface ProfileOptions extends CommonOptions {
  readonly color?: ProfileColor;
  readonly allowChanges?: boolean;
}

interface ChangeOptions extends ProfileOptions {
  readonly readOnly?: boolean;
  readonly name?: string;
  readonly to?: string;
}

interface ExportOptions extends CommonOptions {
  readonly format: "url" | "cnf";
}

/** `rcdb profiles`: databases by names of the user's own. */
export function addProfileCommands(program: Command): void {
  const group = addGroupWithDefault(
    program,
    {
      usage: "profiles",
      description: "List, add, change and test named connections, shared with the desktop application",
      help: `  rcdb profiles                          lists them
  rcdb profiles add station mysql://shift@db.example.org/rcdb --color red
  rcdb profiles test station
  rcdb -c @station info
  rcdb profiles change station --allow-changes

A profile holds no password. It is typed when the server asks, or given by RCDB_PASSWORD or --password-file.`,
    },
    listProfiles,
  ).alias("profile");
  addCommand(group, {
    usage: "list",
    description: "List all profiles",
    help: "  rcdb profiles list\n  rcdb profiles list --json",
  }).action(listProfiles);
  addCommand(group, {
    usage: "show",
    description: "Show a profile",
    help: "  rcdb profiles show station",
  })
    .argument("<name>", "its name")
    .action(async (name: string, options: CommonOptions) => {
      const { findProfile } = await import("../../core/profiles/profiles.ts");
      await answer(options, await findProfile(nameIn(name)), await factsOf());
    });
  addAddCommand(group);
  addChangeCommand(group);
  addCommand(group, {
    usage: "remove",
    description: "Remove a profile; the database stays",
    help: "  rcdb profiles remove station",
  })
    .alias("rm")
    .argument("<name>", "its name")
    .action(async (name: string, options: CommonOptions) => {
      const { removeProfile } = await import("../../core/profiles/profiles.ts");
      await removeProfile(nameIn(name));
      await answer(options, {}, () => [`Removed the profile ${nameIn(name)}.`]);
    });
  addImportCommand(group);
  addExportCommand(group);
  addTestCommand(group);
}

/** The name that is meant by what was typed: `@station` is `station`. */
function nameIn(typed: string): string {
  return typed.replace(/^@/, "");
}

async function listProfiles(options: CommonOptions): Promise<void> {
  const [{ readProfiles }, { parseConnection }] = await Promise.all([
    import("../../core/profiles/profileFile.ts"),
    import("../../core/db/parseConnection.ts"),
  ]);
  const { profiles, problems, path } = await readProfiles();
  const remarks = profiles.length > 0 || problems.length > 0 ? problems : [noProfiles];
  await answer(
    options,
    { path, profiles, problems },
    () =>
      tableLines(
        [
          ["profile", "left"],
          ["colour", "left"],
          ["changes", "left"],
          ["location", "left", Infinity],
        ],
        profiles.map(({ name, color, access, connection }) => [
          `@${name}`,
          color,
          accessWords(access),
          parseConnection(connection).location,
        ]),
      ),
    remarks,
  );
}

const noProfiles = "There are no profiles. Add one: rcdb profiles add station mysql://user@host/rcdb";

function accessWords(access: Profile["access"]): string {
  return access === "write" ? "allowed" : "read-only";
}

async function factsOf(): Promise<(profile: Profile) => string[]> {
  const [{ backendOf }, { parseConnection }] = await Promise.all([
    import("../../core/db/backends.ts"),
    import("../../core/db/parseConnection.ts"),
  ]);
  return ({ name, color, access, connection }) => {
    const parsed = parseConnection(connection);
    return factLines([
      ["Profile", `@${name}`],
      ["Colour", color],
      ["Changes", accessWords(access)],
      ...backendOf(parsed).connection.describe(parsed),
      ["Connection", connection],
    ]);
  };
}

function addProfileOptions(command: Command): Command {
  return command
    .addOption(new Option("--color <colour>", "the colour it is shown with").choices(profileColors))
    .option("--allow-changes", "commands may change the database through it");
}

function addAddCommand(group: Command): void {
  const command = addCommand(group, {
    usage: "add",
    description: "Add a profile",
    help: `  rcdb profiles add copy ~/rcdb.sqlite
  rcdb profiles add station "mysql://shift@db.example.org/rcdb?ssl=true" --color red --allow-changes
  rcdb profiles add home "mysql://shift@localhost/rcdb?ssh=me@gate.example.org" --color blue

A password in the connection string is not kept. docs/connections.md tells all parameters.`,
  });
  addProfileOptions(command)
    .argument("<name>", "its name; it is used as @name")
    .argument("<connection>", "SQLite file or connection string")
    .action(async (name: string, connection: string, options: ProfileOptions) => {
      const { importConnection } = await import("../../core/profiles/exchange.ts");
      // One line: an option file is imported.
      await addOne(name, importConnection(connection.replace(/[\r\n]/g, " ")), options);
    });
}

interface Imported {
  readonly connection: string;
  readonly remarks: readonly string[];
}

async function addOne(
  name: string,
  { connection, remarks }: Imported,
  options: ProfileOptions,
): Promise<void> {
  const { addProfile } = await import("../../core/profiles/profiles.ts");
  const { color = "gray", allowChanges = false } = options;
  const own = nameIn(name);
  const stored = await addProfile({
    name: own,
    color,
    connection,
    access: allowChanges ? "write" : "read",
  });
  await answer(options, profileOf(stored, own), () => [`Added the profile @${own}: ${connection}`], remarks);
}

function profileOf({ profiles }: StoredProfiles, name: string): Profile | null {
  return profiles.find((profile) => profile.name === name) ?? null;
}

function addChangeCommand(group: Command): void {
  const command = addCommand(group, {
    usage: "change",
    description: "Change a profile",
    help: `  rcdb profiles change station --allow-changes
  rcdb profiles change station --name hall-d --color orange
  rcdb profiles change station --to mysql://shift@db2.example.org/rcdb`,
  });
  addProfileOptions(command)
    .option("--read-only", "no command changes the database through it")
    .option("--name <name>", "its new name")
    .option("--to <connection>", "the SQLite file or connection string it stands for")
    .argument("<name>", "its name")
    .action(async (typed: string, options: ChangeOptions) => {
      const { changeProfile, findProfile } = await import("../../core/profiles/profiles.ts");
      const { importConnection } = await import("../../core/profiles/exchange.ts");
      const { color, allowChanges = false, readOnly = false, to } = options;
      if (allowChanges && readOnly) throw badInput("Give --allow-changes or --read-only, not both.");
      const before = await findProfile(nameIn(typed));
      const imported = to === undefined ? null : importConnection(to);
      const after: Profile = {
        name: options.name === undefined ? before.name : nameIn(options.name),
        color: color ?? before.color,
        connection: imported?.connection ?? before.connection,
        access: allowChanges ? "write" : readOnly ? "read" : before.access,
      };
      await changeProfile(before.name, after);
      await answer(options, after, await factsOf(), imported?.remarks);
    });
}

function addImportCommand(group: Command): void {
  const command = addCommand(group, {
    usage: "import",
    description:
      "Import a profile from an option file of MySQL or MariaDB, or from a connection string, without its password",
    help: `  rcdb profiles import station ~/.my.cnf --color red
  rcdb profiles import station mysql+pymysql://shift@db.example.org/rcdb
  rcdb profiles import station - < my.cnf`,
  });
  addProfileOptions(command)
    .argument("<name>", "the name of the profile")
    .argument("<source>", "an option file, - for standard input, or a connection string")
    .action(async (name: string, source: string, options: ProfileOptions) => {
      const [{ importConnection }, { readText }] = await Promise.all([
        import("../../core/profiles/exchange.ts"),
        import("../readInput.ts"),
      ]);
      const text = /^[a-z][a-z0-9+.-]+:\/\//i.test(source) ? source : `${await readText(source)}\n`;
      await addOne(name, importConnection(text), options);
    });
}

function addExportCommand(group: Command): void {
  addCommand(group, {
    usage: "export",
    description: "Write a profile as a connection string or an option file, without a password",
    help: `  rcdb profiles export station
  rcdb profiles export station --format cnf > station.cnf`,
  })
    .addOption(
      new Option("--format <format>", "url: a connection string; cnf: an option file")
        .choices(["url", "cnf"])
        .default("url"),
    )
    .argument("<name>", "its name")
    .action(async (name: string, options: ExportOptions) => {
      const [{ findProfile }, { exportOptionFile }] = await Promise.all([
        import("../../core/profiles/profiles.ts"),
        import("../../core/profiles/exchange.ts"),
      ]);
      const { connection } = await findProfile(nameIn(name));
      const text = options.format === "url" ? `${connection}\n` : exportOptionFile(connection);
      await answer(options, { format: options.format, text }, () => text.trimEnd().split("\n"));
    });
}

function addTestCommand(group: Command): void {
  addConnectionOptions(
    addCommand(group, {
      usage: "test",
      description: "Test a profile or a connection string, and report what is wrong with it",
      help: `  rcdb profiles test station
  rcdb profiles test "mysql://shift@db.example.org/rcdb?ssl=true"
  rcdb profiles test station --password-file ~/.rcdb-password`,
    }),
  )
    .argument("<name>", "the name of a profile, or a connection string")
    .action(async (typed: string, options: CommonOptions, command: Command) => {
      const [{ openForReading }, { namedConnection }, { withGivenPassword }] = await Promise.all([
        import("../openDatabase.ts"),
        import("../../core/profiles/namedConnection.ts"),
        import("../password.ts"),
      ]);
      const isText = /:\/\/|^@/.test(typed);
      const { text } = await namedConnection(isText ? typed : `@${typed}`);
      try {
        const connection = await withGivenPassword(text, command);
        await openForReading(connection, async (client) => {
          await answer(options, unwrap(await client.describeDatabase()), testedLines);
        });
      } catch (thrown) {
        throw withCause(thrown);
      }
    });
}

function testedLines(database: DatabaseInfo): string[] {
  return factLines([
    ["Works", database.location],
    ["Kind", database.kindName],
    ["Schema version", schemaText(database)],
    ["Runs", database.runs],
  ]);
}

/** A failure that names first what is to be put right. */
function withCause(thrown: unknown): unknown {
  if (!(thrown instanceof RcdbError) || thrown.code === "cancelled") return thrown;
  const cause = connectionCause(thrown);
  return new RcdbError(thrown.code, `${connectionCauses[cause]}: ${thrown.message}`, {
    ...thrown.detail,
    cause,
  });
}
