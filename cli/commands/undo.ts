import type { Command } from "commander";
import type { CommitSummary } from "../../core/api/changes.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { commitLines, throwRefused, undoText } from "../changeLines.ts";
import { withDatabase, withWritableDatabase } from "../database.ts";
import { unwrap } from "../failures.ts";
import { answer } from "../output.ts";
import { parseCommit } from "../parseArguments.ts";
import { tableLines } from "../table.ts";

interface UndoOptions extends CommonOptions {
  readonly comment?: string;
  readonly dryRun?: boolean;
}

/** `rcdb undo`: puts back what a commit changed; alone it lists the commits. */
export function addUndoCommand(program: Command): void {
  addDatabaseCommand(program, {
    usage: "undo",
    description: "Undo a commit: put back the values that it replaced; without one list the commits",
    help: `  rcdb undo                                  the newest commits
  rcdb undo 881 --dry-run                    what would be put back
  rcdb undo 881 --comment "wrong runs"

Undoing is a commit of its own, which can be undone. Where one of the values was changed since, nothing is written.`,
  })
    .argument("[commit]", "the number of the commit", parseCommit)
    .option("--comment <text>", "why, for the log")
    .option("--dry-run", "tell what would be put back, and change nothing")
    .action((commit: number | undefined, options: UndoOptions, command: Command) => {
      if (commit === undefined) return list(options, command);
      return options.dryRun === true ? preview(commit, options, command) : undo(commit, options, command);
    });
}

function list(options: UndoOptions, command: Command): Promise<void> {
  return withDatabase(command, async (client) => {
    const { commits } = unwrap(await client.listCommits({}));
    const remarks = commits.length === 0 ? ["Nothing was committed."] : [];
    await answer(options, commits, listLines, remarks);
  });
}

function listLines(commits: readonly CommitSummary[]): string[] {
  return tableLines(
    [
      ["commit", "right"],
      ["when", "left"],
      ["who", "left"],
      ["changes", "right"],
      ["runs", "right"],
      ["undone by", "left"],
      ["comment", "left"],
    ],
    commits.map(({ commit, created, user, changes, runs, run, undoes, undoneBy, comment }) => [
      commit,
      created,
      user,
      changes,
      runs === 1 && run !== null ? `run ${run}` : runs,
      undoneBy,
      [...(undoes === null ? [] : [`undoes ${undoes}`]), ...(comment === null ? [] : [comment])].join(": "),
    ]),
  );
}

function preview(commit: number, options: UndoOptions, command: Command): Promise<void> {
  return withDatabase(command, async (client) => {
    await answer(options, unwrap(await client.reviewUndo({ commit })), undoText);
  });
}

function undo(commit: number, options: UndoOptions, command: Command): Promise<void> {
  return withWritableDatabase(command, async (client) => {
    const done = unwrap(await client.undoCommit({ commit, comment: options.comment ?? null }));
    throwRefused(done);
    await answer(options, done, commitLines);
  });
}
