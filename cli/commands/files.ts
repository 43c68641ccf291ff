import type { Command } from "commander";
import type { FilePath, FileVersion, FileContent } from "../../core/api/files.ts";
import { addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { addGroup } from "../addGroup.ts";
import { withDatabase, type DatabaseClient } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { answer, writeContent, writeJson } from "../output.ts";
import { parseFileId, parseRunNumber } from "../parseArguments.ts";
import { tableLines } from "../table.ts";
import { addAttachCommand, addDetachCommand } from "./fileAttach.ts";
import { addFileDiffCommand } from "./fileDiff.ts";
import { addFileSearchCommand } from "./fileSearch.ts";

/** `rcdb file`: configuration files, their versions, and what they contain. */
export function addFileCommands(program: Command): void {
  const group = addGroup(program, {
    usage: "file",
    description:
      "Show, compare, search, attach and detach configuration files, their versions, and the runs that used them",
    help: `  rcdb file versions                           the paths of all files
  rcdb file versions /conf/trigger.conf
  rcdb file cat /conf/trigger.conf --run 10340
  rcdb file diff /conf/trigger.conf 10340 10341
  rcdb file runs /conf/trigger.conf
  rcdb file search "TRIG_TYPE"
  rcdb file attach 10340 trigger.conf

A file can also be named by its number, as the other commands print it: id:12`,
  });
  addVersionsCommand(group);
  addCatCommand(group);
  addFileDiffCommand(group);
  addRunsCommand(group);
  addFileSearchCommand(group);
  addAttachCommand(group);
  addDetachCommand(group);
}

function addVersionsCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "versions",
    description: "List the versions of a file by run; without a path, all paths",
    help: `  rcdb file versions
  rcdb file versions /conf/trigger.conf
  rcdb file versions /conf/trigger.conf --json`,
  })
    // The Python tool's short form.
    .alias("vers")
    .argument("[path]", "as it is stored")
    .action((path: string | undefined, options: CommonOptions, command: Command) =>
      withDatabase(command, async (client) => {
        if (path === undefined) {
          await answer(options, unwrap(await client.listFilePaths()), pathLines);
        } else {
          await answer(options, await versionsOf(client, path), versionLines);
        }
      }),
    );
}

/** All versions of a path, of which there is one at least: for an unknown path the core finds the words. */
async function versionsOf(client: DatabaseClient, path: string): Promise<readonly FileVersion[]> {
  const versions = unwrap(await client.listFileVersions({ path }));
  return versions.length > 0 ? versions : [unwrap(await client.findFile({ path }))];
}

interface CatOptions extends CommonOptions {
  readonly run?: number;
}

function addCatCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "cat",
    description: "Print the content of a file: its newest version, or the one that a run used",
    help: `  rcdb file cat /conf/trigger.conf
  rcdb file cat /conf/trigger.conf --run 10340 > trigger.conf
  rcdb file cat id:12`,
  })
    .argument("<path>", "as it is stored, or id:12")
    .option("-r, --run <number>", "the version that this run used", parseRunNumber)
    .action((path: string, options: CatOptions, command: Command) =>
      withDatabase(command, async (client) => {
        const file = await readFile(client, path, options.run);
        await (options.json ? writeJson(file) : writeContent(file.content));
      }),
    );
}

async function readFile(client: DatabaseClient, path: string, run: number | undefined): Promise<FileContent> {
  const id = parseFileId(path);
  if (id !== null && run !== undefined) {
    throw badInput(`“${path}” and the run both say which version. Name one of them.`);
  }
  const found = id ?? unwrap(await client.findFile({ path, run: run ?? null })).id;
  return unwrap(await client.readFile({ id: found }));
}

function addRunsCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "runs",
    description: "List the runs that used a file: each version of it, or one",
    help: `  rcdb file runs /conf/trigger.conf
  rcdb file runs id:12`,
  })
    .argument("<path>", "as it is stored, or id:12")
    .action((path: string, options: CommonOptions, command: Command) =>
      withDatabase(command, async (client) => {
        const id = parseFileId(path);
        const ids = id === null ? (await versionsOf(client, path)).map((version) => version.id) : [id];
        const versions = [];
        for (const own of ids)
          versions.push({ id: own, runs: unwrap(await client.listRunsOfFile({ id: own })) });
        const isUsed = versions.some(({ runs }) => runs.length > 0);
        await answer(options, versions, runsLines, isUsed ? [] : ["No run uses this file."]);
      }),
    );
}

function runsLines(versions: readonly { readonly id: number; readonly runs: readonly number[] }[]): string[] {
  return tableLines(
    [
      ["run", "right"],
      ["file", "left"],
    ],
    versions.flatMap(({ id, runs }) => runs.map((run) => [run, `id:${id}`])),
  );
}

function pathLines(paths: readonly FilePath[]): string[] {
  return tableLines(
    [
      ["path", "left", Infinity],
      ["versions", "right"],
      ["runs", "right"],
      ["last run", "right"],
    ],
    paths.map(({ path, versions, runs, lastRun }) => [path, versions, runs, lastRun]),
  );
}

function versionLines(versions: readonly FileVersion[]): string[] {
  return tableLines(
    [
      ["file", "left"],
      ["runs", "right"],
      ["first run", "right"],
      ["last run", "right"],
      ["bytes", "right"],
      ["sha256", "left"],
      ["description", "left"],
    ],
    versions.map((version) => [
      `id:${version.id}`,
      version.runs,
      version.firstRun,
      version.lastRun,
      version.bytes ?? "not in copy",
      version.sha256.slice(0, 12),
      version.description,
    ]),
  );
}
