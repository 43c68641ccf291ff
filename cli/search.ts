/** What `select` and `export` have in common: which runs, and what to show of them. */
import { Option, type Command } from "commander";
import { runColumns, type RunPeriod, type Search } from "../core/api/schemas.ts";
import { parseRunRanges, type RunBounds } from "../core/api/runRange.ts";
import type { DatabaseClient } from "./database.ts";
import { badInput, unwrap } from "./failures.ts";

export interface SearchOptions {
  readonly runs?: string;
  readonly period?: string;
  readonly desc?: boolean;
}

export const markHelp = "begin csv and tsv with a byte order mark (BOM), by which Excel knows UTF-8";

/** Adds the options that say which runs. */
export function withSearchOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "-r, --runs <ranges>",
        "only these runs: 1000-2000, 1000-, -2000, 1000,1005,1010-1020, or a run period",
      ).conflicts("period"),
    )
    .option("-p, --period <name>", "only runs of a run period")
    .option("-d, --desc", "the newest runs first");
}

/**
 * The search that is meant by an expression and what stands after it: names of conditions, separated by blanks or
 * commas and each shown once; or, as the Python tool has it, a range of runs. Throws `bad_input` for a range that
 * is none, or of which there are two.
 */
export async function searchOf(
  client: DatabaseClient,
  expression: string,
  others: readonly string[],
  options: SearchOptions,
): Promise<Search> {
  const periods = unwrap(await client.listRunPeriods());
  const known = await knownColumns(client, others);
  const isRange = (text: string): boolean =>
    !wordsOf(text).every((word) => known.has(word)) &&
    (/^[\d\s,-]+$/.test(text) || parseRunRanges(text, periods).ok);
  const named = [options.runs ?? options.period, ...others.filter(isRange)].filter(
    (text) => text !== undefined,
  );
  if (named.length > 1) throw badInput(`“${named.join("” and “")}” both say which runs. Name one of them.`);
  const columns = others.filter((text) => !isRange(text)).flatMap(wordsOf);
  return {
    expression,
    ...boundsOf(named[0], periods),
    columns: [...new Set(columns)],
    order: { column: "run", descending: options.desc ?? false },
  };
}

/** The runs that a text names; all of them without one. */
export function boundsOf(text: string | undefined, periods: readonly RunPeriod[]): RunBounds {
  return text === undefined
    ? { runMin: null, runMax: null, ranges: [] }
    : unwrap(parseRunRanges(text, periods));
}

async function knownColumns(client: DatabaseClient, others: readonly string[]): Promise<ReadonlySet<string>> {
  if (others.length === 0) return new Set();
  const types = unwrap(await client.listConditionTypes());
  return new Set([...types, ...runColumns].map(({ name }) => name));
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}
