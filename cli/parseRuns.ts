import type { GivenRun } from "../core/api/conditions.ts";
import { asPythonWrites, jsonItems, jsonMembers } from "../core/text/jsonText.ts";
import { quoted } from "../core/text/quoted.ts";
import { badInput } from "./failures.ts";

const members: readonly string[] = ["number", "started", "finished", "conditions"];

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
    throw badInput(`${place} is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

/** The run that a JSON text tells. It is taken by its text: the values of JavaScript lose digits. */
function toRun(json: string, place: string): GivenRun {
  if (!json.startsWith("{")) throw badInput(`${place} is not a run: an object is expected there.`);
  const given = jsonMembers(json);
  const names = given.map(([name]) => name);
  const unknown = names.find((name) => !members.includes(name));
  if (unknown !== undefined) {
    throw badInput(
      `${place} is not a run: it has ${quoted(unknown)}. Only ${members.join(", ")} may be there.`,
    );
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw badInput(`${place} is not a run: it has ${quoted(twice)} twice.`);
  const texts = new Map(given);
  const conditions = texts.get("conditions") ?? "{}";
  return {
    number: toNumber(texts.get("number"), place),
    ...timeOf("started", texts, place),
    ...timeOf("finished", texts, place),
    conditions: toValues(conditions, place),
  };
}

function toNumber(text: string | undefined, place: string): number {
  if (text === undefined) throw badInput(`${place} is not a run: number is missing. Give the run's number.`);
  const number: unknown = JSON.parse(text);
  if (typeof number === "number" && Number.isSafeInteger(number)) return number;
  const isTooLarge = /^-?\d+$/.test(text);
  const reason = isTooLarge ? "beyond 2^53, which no run's number can be" : "not an integer";
  throw badInput(`${place} is not a run: number: ${quoted(text)} is ${reason}.`);
}

/** When a run started or finished, where that is given. */
function timeOf(
  name: "started" | "finished",
  texts: ReadonlyMap<string, string>,
  place: string,
): Partial<Record<typeof name, string | null>> {
  const text = texts.get(name);
  if (text === undefined) return {};
  const time: unknown = JSON.parse(text);
  if (time === null || typeof time === "string") return { [name]: time };
  throw badInput(
    `${place} is not a run: ${name}: ${quoted(text)} is not a time. Write "2016-02-17 13:26:01", or null.`,
  );
}

function toValues(json: string, place: string): GivenRun["conditions"] {
  if (!json.startsWith("{"))
    throw badInput(`${place} is not a run: conditions: an object is expected there.`);
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
    `${place} is not a run: conditions.${name}: A value is a text, a number, true, false, a list or an object.`,
  );
}
