import { Option, type Command } from "commander";
import { resolve } from "node:path";
import type { Copied, CopyChoice } from "../../core/api/copies.ts";
import { RcdbError } from "../../core/api/failure.ts";
import { parseConnection } from "../../core/db/parseConnection.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { namedConnectionOf, openableConnection } from "../connectionOf.ts";
import { columnNames } from "../columnNames.ts";
import { checkLines, copyLines } from "../copyLines.ts";
import { withDatabaseAt, withoutDatabase, type DatabaseClient } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { runsText } from "../search.ts";

interface CopyOptions extends CommonOptions {
  readonly runs?: string;
  readonly period?: string;
  readonly conditions?: readonly string[];
  readonly files: boolean;
  readonly contents: boolean;
  readonly force?: boolean;
  readonly check?: boolean;
  readonly detach?: boolean;
}

/** `rcdb copy`: a copy of a database to take along, and the same brought up to date. */
export function addCopyCommand(program: Command): void {
  addDatabaseCommand(program, {
    usage: "copy",
    description: "Copy a database to an SQLite file, or bring such a copy up to date",
    help: `  rcdb copy mysql://rcdb@station/rcdb laptop.sqlite   all of it
  rcdb copy laptop.sqlite                             what changed since
  rcdb copy --check laptop.sqlite                     what differs from its source
  rcdb copy --detach laptop.sqlite                    no copy any more: a database of its own
  rcdb copy rcdb.sqlite part.sqlite --period RunPeriod-2018-08 --no-files
  rcdb copy rcdb.sqlite part.sqlite --runs 10000-20000 --conditions "event_count beam_current"

A copy is one moment of its source, whoever writes meanwhile. It appears under its name when it is whole; until then it is
TARGET.part, and what was interrupted is resumed by the same command. The Python client opens it as any RCDB file. It knows its
source, but not the password: that is asked for, or given by --password-file or RCDB_PASSWORD.`,
  })
    .argument("<source>", "the database to copy; with nothing after it a copy, which is brought up to date")
    .argument("[target]", "the file of the copy")
    .addOption(
      new Option(
        "-r, --runs <ranges>",
        "only these runs: 1000-2000, 1000-, 1000,1005,1010-1020, a run period, or @FILE with such a list",
      ).conflicts("period"),
    )
    .option("-p, --period <name>", "only runs of a run period, also those that it will have later")
    .option("--conditions <names>", "only these conditions, separated by blanks or commas", collected)
    .option("--no-files", "without configuration files")
    .addOption(new Option("--no-contents", "configuration files without their contents"))
    .option("--check", "only compare a copy with its source; exit code 1 where they differ")
    .option(
      "--detach",
      "make a copy a database of its own: it may be changed, and is not brought up to date any more",
    )
    .option("--force", "replace a file of that name that is another copy, or none")
    .action((source: string, target: string | undefined, options: CopyOptions, command: Command) => {
      if (options.detach) return detach(source, target, options);
      if (options.check) return check(source, target, options, command);
      return target === undefined
        ? copyAgain(source, options, command)
        : copyFrom(source, target, options, command);
    });
}

function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

async function copyFrom(
  source: string,
  target: string,
  options: CopyOptions,
  command: Command,
): Promise<void> {
  await withDatabaseAt(source, command, async (client, signal) =>
    take(client, signal, target, await choiceOf(client, options), options),
  );
}

async function choiceOf(
  client: DatabaseClient,
  { runs, period, conditions, files, contents }: CopyOptions,
): Promise<CopyChoice> {
  const named = runs ?? period;
  const periods = named === undefined ? [] : unwrap(await client.listRunPeriods());
  return {
    runs: (await runsText(named, periods)) ?? null,
    conditions: conditions === undefined ? null : conditionNames(conditions),
    files: files ? (contents ? "all" : "names") : "none",
  };
}

function conditionNames(given: readonly string[]): string[] {
  const names = given.flatMap((text) => columnNames(text, new Set()));
  if (names.length === 0)
    throw badInput(
      "--conditions names no condition. Give some, as --conditions event_count, or leave it out.",
    );
  return names;
}

async function take(
  client: DatabaseClient,
  signal: AbortSignal,
  target: string,
  choice: CopyChoice,
  { force = false, json = false }: CopyOptions,
): Promise<void> {
  const path = resolve(target);
  await tell({ json }, unwrap(await client.takeCopy({ path, choice, replace: force }, { signal })));
}

/** With one path: a copy is brought up to date, an unfinished one finished, or the database of the command copied to it. */
async function copyAgain(target: string, options: CopyOptions, command: Command): Promise<void> {
  const path = resolve(target);
  const named = namedConnectionOf(command);
  const { copy, unfinished } = await withoutDatabase(async (client) =>
    unwrap(await client.findCopy({ path })),
  );
  const known = copy ?? unfinished;
  if (known === null) {
    if (named === null) {
      throw badInput(
        `“${target}” is not a copy of a database. To take one name its source, too: rcdb copy SOURCE ${target}`,
      );
    }
    return copyFrom(named, target, options, command);
  }
  if (hasChoice(options)) {
    throw badInput(
      "A copy keeps its choice of runs, conditions and files. For another choice take another copy.",
    );
  }
  const isItsOwn = named !== null && (await isNamedSo(known.source, named));
  const source = isItsOwn ? named : known.source;
  await withDatabaseAt(source, command, (client, signal) =>
    take(client, signal, path, known.choice, options),
  );
}

/** The source of a copy with its password: as it was named, where that must be it or is it. */
async function sourceToOpen(
  known: string,
  named: string | null,
  mustBe: boolean,
  command: Command,
): Promise<string> {
  const isMeant = named !== null && (mustBe || (await isNamedSo(known, named)));
  return openableConnection(isMeant ? named : known, command, "read");
}

/** Whether a text, be it the name of a profile, names the connection. */
async function isNamedSo(connection: string, named: string): Promise<boolean> {
  const { namedConnection } = await import("../../core/profiles/namedConnection.ts");
  const { text } = await namedConnection(named);
  return parseConnection(text).text === connection;
}

/** Of a copy, alone or behind its source. */
async function check(
  first: string,
  second: string | undefined,
  options: CopyOptions,
  command: Command,
): Promise<void> {
  if (hasChoice(options) || options.force)
    throw badInput("--check changes nothing: leave the other options out.");
  const path = second ?? first;
  const named = second === undefined ? namedConnectionOf(command) : first;
  await withDatabaseAt(path, command, async (client, signal) => {
    const { copy } = unwrap(await client.readCopy());
    const source = copy && (await sourceToOpen(copy.source, named, second !== undefined, command));
    const found = unwrap(await client.checkCopy({ source }, { signal }));
    await answer(options, found, checkLines);
    if (found.differences.length > 0)
      throw new RcdbError(
        "copy_differs",
        `The copy differs from its source. Bring it up to date: rcdb copy ${path}`,
      );
  });
}

/** Makes a copy a database of its own. */
async function detach(path: string, second: string | undefined, options: CopyOptions): Promise<void> {
  if (second !== undefined || hasChoice(options) || options.force || options.check)
    throw badInput("--detach takes the path of a copy, and nothing else.");
  const detached = await withoutDatabase(async (client) =>
    unwrap(await client.detachCopy({ path: resolve(path) })),
  );
  await answer(options, detached, ({ copy }) => [
    `“${path}” is a database of its own now, and no longer a copy of ${copy.location}.`,
  ]);
}

function hasChoice({ runs, period, conditions, files, contents }: CopyOptions): boolean {
  return [runs, period, conditions].some((given) => given !== undefined) || !files || !contents;
}

function tell(options: CommonOptions, copied: Copied): Promise<void> {
  return answer(options, copied, copyLines, copied.remarks);
}
