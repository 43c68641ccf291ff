/** The addresses of version 1 that answer JSON: a row each, by which requests are answered and OpenAPI is written. */
import type { Client, CallOptions } from "../../core/api/client.ts";
import type { callsByHost, Contract } from "../../core/api/contract.ts";
import { RcdbError, unwrap } from "../../core/api/failure.ts";
import { groupingOf } from "../../core/api/totals.ts";
import { parseRunRanges, type RunBounds } from "../../core/api/runRange.ts";
import { computedParameter, withComputed } from "./computed.ts";
import {
  flag,
  integer,
  names,
  readFlag,
  readInteger,
  readNumber,
  text,
  type Given,
  type Parameter,
} from "./parameters.ts";

/** What is read of the database. */
export type Reader = Client<typeof callsByHost>;

export interface Resource {
  /** As OpenAPI has it, `/runs/{run}`, below `/api/v1`. */
  readonly path: string;
  readonly summary: string;
  /** The call whose output is answered, or the member of it. */
  readonly output: readonly [call: keyof Contract, ...members: string[]];
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly read: (reader: Reader, given: Given, options: CallOptions) => Promise<unknown>;
}

const run = integer("The number of a run");
const id = integer("The id of a version of a file");
const none = {};

const runOf = async (reader: Reader, given: Given, options: CallOptions) =>
  unwrap(await reader.readRun({ run: readNumber(given, "run") }, options));

export const resources: readonly Resource[] = [
  {
    path: "/database",
    summary: "The database: its name, place, schema and numbers of runs",
    output: ["describeDatabase"],
    parameters: none,
    read: async (reader, _given, options) => unwrap(await reader.describeDatabase({}, options)),
  },
  {
    path: "/runs/{run}",
    summary: "A run with its conditions, files and log",
    output: ["readRun"],
    parameters: { run },
    read: runOf,
  },
  {
    path: "/runs/{run}/conditions",
    summary: "The conditions of a run",
    output: ["readRun", "conditions"],
    parameters: { run },
    read: async (...asked) => (await runOf(...asked)).conditions,
  },
  {
    path: "/runs/{run}/files",
    summary: "The configuration files of a run",
    output: ["readRun", "files"],
    parameters: { run },
    read: async (...asked) => (await runOf(...asked)).files,
  },
  {
    path: "/runs/{run}/history",
    summary: "What values of a run were before they were replaced or deleted",
    output: ["readHistory"],
    parameters: { run, condition: text("Only of this condition") },
    read: async (reader, given, options) =>
      unwrap(
        await reader.readHistory(
          { run: readNumber(given, "run"), condition: given["condition"] ?? null },
          options,
        ),
      ),
  },
  {
    path: "/runs/{run}/why",
    summary: "Why an expression selects a run, or does not",
    output: ["explainRun"],
    parameters: { run, q: text("A condition expression") },
    read: async (reader, given, options) => {
      const wanted = {
        expression: given["q"] ?? "",
        runMin: null,
        runMax: null,
        run: readNumber(given, "run"),
      };
      return unwrap(await reader.explainRun(wanted, options));
    },
  },
  {
    path: "/cuts",
    summary: "How many runs each part of an expression leaves and removes, with sums over them",
    output: ["countCuts"],
    parameters: {
      q: text("A condition expression"),
      runs: names("Only these runs: 1000-2000, 1000-, 1000,1005 or the name of a run period"),
      sums: names("Numeric conditions and computed columns, hours and length, with commas between them"),
      ...computedParameter,
      unfold: flag("Whether an alias is taken as the parts of its text"),
    },
    read: async (reader, given, options) => {
      const bounds = await readBounds(reader, given, options);
      const sums = withComputed(given, readNames(given, "sums"));
      const input = { expression: given["q"] ?? "", ...bounds, sums, unfold: readFlag(given, "unfold") };
      return unwrap(await reader.countCuts(input, options));
    },
  },
  {
    path: "/totals",
    summary: "Counts, sums, means and extremes of the runs that an expression selects, by group",
    output: ["readTotals"],
    parameters: {
      q: text("A condition expression"),
      runs: names("Only these runs: 1000-2000, 1000-, 1000,1005 or the name of a run period"),
      by: names(
        "Up to three columns, or period, shift, day, week, month (run.day where a condition is called day), with commas between them",
      ),
      measures: names("Columns of numbers, with commas between them"),
      weight: text("A column by which means are weighted"),
      ...computedParameter,
    },
    read: async (reader, given, options) => {
      const bounds = await readBounds(reader, given, options);
      const known = new Set(unwrap(await reader.listConditionTypes({}, options)).map(({ name }) => name));
      const by = withComputed(given, readNames(given, "by")).map((column) => groupingOf(column, known));
      const measures = withComputed(given, readNames(given, "measures"));
      const [weight = null] = withComputed(given, given["weight"] === undefined ? [] : [given["weight"]]);
      const wanted = {
        expression: given["q"] ?? "",
        ...bounds,
        by,
        measures,
        weight,
      };
      return unwrap(await reader.readTotals(wanted, options));
    },
  },
  {
    path: "/compare",
    summary: "Two to twenty runs side by side",
    output: ["compareRuns"],
    parameters: {
      runs: names("Their numbers, with commas between them"),
      differences: flag("Whether what all of them have alike is left out"),
    },
    read: async (reader, given, options) => {
      const runs = needed(given, "runs")
        .split(",")
        .map((number) => readNumber({ runs: number.trim() }, "runs"));
      return unwrap(
        await reader.compareRuns({ runs, differencesOnly: readFlag(given, "differences") }, options),
      );
    },
  },
  {
    path: "/files",
    summary: "The paths of configuration files, with their versions and runs counted",
    output: ["listFilePaths"],
    parameters: { search: text("Only paths that contain this") },
    read: async (reader, given, options) =>
      unwrap(await reader.listFilePaths({ search: given["search"] ?? "" }, options)),
  },
  {
    path: "/files/versions",
    summary: "The versions of a path, by the first run that used each",
    output: ["listFileVersions"],
    parameters: { path: text("The path") },
    read: async (reader, given, options) =>
      unwrap(await reader.listFileVersions({ path: needed(given, "path") }, options)),
  },
  {
    path: "/files/{id}",
    summary: "A version of a configuration file, with its content",
    output: ["readFile"],
    parameters: { id },
    read: async (reader, given, options) =>
      unwrap(await reader.readFile({ id: readNumber(given, "id") }, options)),
  },
  {
    path: "/files/{id}/runs",
    summary: "The runs that used a version of a file",
    output: ["listRunsOfFile"],
    parameters: { id },
    read: async (reader, given, options) =>
      unwrap(await reader.listRunsOfFile({ id: readNumber(given, "id") }, options)),
  },
  {
    path: "/condition-types",
    summary: "All condition types",
    output: ["listConditionTypes"],
    parameters: none,
    read: async (reader, _given, options) => unwrap(await reader.listConditionTypes({}, options)),
  },
  {
    path: "/run-periods",
    summary: "All run periods",
    output: ["listRunPeriods"],
    parameters: none,
    read: async (reader, _given, options) => unwrap(await reader.listRunPeriods({}, options)),
  },
  {
    path: "/aliases",
    summary: "The built-in aliases and those of the database",
    output: ["listAliases"],
    parameters: none,
    read: async (reader, _given, options) => unwrap(await reader.listAliases({}, options)),
  },
  {
    path: "/log",
    summary: "A page of the log, the newest records first",
    output: ["readLog"],
    parameters: {
      run: integer("Only of this run"),
      user: text("Only of this user"),
      since: text("Only from this time on, 2018-04-01 or 2018-04-01 11:30:00"),
      until: text("Only up to this time"),
      text: text("Only records that contain this"),
      before: integer("Only records with a smaller id: the next page"),
      limit: integer("The most records, 100 without it"),
    },
    read: async (reader, given, options) => {
      const limit = readInteger(given, "limit");
      const { user = null, since = null, until = null } = given;
      const filter = {
        run: readInteger(given, "run"),
        user,
        since,
        until,
        text: given["text"] ?? null,
        before: readInteger(given, "before"),
      };
      return unwrap(await reader.readLog(limit === null ? filter : { ...filter, limit }, options));
    },
  },
];

/** The runs that the parameter `runs` names; all without it, but not where it is empty, as a variable of a script may be. Throws `bad_input` and `no_such_period`. */
export async function readBounds(reader: Reader, given: Given, options: CallOptions): Promise<RunBounds> {
  const { runs } = given;
  if (runs === undefined) return { runMin: null, runMax: null, ranges: [] };
  return unwrap(parseRunRanges(runs, unwrap(await reader.listRunPeriods({}, options))));
}

/** Names with commas between them. */
export function readNames(given: Given, name: string): string[] {
  return [...new Set((given[name] ?? "").split(",").flatMap((text) => text.trim() || []))];
}

function needed(given: Given, name: string): string {
  const value = given[name];
  if (value !== undefined && value !== "") return value;
  throw new RcdbError("bad_input", `“${name}” is missing. Give it behind the question mark: ?${name}=…`);
}
