import * as v from "valibot";
import { runNumber } from "../core/api/schemas.ts";
import type { GivenRun } from "../core/api/writeSchemas.ts";
import { pythonJson, type PythonValue } from "../core/pythonJson.ts";
import { badInput } from "./failures.ts";

/** A value of a condition; lists and objects are for those of type json. */
const value = v.union(
  [v.string(), v.number(), v.boolean(), v.array(v.unknown()), v.record(v.string(), v.unknown())],
  "A value is a text, a number, true, false, a list or an object",
);
const givenRun = v.strictObject({
  number: runNumber,
  started: v.optional(v.nullable(v.string())),
  finished: v.optional(v.nullable(v.string())),
  conditions: v.optional(v.record(v.string(), value), {}),
});

/** Reads runs from JSON: an object a line, or an array of objects. Throws `bad_input` that names the place. */
export function parseRuns(text: string): GivenRun[] {
  const isArray = text.trimStart().startsWith("[");
  return isArray ? parseArray(text) : parseLines(text);
}

function parseArray(text: string): GivenRun[] {
  const values: unknown = parseJson(text, "The file");
  if (!Array.isArray(values)) throw badInput("The file is no array of runs.");
  return values.map((given, index) => toRun(given, `Run ${index + 1} of the array`));
}

function parseLines(text: string): GivenRun[] {
  return text.split("\n").flatMap((line, index) => {
    const place = `Line ${index + 1}`;
    return line.trim() === "" ? [] : [toRun(parseJson(line, place), place)];
  });
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw badInput(`${place} is no JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function toRun(given: unknown, place: string): GivenRun {
  const parsed = v.safeParse(givenRun, given);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = v.getDotPath(issue);
    throw badInput(`${place} is no run${path === null ? "" : `: ${path}`}: ${issue.message}.`);
  }
  const { conditions, ...run } = parsed.output;
  const values = Object.entries(conditions).map(([name, own]) => ({
    name,
    value: typeof own === "object" ? pythonJson(own as PythonValue) : own,
  }));
  return { ...run, conditions: values };
}
