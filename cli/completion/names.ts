/** Names in the database, for the words of a command. */
import { usedAliases } from "../../core/api/catalogue.ts";
import { runColumns } from "../../core/api/search.ts";
import { complete } from "../../core/query/complete.ts";
import { exitCodes } from "../exitCodes.ts";
import { unwrap } from "../failures.ts";
import type { DatabaseClient } from "../database.ts";
import type { NamesInDatabase, Suggestion, Wanted } from "./suggestion.ts";

/** A shell that waits longer, in milliseconds, seems to hang. */
const timeout = 2000;

/**
 * The names of a kind in the database of a connection, or of RCDB_CONNECTION. Nothing where that cannot be opened:
 * who presses Tab is not to read errors in the middle of a line.
 */
export async function namesFor(
  wanted: Wanted | undefined,
  typed: string,
  connection: string | undefined = process.env["RCDB_CONNECTION"],
): Promise<Suggestion[]> {
  if (wanted === "profiles") return profileNames();
  if (wanted === undefined || !connection) return [];
  const { openForReading } = await import("../openDatabase.ts");
  // An attempt to reach a server cannot be called off.
  const timer = setTimeout(() => process.exit(exitCodes.fine), timeout);
  try {
    let found: Suggestion[] = [];
    await openForReading(await openableText(connection), async (client) => {
      found = await readers[wanted](client, typed);
    });
    return found;
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}

const readers: Readonly<
  Record<NamesInDatabase, (client: DatabaseClient, typed: string) => Promise<Suggestion[]>>
> = {
  expression: inExpression,
  conditions,
  columns: async (client) => [
    ...(await conditions(client)),
    ...described(runColumns),
    ...(await runPeriods(client)),
  ],
  aliases: async (client) => {
    const aliases = unwrap(await client.listAliases());
    return described(usedAliases(aliases).filter(({ source }) => source === "database"));
  },
  "run periods": runPeriods,
  "file paths": async (client, typed) => {
    const paths = unwrap(await client.listFilePaths({ search: typed }));
    return paths.map(({ path, versions }) => ({
      value: path,
      description: `${versions} versions`,
    }));
  },
};

/** The connection string that is meant, with RCDB_PASSWORD; nobody is asked for one. */
async function openableText(connection: string): Promise<string> {
  const [{ namedConnection }, { parseConnection, withPassword }] = await Promise.all([
    import("../../core/profiles/namedConnection.ts"),
    import("../../core/db/parseConnection.ts"),
  ]);
  const { text } = await namedConnection(connection);
  const password = process.env["RCDB_PASSWORD"];
  const parsed = parseConnection(text);
  return password && parsed.password === null ? withPassword(parsed.text, password) : text;
}

/** The names of the profiles; nothing where their file cannot be read. */
export async function profileNames(): Promise<Suggestion[]> {
  const { readProfiles } = await import("../../core/profiles/profileFile.ts");
  try {
    const { profiles } = await readProfiles();
    return profiles.map(({ name, connection }) => ({
      value: name,
      description: connection,
    }));
  } catch {
    return [];
  }
}

/** What the expression may go on with: its whole text so far with each of the names that fit there. */
async function inExpression(client: DatabaseClient, typed: string): Promise<Suggestion[]> {
  const vocabulary = {
    conditions: unwrap(await client.listConditionTypes()),
    aliases: usedAliases(unwrap(await client.listAliases())),
  };
  const { from, options } = complete(typed, typed.length, vocabulary);
  const begun = typed.slice(0, from);
  return options.map(({ insert, description }) => ({
    value: begun + insert,
    description: description ?? "",
  }));
}

async function conditions(client: DatabaseClient): Promise<Suggestion[]> {
  return described(unwrap(await client.listConditionTypes()));
}

async function runPeriods(client: DatabaseClient): Promise<Suggestion[]> {
  return described(unwrap(await client.listRunPeriods()));
}

function described(
  named: readonly {
    readonly name: string;
    readonly description: string | null;
  }[],
): Suggestion[] {
  return named.map(({ name, description }) => ({
    value: name,
    description: description ?? "",
  }));
}
