/** What `select` and `export` have in common: which runs, and what to show of them. */
import { sheetFormats } from "../core/api/exportFormats.ts";
import { Option, type Command } from "commander";
import type { RunPeriod } from "../core/api/catalogue.ts";
import {
  runColumns,
  type Selection,
  type ComputedColumn,
  type WantedColumn,
  type WantedSearch,
} from "../core/api/search.ts";
import { formatRunBounds, parseRunRanges, type RunBounds } from "../core/api/runRange.ts";
import { groupedNumbers } from "../core/api/runNotation.ts";
import { boundsOfList } from "../core/api/runLists.ts";
import { computedColumnOf } from "../core/api/computedText.ts";
import { columnNames } from "./columnNames.ts";
import type { DatabaseClient } from "./database.ts";
import { columnsOfFile } from "./columnSetFile.ts";
import { badInput, unwrap } from "./failures.ts";
import { isRunListFile, readListFile } from "./listFile.ts";
import { readText } from "./readInput.ts";

/** The options that say which runs are looked through. */
export interface RunOptions {
  readonly runs?: string;
  readonly period?: string;
}

export interface SearchOptions extends RunOptions {
  readonly desc?: boolean;
  readonly view?: readonly string[];
}

export const safeHelp = `keep spreadsheets from taking texts in ${sheetFormats.join(" and ")} for formulas: an apostrophe before =, +, -, @ and the like`;
export const markHelp = `begin ${sheetFormats.join(" and ")} with a byte order mark (BOM), by which Excel knows UTF-8`;

/** Adds the options that say which runs. */
export function withRunOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "-r, --runs <ranges>",
        "only these runs: 1000-2000, 1000-, -2000, 1000,1005,1010-1020, a run period, or @FILE with such a list or a saved one (.rcdbruns)",
      ).conflicts("period"),
    )
    .option("-p, --period <name>", "only runs of a run period");
}

/** The same, and those that say in which order, and what to show of them. */
export function withSearchOptions(command: Command): Command {
  return withRunOptions(command)
    .option("-d, --desc", "the newest runs first")
    .addOption(new Option("--asc", "the oldest runs first, as without it").conflicts("desc").hideHelp())
    .option(
      "-v, --view <names>",
      "what to show, like the names after the expression; * for all conditions; @FILE for a column set that a window saved (.rcdbcolumns)",
      collected,
    );
}

/** The values of an option that may stand several times. */
export function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/**
 * The search that is meant by an expression and what stands after it: names of conditions, separated by blanks or
 * commas and each shown once, `*` for all of them, computed columns, each a word of its own; or, as the Python tool has it, a range of runs. Throws `bad_input` for a range that
 * is none, or of which there are two.
 */
export async function searchOf(
  client: DatabaseClient,
  expression: string,
  others: readonly string[],
  options: SearchOptions,
): Promise<WantedSearch> {
  const periods = unwrap(await client.listRunPeriods());
  const words = await Promise.all([...(options.view ?? [])].map(wordOrSet));
  const view = words.flatMap((word) => (typeof word === "string" ? [word] : []));
  const conditions = await conditionNames(client, [...others, ...view]);
  const known = namesKnown(conditions);
  const isRange = (text: string): boolean =>
    namedComputed(text, known) === null &&
    (/^[\d\s,-]+$/.test(text) || parseRunRanges(text, periods).ok) &&
    !columnNames(text, known).every((name) => known.has(name));
  const named = [options.runs ?? options.period, ...others.filter(isRange)].filter(
    (text) => text !== undefined,
  );
  if (named.length > 1) throw badInput(`“${named.join("” and “")}” both say which runs. Name one of them.`);
  const columns = columnsIn([...others.filter((text) => !isRange(text)), ...words], conditions);
  return {
    ...selected(expression, boundsOf(await runsText(named[0], periods, "none"), periods)),
    columns: [...new Set(columns)],
    order: { column: "run", descending: options.desc ?? false },
  };
}

/** A word of `--view`; of one that names a file with a column set its columns. */
async function wordOrSet(word: string): Promise<string | readonly WantedColumn[]> {
  return (await columnsOfFile(word)) ?? word;
}

/** The columns that texts name: computed columns, each a text of its own, and names separated by blanks or commas. */
export async function columnsOf(client: DatabaseClient, texts: readonly string[]): Promise<WantedColumn[]> {
  return columnsIn(texts, await conditionNames(client, texts));
}

function columnsIn(
  texts: readonly (string | readonly WantedColumn[])[],
  conditions: readonly string[],
): WantedColumn[] {
  const known = namesKnown(conditions);
  return texts.flatMap((text): readonly WantedColumn[] => {
    if (typeof text !== "string") return text;
    const computed = namedComputed(text, known);
    if (computed !== null) return [computed];
    return columnNames(text, known).flatMap((name) => (name === "*" ? conditions : [name]));
  });
}

function namesKnown(conditions: readonly string[]): ReadonlySet<string> {
  return new Set([...conditions, ...runColumns.map(({ name }) => name)]);
}

/** A name may have = in it. */
function namedComputed(text: string, known: ReadonlySet<string>): ComputedColumn | null {
  return known.has(text) ? null : computedColumnOf(text);
}

/** The runs that are meant by an expression and the options beside it. Throws `bad_input` for a range that is none. */
export async function selectionOf(
  client: DatabaseClient,
  expression: string,
  options: RunOptions,
): Promise<Selection> {
  const periods = unwrap(await client.listRunPeriods());
  return selected(
    expression,
    boundsOf(await runsText(options.runs ?? options.period, periods, "none"), periods),
  );
}

/** The Python tool takes a lone @ for all runs. */
function selected(expression: string, bounds: RunBounds): Selection {
  return { expression: expression.trim() === "@" ? "" : expression, ...bounds };
}

/** The runs that a text names; all of them without one. */
export function boundsOf(text: string | undefined, periods: readonly RunPeriod[]): RunBounds {
  return text === undefined
    ? { runMin: null, runMax: null, ranges: [] }
    : unwrap(parseRunRanges(text, periods));
}

/**
 * What an option says of runs, or for `@FILE` what that file says (`@-` is standard input), without comments after
 * `#`; of a run list (`.rcdbruns`) its runs, of which a search may have none. Throws as `readText`, and `bad_input` for a file that names no runs, and for
 * numbers that could mean other runs.
 */
export async function runsText(
  given: string | undefined,
  periods: readonly RunPeriod[],
  fewest: "none" | "one" = "one",
): Promise<string | undefined> {
  if (given === undefined) return given;
  if (!given.startsWith("@")) {
    const unclear = groupedNumbers(
      given,
      periods.map(({ name }) => name),
    );
    if (unclear !== null) throw badInput(unclear);
    return given;
  }
  const path = given.slice(1);
  if (isRunListFile(path)) {
    const list = await readListFile(path);
    if (list.runs.length > 0 || fewest === "none") return formatRunBounds(boundsOfList(list));
    throw badInput(`The list “${path}” has no runs. Name one that has some, or runs such as 1000-2000.`);
  }
  const text = (await readText(path))
    .replace(/^\uFEFF/, "")
    .replaceAll(/#.*/g, "")
    .replace(/[\s,]+$/, "");
  if (text.trim() !== "") return text;
  const name = path === "-" ? "Standard input" : `“${path}”`;
  throw badInput(`${name} names no runs. Write runs and ranges into it, such as 1000,1005,1010-1020.`);
}

async function conditionNames(client: DatabaseClient, asked: readonly string[]): Promise<readonly string[]> {
  if (asked.length === 0) return [];
  return unwrap(await client.listConditionTypes()).map(({ name }) => name);
}
