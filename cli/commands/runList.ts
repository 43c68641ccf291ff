import { Option, type Command } from "commander";
import { resolve } from "node:path";
import {
  exportFormats,
  runListFormats,
  usualRunListFormat,
  type RunListFormat,
} from "../../core/api/exportFormats.ts";
import { RcdbError } from "../../core/api/failure.ts";
import type { RunList } from "../../core/api/runLists.ts";
import type { Column } from "../../core/api/search.ts";
import { rangeText } from "../../core/api/runNotation.ts";
import { runListText } from "../../core/api/runListText.ts";
import { addCommand, addDatabaseCommand, type CommonOptions } from "../addCommand.ts";
import { addGroup } from "../addGroup.ts";
import { withDatabase } from "../database.ts";
import { badInput, unwrap } from "../failures.ts";
import { readListFile, readRunsFile } from "../listFile.ts";
import { answer, write, writeJson } from "../output.ts";
import { readTextUpTo } from "../readInput.ts";
import { searchOf, withSearchOptions, type SearchOptions } from "../search.ts";
import { checkLines, listLines } from "../runListLines.ts";
import { longestRunList } from "../../core/api/runLists.ts";
import { counted } from "../../core/text/counted.ts";

interface SaveOptions extends CommonOptions, SearchOptions {
  readonly sum?: readonly string[];
  readonly format?: RunListFormat;
  readonly force?: boolean;
}

/** `rcdb list`: lists of runs that one can cite. */
export function addRunListCommands(program: Command): void {
  const group = addGroup(program, {
    usage: "list",
    description: "Save, check, compare and convert lists of runs",
    help: `  rcdb list save "@is_production" production.rcdbruns
  rcdb list check production.rcdbruns                  what came and went since, and why
  rcdb select "" event_count --runs @production.rcdbruns
  rcdb list diff old.rcdbruns new.rcdbruns
  rcdb list minus production.rcdbruns bad.txt --out good.rcdbruns
  rcdb list show production.rcdbruns --format run-array`,
  });
  addSaveCommand(group);
  addShowCommand(group);
  addCheckCommand(group);
  addDiffCommand(group);
  for (const operation of operations) addOperation(group, operation);
}

function addSaveCommand(group: Command): void {
  const save = addDatabaseCommand(group, {
    usage: "save",
    description: "Save the runs of an expression as a list that can be cited, checked and opened again",
    help: `  rcdb list save "@is_production" production.rcdbruns
  rcdb list save "beam_current>100" high.rcdbruns --sum event_count --runs RunPeriod-2018-08
  rcdb list save "@is_production" runs.sh --format run-array

The list has the expression with its aliases written out, the database, the moment, the runs, the sums and a checksum: the
SHA-256 of the run numbers, one per line.`,
  })
    .argument("<expression>", "which runs; '' for all")
    .argument("<file>", "the file to write")
    .option("--sum <names...>", "conditions whose sums are saved with it")
    .addOption(formatOption())
    .option("--force", "replace a file of that name");
  withSearchOptions(save).action((expression: string, file: string, options: SaveOptions, command: Command) =>
    withDatabase(command, async (client) => {
      const format = formatFor(file, options.format);
      const search = await searchOf(client, expression, options.sum ?? [], options);
      const { result, columns } = unwrap(await client.searchRuns(search), expression);
      const list = unwrap(await client.makeRunList({ result }));
      const path = resolve(file);
      unwrap(await client.writeRows({ result, path, format, replace: options.force ?? false }));
      const wrote = [`Wrote ${runsOf(list)} to ${path}: ${list.checksum}`];
      await answer(options, list, () => wrote, withoutSum(list, columns));
    }),
  );
}

/** Remarks on columns whose sum a list does not have. */
function withoutSum({ sums }: RunList, columns: readonly Column[]): string[] {
  return columns.flatMap(({ name, type }) => {
    if (sums.some((sum) => sum.name === name)) return [];
    const isNumber = type === "int" || type === "float";
    const why = isNumber ? "no run has a value, or the sum is infinite" : `it is of type ${type}`;
    return [`No sum of “${name}” is saved: ${why}.`];
  });
}

function addShowCommand(group: Command): void {
  addCommand(group, {
    usage: "show",
    description: "Show what a saved list is, or write its runs in another format",
    help: `  rcdb list show production.rcdbruns
  rcdb list show production.rcdbruns --format run-numbers > runs.txt`,
  })
    .argument("<list>", "a file of “rcdb list save”")
    .addOption(formatOption())
    .action(async (path: string, { format, json = false }: SaveOptions) => {
      const list = await readListFile(path);
      if (format !== undefined) return write(runListText(list, format));
      return answer({ json }, list, listLines);
    });
}

function addCheckCommand(group: Command): void {
  addDatabaseCommand(group, {
    usage: "check",
    description:
      "Check what came to and went from the query of a saved list, and why; exit code 1 where it differs",
    help: `  rcdb list check production.rcdbruns
  rcdb list check production.rcdbruns --json`,
  })
    .argument("<list>", "a file of “rcdb list save”")
    .action((path: string, options: CommonOptions, command: Command) =>
      withDatabase(command, async (client) => {
        const text = await readTextUpTo(path, longestRunList);
        const found = unwrap(await client.checkRunList({ text }));
        await answer(options, found, checkLines);
        if (found.same) return;
        throw new RcdbError(
          "list_differs",
          found.list.expression === null
            ? `“${path}” has no query, and this database does not have all of its runs.`
            : `The query of “${path}” selects other runs now. Cite the list, or save a new one.`,
        );
      }),
    );
}

function addDiffCommand(group: Command): void {
  addCommand(group, {
    usage: "diff",
    description: "Compare two lists of runs",
    help: `  rcdb list diff old.rcdbruns new.rcdbruns
  rcdb list diff production.rcdbruns mine.txt --json`,
  })
    .argument("<a>", "a saved list, or a file with run numbers and ranges")
    .argument("<b>", "another one")
    .action(async (a: string, b: string, options: CommonOptions) => {
      const [first, second] = [await readRunsFile(a), await readRunsFile(b)];
      const { difference, intersection } = await import("../../core/lists/combine.ts");
      const { countOf } = await import("../../core/lists/readList.ts");
      const parts = {
        onlyA: difference(first.runs, second.runs),
        onlyB: difference(second.runs, first.runs),
        both: intersection(first.runs, second.runs),
      };
      const found = {
        ...parts,
        counts: {
          onlyA: countOf(parts.onlyA),
          onlyB: countOf(parts.onlyB),
          both: countOf(parts.both),
        },
      };
      await answer(options, found, ({ onlyA, onlyB, counts }) => [
        `In both: ${counts.both}`,
        `Only in ${a}: ${counts.onlyA}`,
        ...onlyA.map(stretchLine),
        `Only in ${b}: ${counts.onlyB}`,
        ...onlyB.map(stretchLine),
      ]);
    });
}

function stretchLine([first, last]: readonly [number, number]): string {
  return `  ${rangeText(first, last)}`;
}

interface Operation {
  readonly name: "and" | "or" | "minus";
  readonly description: string;
}

const operations: readonly Operation[] = [
  { name: "and", description: "List the runs that are in two lists" },
  { name: "or", description: "List the runs that are in one of two lists" },
  { name: "minus", description: "List the runs that are in a list and not in another" },
];

interface OperationOptions extends CommonOptions {
  readonly out?: string;
  readonly format?: RunListFormat;
  readonly force?: boolean;
}

function addOperation(group: Command, { name, description }: Operation): void {
  addCommand(group, {
    usage: name,
    description,
    help: `  rcdb list ${name} a.rcdbruns b.rcdbruns
  rcdb list ${name} a.rcdbruns b.txt --out result.rcdbruns
  rcdb list ${name} a.rcdbruns b.rcdbruns --format run-ranges`,
  })
    .argument("<a>", "a saved list, or a file with run numbers and ranges")
    .argument("<b>", "another one")
    .option("-o, --out <file>", "the file; standard output without it")
    .addOption(formatOption())
    .option("--force", "replace a file of that name")
    .action(async (a: string, b: string, options: OperationOptions) => {
      const files = [await readRunsFile(a), await readRunsFile(b)] as const;
      const sets = await import("../../core/lists/combine.ts");
      const { derivedList } = await import("../../core/lists/makeList.ts");
      const operate = { and: sets.intersection, or: sets.union, minus: sets.difference }[name];
      const lists = files.flatMap(({ list }) => list ?? []);
      const names = files.map(({ list }, at) => list?.checksum ?? [a, b][at]);
      const list = derivedList(operate(files[0].runs, files[1].runs), lists, names.join(` ${name} `));
      await writeList(list, options);
    });
}

async function writeList(
  list: RunList,
  { out, format, force = false, json = false }: OperationOptions,
): Promise<void> {
  if (out === undefined) {
    if (json) return writeJson(list);
    return write(runListText(list, format ?? usualRunListFormat));
  }
  const path = resolve(out);
  const text = runListText(list, formatFor(out, format));
  const { writeWholeFile } = await import("../../core/disk/wholeFile.ts");
  await writeWholeFile(
    path,
    (file) => new Promise<void>((done, fail) => file.on("error", fail).end(text, () => done())),
    { replace: force, toReplace: "Give --force to replace it." },
  );
  await answer({ json }, list, () => [`Wrote ${runsOf(list)} to ${path}: ${list.checksum}`]);
}

function formatOption(): Option {
  return new Option("-f, --format <format>", "how to write the runs").choices(runListFormats);
}

/** The format that the option names, or else the ending of the file's name. */
function formatFor(path: string, given: RunListFormat | undefined): RunListFormat {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1] ?? "";
  const meant =
    given ?? runListFormats.find((format) => exportFormats[format].extension === ending.toLowerCase());
  if (meant !== undefined) return meant;
  throw badInput(
    `The name “${path}” does not tell a format. Call it ${path}.rcdbruns, or name one by --format: ${runListFormats.join(", ")}.`,
  );
}

function runsOf({ count }: RunList): string {
  return counted(count, "run");
}
