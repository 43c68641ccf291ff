import type { Command } from "commander";
import { existsSync } from "node:fs";
import type { Change, ChangeFile, ReviewedChange } from "../../core/api/changes.ts";
import { RcdbError } from "../../core/api/failure.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import { typedValue } from "../../core/writing/typedValue.ts";
import { aloneWith } from "../../core/disk/aloneWith.ts";
import { addCommand, addConnectionOptions, addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { addGroup } from "../addGroup.ts";
import { changeLines, commitLines, reviewText, throwRefused } from "../changeLines.ts";
import { withDatabase, withDatabaseAt, withWritableDatabase, type DatabaseClient } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { parseRunNumber } from "../parseArguments.ts";

/** `rcdb changes`: change files, made over a copy and applied to the database that it is a copy of. */
export function addChangesCommands(program: Command): void {
  const group = addGroup(program, {
    usage: "changes",
    description: "Add, show and apply change files: changes made over a copy, for its source",
    help: `  rcdb changes add shift.rcdbchange 10340 status=1 -c copy.sqlite
  rcdb changes show shift.rcdbchange
  rcdb changes apply shift.rcdbchange -c @station`,
  });
  addAdd(group);
  addShow(group);
  addApply(group);
}

interface AddOptions extends CommonOptions {
  readonly remove?: readonly string[];
  readonly comment?: string;
}

function addAdd(group: Command): void {
  addDatabaseCommand(group, {
    usage: "add",
    description:
      "Add changes of a run to a change file, which is made where it is missing; the database stays as it is",
    help: `  rcdb changes add shift.rcdbchange 10340 status=1 user_comment="beam lost" -c copy.sqlite
  rcdb changes add shift.rcdbchange 10340 finished="2016-02-17 14:20:00" -c copy.sqlite
  rcdb changes add shift.rcdbchange 10340 --remove status -c copy.sqlite

The old values are those that the database named by -c has now, also of a value that is in the file already: so a conflict is decided.`,
  })
    .argument("<file>", "the change file")
    .argument("<run>", "the run's number", parseRunNumber)
    .argument(
      "[values...]",
      "conditions and their new values, NAME=VALUE; started and finished are the run's times",
    )
    .option("--remove <name>", "a condition that is to have no value", collected)
    .option("--comment <text>", "why, for the log of the database they are applied to")
    .action((path: string, run: number, values: string[], options: AddOptions, command: Command) =>
      withDatabase(command, async (client) => {
        const changes = await changesOf(client, run, values, options.remove ?? []);
        const reviewed = unwrap(await client.reviewChanges({ changes }));
        refuseUnfit(reviewed);
        const file = await aloneWith(path, () => addTo(path, client, reviewed, options));
        await answer(options, file, fileLines);
      }),
    );
}

async function addTo(
  path: string,
  client: DatabaseClient,
  reviewed: readonly ReviewedChange[],
  { comment }: AddOptions,
): Promise<ChangeFile> {
  const { withChange, writeChangeFile } = await import("../../core/changes/changeFile.ts");
  const before = await fileFor(path, client);
  const file = reviewed.reduce(
    (all, { run, kind, name, now, next }) => withChange(all, { run, kind, name, old: now, new: next }),
    comment === undefined ? before : { ...before, comment },
  );
  await writeChangeFile(path, file);
  return file;
}

/** The file that changes over a database are added to, a new one where there is none. Throws `bad_input` for one of another database. */
async function fileFor(path: string, client: DatabaseClient): Promise<ChangeFile> {
  const { emptyChangeFile, isFor, readChangeFile } = await import("../../core/changes/changeFile.ts");
  const { copy } = unwrap(await client.readCopy());
  if (!existsSync(path)) {
    const { currentUser } = await import("../../core/writing/user.ts");
    return emptyChangeFile(currentUser(), copy);
  }
  const file = await readChangeFile(path);
  const { connection, location } = unwrap(await client.describeDatabase());
  if (!isFor(file, copy?.source ?? connection) || (file.copy === null && copy !== null)) {
    throw badInput(
      `“${path}” has changes of ${file.copy?.location ?? "a database, and not over a copy"}; this is ${copy === null ? location : `a copy of ${copy.location}`}. Name another file.`,
    );
  }
  // Changes over a newer state of the copy are of that.
  return copy === null ? file : { ...file, copy: emptyChangeFile(null, copy).copy };
}

function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

async function changesOf(
  client: DatabaseClient,
  run: number,
  values: readonly string[],
  removed: readonly string[],
): Promise<Change[]> {
  const types = new Map(
    unwrap(await client.listConditionTypes())
      .toReversed()
      .map(({ name, type }) => [name, type]),
  );
  const changeOf = (name: string, value: string | null): Change => {
    const type = types.get(name);
    const kind = type === undefined && (name === "started" || name === "finished") ? "time" : "condition";
    return { run, kind, name, old: null, new: value === null ? null : typedValue(value, type) };
  };
  const set = values.map((text) => {
    const at = text.indexOf("=");
    if (at <= 0) throw badInput(`“${text}” is no change. Write NAME=VALUE.`);
    return changeOf(text.slice(0, at), text.slice(at + 1));
  });
  const changes = [...set, ...removed.map((name) => changeOf(name, null))];
  if (changes.length > 0) return changes;
  throw badInput("There is no change. Write NAME=VALUE, or --remove NAME.");
}

/** A conflict is none here: the value that is stored becomes the old one. */
function refuseUnfit(reviewed: readonly ReviewedChange[]): void {
  const refused = reviewed.filter(
    ({ state }) => state === "no_run" || state === "no_condition" || state === "unfit",
  );
  throwRefused({ refused, refusedCount: refused.length });
}

function fileLines({ author, comment, copy, changes }: ChangeFile): string[] {
  const of =
    copy === null
      ? []
      : [`Made over a copy of ${copy.location}${copy.taken === null ? "" : ` of ${copy.taken}`}.`];
  const count = `${changes.length} ${changes.length === 1 ? "change" : "changes"}`;
  return [
    `${count}${author === null ? "" : ` by ${escapeControls(author)}`}${comment === null ? "." : `: ${escapeControls(comment)}`}`,
    ...of.map((line) => escapeControls(line)),
    ...changeLines(changes),
  ];
}

interface ShowOptions extends CommonOptions {
  readonly against?: string;
}

function addShow(group: Command): void {
  const command = addCommand(group, {
    usage: "show",
    description: "Show the changes of a change file, and how they stand to a database",
    help: `  rcdb changes show shift.rcdbchange
  rcdb changes show shift.rcdbchange --against @station      what is stored there now, and what conflicts`,
  }).argument("<file>", "the change file");
  addConnectionOptions(command, "--against <database>").action(
    async (path: string, options: ShowOptions, own: Command) => {
      const file = await readFile(path);
      const { against } = options;
      if (against === undefined) return answer(options, file, fileLines);
      await withDatabaseAt(against, own, (client) => review(client, file, options));
    },
  );
}

async function readFile(path: string): Promise<ChangeFile> {
  const { readChangeFile } = await import("../../core/changes/changeFile.ts");
  return readChangeFile(path);
}

async function review(client: DatabaseClient, file: ChangeFile, options: CommonOptions): Promise<void> {
  const { changes } = file;
  if (changes.length === 0) return answer(options, [], () => ["There are no changes in it."]);
  const reviewed = unwrap(await client.reviewChanges({ changes }));
  const elsewhere = await elsewhereWords(client, file);
  await answer(options, reviewed, reviewText, elsewhere === null ? [] : [elsewhere]);
}

interface ApplyOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly force?: boolean;
}

function addApply(group: Command): void {
  addDatabaseCommand(group, {
    usage: "apply",
    description:
      "Apply a change file to a database: all of it, or nothing where a value there is not the old one",
    help: `  rcdb changes apply shift.rcdbchange -c @station --dry-run
  rcdb changes apply shift.rcdbchange -c @station
  rcdb changes apply shift.rcdbchange -c @station-by-its-new-name --force

What is there already is passed over. Conflicts are listed with both values: to overwrite one, make the change anew over that database.`,
  })
    .argument("<file>", "the change file")
    .option("--dry-run", "tell how the changes stand to the database, and change nothing")
    .option("--force", "also to a database of another name than that whose copy they were made over")
    .action(async (path: string, options: ApplyOptions, command: Command) => {
      const file = await readFile(path);
      if (options.dryRun === true) return withDatabase(command, (client) => review(client, file, options));
      await withWritableDatabase(command, async (client) => {
        const { copy } = unwrap(await client.readCopy());
        if (copy !== null) throw overCopy(copy.location);
        const elsewhere = await elsewhereWords(client, file);
        if (elsewhere !== null && options.force !== true) {
          throw new RcdbError(
            "not_allowed",
            `${elsewhere} Nothing was written. Where both are the same database give --force.`,
          );
        }
        const { changes } = file;
        if (changes.length === 0) throw badInput(`“${path}” has no changes.`);
        const done = unwrap(await client.commitChanges({ changes, comment: commentOf(file) }));
        throwRefused(done);
        await answer(options, done, commitLines);
      });
    });
}

/** What is said where changes were made over a copy of a database that has another place than this one; null where they were not. */
async function elsewhereWords(client: DatabaseClient, file: ChangeFile): Promise<string | null> {
  const { isFor } = await import("../../core/changes/changeFile.ts");
  const [{ connection, location }, { copy }] = [
    unwrap(await client.describeDatabase()),
    unwrap(await client.readCopy()),
  ];
  if (file.copy === null || isFor(file, copy?.source ?? connection)) return null;
  return `The changes were made over a copy of ${escapeControls(file.copy.location)}; this database is ${location}.`;
}

/** A copy is read only: its next update would lose what is written into it. */
function overCopy(source: string): RcdbError {
  return new RcdbError(
    "not_allowed",
    `This database is a copy of ${source}, and the changes are for that. Name the source with -c.`,
  );
}

function commentOf({ author, comment }: ChangeFile): string | null {
  if (author === null) return comment;
  return comment === null ? `Changes by ${author}` : `${comment} (by ${author})`;
}
