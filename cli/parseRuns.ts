import * as v from "valibot";
import { runNumber } from "../core/api/schemas.ts";
import type { GivenRun } from "../core/api/writeSchemas.ts";
import { asPythonWrites, jsonItems, jsonMembers } from "../core/jsonText.ts";
import { quoted } from "../core/writing/texts.ts";
import { badInput } from "./failures.ts";

/** What is given of a run beside its conditions. */
const givenRun = v.strictObject({
  number: runNumber,
  started: v.optional(v.nullable(v.string())),
  finished: v.optional(v.nullable(v.string())),
});
const members: readonly string[] = [...Object.keys(givenRun.entries), "conditions"];

/** Reads runs from JSON: an object a line, or an array of objects. Throws `bad_input` that names the place. */
export function parseRuns(text: string): GivenRun[] {
  const isArray = text.trimStart().startsWith("[");
  return isArray ? parseArray(text) : parseLines(text);
}

function parseArray(text: string): GivenRun[] {
  checkJson(text, "The file");
  return jsonItems(text).map((given, index) => toRun(given, `Run ${index + 1} of the array`));
}

function parseLines(text: string): GivenRun[] {
  return text.split("\n").flatMap((line, index) => {
    const place = `Line ${index + 1}`;
    if (line.trim() === "") return [];
    checkJson(line, place);
    return [toRun(line.trim(), place)];
  });
}

function checkJson(text: string, place: string): void {
  try {
    JSON.parse(text);
  } catch (thrown) {
    throw badInput(`${place} is no JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

/** The run that a JSON text tells. It is taken by its text: the values of JavaScript lose digits. */
function toRun(json: string, place: string): GivenRun {
  if (!json.startsWith("{")) throw badInput(`${place} is no run: an object is expected there.`);
  const given = jsonMembers(json);
  const names = given.map(([name]) => name);
  const unknown = names.find((name) => !members.includes(name));
  if (unknown !== undefined) {
    throw badInput(`${place} is no run: it has ${quoted(unknown)}. Only ${members.join(", ")} may be there.`);
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw badInput(`${place} is no run: it has ${quoted(twice)} twice.`);
  const own = given.filter(([name]) => name !== "conditions");
  const parsed = v.safeParse(
    givenRun,
    Object.fromEntries(own.map(([name, text]) => [name, JSON.parse(text)])),
  );
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = v.getDotPath(issue);
    throw badInput(`${place} is no run${path === null ? "" : `: ${path}`}: ${issue.message}.`);
  }
  const conditions = given.find(([name]) => name === "conditions")?.[1] ?? "{}";
  return { ...parsed.output, conditions: toValues(conditions, place) };
}

function toValues(json: string, place: string): GivenRun["conditions"] {
  if (!json.startsWith("{")) throw badInput(`${place} is no run: conditions: an object is expected there.`);
  return jsonMembers(json).map(([name, text]) => ({ name, value: toValue(name, text, place) }));
}

/** Lists and objects are for conditions of type json. */
function toValue(name: string, text: string, place: string): GivenRun["conditions"][number]["value"] {
  if (/^[[{]/.test(text)) return { json: asPythonWrites(text) };
  const value: unknown = JSON.parse(text);
  if (typeof value === "number") {
    return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? { json: text } : value;
  }
  if (typeof value === "string" || typeof value === "boolean") return value;
  throw badInput(
    `${place} is no run: conditions.${name}: A value is a text, a number, true, false, a list or an object.`,
  );
}
