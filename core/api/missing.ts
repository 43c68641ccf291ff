/** Failures of what is asked for and not there, each worded once. */
import { nearest } from "../query/nearest.ts";
import { either } from "../query/problems.ts";
import { quoted } from "../text/quoted.ts";
import type { NamedRow } from "./catalogue.ts";
import { failed, RcdbError, type Outcome } from "./failure.ts";

/** The names near to one that is not there, as a question; where there is none, what else to do. */
export function didYouMean(suggestions: readonly string[], otherwise: string): string {
  return suggestions.length > 0 ? `Did you mean ${either(suggestions)}?` : otherwise;
}

/** Whole, for it is to be copied. */
const inQuotes = (name: string): string => `“${name}”`;

/** What is said of runs that are not in the database; `detail.run` is the first of them. */
export function noSuchRun(...runs: readonly number[]): RcdbError {
  const todo = runs.length === 1 ? "Check the number." : "Check the numbers.";
  return new RcdbError("no_such_run", `${notInDatabase(runs)} ${todo}`, { run: runs[0], runs });
}

/** The same of a run that is to be written to, or to have been; `done` says what became of the change. */
export function noRunToChange(run: number, done = ""): RcdbError {
  const todo = "Check the number, or create the run first.";
  const words = [notInDatabase([run]), done, todo].filter((sentence) => sentence !== "");
  return new RcdbError("no_such_run", words.join(" "), { run });
}

/** What is said where none of the runs that a text names is in the database. */
export function noneOfRuns(text: string, done: string): RcdbError {
  return new RcdbError("no_such_run", `The database has none of the runs ${text}. ${done}`);
}

/** What is said where fewer than two of the runs to compare are there. */
export function tooFewRunsLeft(missing: readonly number[]): RcdbError {
  const message = `${notInDatabase(missing, ", which leaves nothing to compare")} Check the numbers.`;
  return new RcdbError("no_such_run", message, { run: missing[0], runs: missing });
}

function notInDatabase(runs: readonly number[], more = ""): string {
  return runs.length === 1
    ? `Run ${runs.join("")} is not in this database${more}.`
    : `Runs ${runs.join(", ")} are not in this database${more}.`;
}

/** What is said of a condition that the database does not know, with the names near to it, or what else to do. */
export function noSuchCondition(name: string, known: readonly string[], otherwise = ""): RcdbError {
  const suggestions = nearest(name, known);
  const fix = didYouMean(suggestions, otherwise);
  const message = `There is no condition ${quoted(name)}.${fix && ` ${fix}`}`;
  return new RcdbError("no_such_condition", message, { name, suggestions });
}

export function noSuchConditionType(id: number): RcdbError {
  return new RcdbError("no_such_condition", `There is no condition type with the id ${id}.`, { id });
}

/** What is said of a run period that is not in the database, by its name or its id; `suggestions` may be meant. */
export function noSuchRunPeriod(which: NamedRow, suggestions: readonly string[]): RcdbError {
  const { id, name = "" } = which;
  const wanted = id === undefined ? quoted(name) : `with the id ${id}`;
  const fix = didYouMean(suggestions.map(inQuotes), "“rcdb rp” lists them.");
  const message = `There is no run period ${wanted}. ${fix}`;
  return new RcdbError("no_such_period", message, { ...which, suggestions });
}

/** What is said of an alias that is not among the database's own, by its name or its id. */
export function noSuchAlias({ id, name = "" }: NamedRow, own: readonly string[]): RcdbError {
  if (id !== undefined) {
    const message = `The database has no alias with the id ${id}. “rcdb alias” lists them.`;
    return new RcdbError("no_such_alias", message, { id });
  }
  const suggestions = nearest(name, own);
  const fix = didYouMean(
    suggestions.map((near) => `@${near}`),
    "Check its name.",
  );
  return new RcdbError("no_such_alias", `The database has no alias @${name}. ${fix}`, { name, suggestions });
}

export function noSuchConfigurationFile(id: number): RcdbError {
  return new RcdbError(
    "no_such_configuration_file",
    `The database has no configuration file with the id ${id}.`,
  );
}

/** What is said of a path that no configuration file has, with those near to it. */
export function noSuchPath(path: string, known: readonly string[]): RcdbError {
  const otherwise = "Search the list of all paths.";
  return pathMissing(`There is no configuration file “${path}”.`, path, known, otherwise);
}

/** What is said of a version that a change names by its path and hash. */
export function noSuchVersion(path: string): RcdbError {
  return new RcdbError(
    "no_such_configuration_file",
    `The version of “${path}” that the change names is not stored here. Reload the run, and make the change again.`,
    { path },
  );
}

/** What is said of a path that is there, but not among those of a run. */
export function runHasNoPath(run: number, path: string, known: readonly string[]): RcdbError {
  return pathMissing(`Run ${run} has no configuration file “${path}”.`, path, known, "Other runs have it.");
}

function pathMissing(problem: string, path: string, known: readonly string[], otherwise: string): RcdbError {
  const suggestions = nearest(path, known);
  const fix = didYouMean(suggestions.map(inQuotes), otherwise);
  return new RcdbError("no_such_configuration_file", `${problem} ${fix}`, { path, suggestions });
}

/** What is said of a held result that made room for others, or whose process has ended. */
export function resultGone(): RcdbError {
  return new RcdbError("result_gone", "The rows of this result are no longer held. Run the query again.");
}

export function noSuchCall(name: string): Outcome<never> {
  return failed("unknown_call", `There is no call “${name}”.`);
}

/** What is said of values that a run does not have: “beam_current is missing”; null where there are none. */
export function missingInWords(names: readonly string[]): string | null {
  return names.length === 0 ? null : `${names.join(" and ")} ${names.length === 1 ? "is" : "are"} missing`;
}
