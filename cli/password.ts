/** The password for a server: from a file, from RCDB_PASSWORD, or typed; never kept, and never an argument. */
import type { Command } from "commander";
import { readFileSync, statSync } from "node:fs";
import { asksForPassword } from "../core/api/profiles.ts";
import { RcdbError } from "../core/api/failure.ts";
import { parseConnection, withPassword } from "../core/db/parseConnection.ts";
import { openRaw } from "../core/db/open.ts";
import { explainedReading } from "../core/disk/regularFile.ts";
import { askForSecret } from "./askOnTerminal.ts";
import { connectionOption } from "./connectionOption.ts";

/** More is not a password. */
const mostBytes = 10_000;

/** How often somebody may mistype it. */
const mostAttempts = 3;

/** What RCDB_PASSWORD was for each command as it began. */
const ofEnvironments = new WeakMap<Command, string | undefined>();

/** Takes it out of the environment, as programs that are started need not know it; a command may open a copy, and then its source. */
function passwordOfEnvironment(command: Command): string | undefined {
  if (command.parent) return passwordOfEnvironment(command.parent);
  if (!ofEnvironments.has(command)) ofEnvironments.set(command, process.env["RCDB_PASSWORD"]);
  delete process.env["RCDB_PASSWORD"];
  return ofEnvironments.get(command);
}

/**
 * A connection string with the password that is given for it: by the command's file, by itself, by RCDB_PASSWORD, or on the terminal where
 * the server wants one. Throws `bad_connection`, `bad_input`, `no_such_file`, `no_permission` and, for Ctrl-C at the question, `cancelled`.
 */
export async function withGivenPassword(text: string, command: Command): Promise<string> {
  const connection = parseConnection(text);
  const ofEnvironment = passwordOfEnvironment(command);
  const file = connectionOption(command, "passwordFile");
  if (connection.path !== null) return text;
  if (file !== undefined) return withPassword(connection.text, readPasswordFile(file));
  if (connection.password !== null) return text;
  if (ofEnvironment) return withPassword(connection.text, ofEnvironment);
  return process.stdin.isTTY ? await withTypedPassword(connection.text, connection.location) : text;
}

function readPasswordFile(path: string): string {
  let text: string;
  try {
    const entry = statSync(path);
    // A pipe, as “<(pass show rcdb)” makes one, is read to its end.
    if (!entry.isFile() && !entry.isFIFO()) {
      throw new RcdbError("bad_input", `“${path}” is not a file. Name the file that has the password.`);
    }
    if (entry.isFile() && process.platform !== "win32" && (entry.mode & 0o077) !== 0) {
      throw new RcdbError(
        "no_permission",
        `Others on this computer may read “${path}”, so its password is not used. Make it yours alone: chmod 600 ${path}`,
      );
    }
    text = readFileSync(path, "utf8");
  } catch (thrown) {
    throw explainedReading(thrown, path);
  }
  const password = text.replace(/\r?\n$/, "");
  if (password === "" || text.length > mostBytes || /[\r\n]/.test(password)) {
    throw new RcdbError("bad_input", `“${path}” is to hold the password and nothing else, in one line.`);
  }
  return password;
}

/** Asks for a password where the server refuses the login without one, until it takes it. */
async function withTypedPassword(text: string, location: string): Promise<string> {
  let attempt = text;
  for (let asked = 0; asked < mostAttempts && (await isRefused(attempt)); asked++) {
    const again = asked === 0 ? "" : "The login is refused. ";
    const password = await askForSecret(`${again}Password for ${location}: `);
    if (password === null) return text;
    attempt = withPassword(text, password);
  }
  return attempt;
}

/** Whether the server refuses the login for its password; what else is wrong is told by what opens the database. */
async function isRefused(text: string): Promise<boolean> {
  try {
    const database = await openRaw(parseConnection(text), "read");
    await database.close();
    return false;
  } catch (thrown) {
    if (thrown instanceof RcdbError) return asksForPassword(thrown);
    throw thrown;
  }
}
