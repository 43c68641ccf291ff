/** Parsers of arguments and options, for commander. They throw `bad_input`. */
import { badInput } from "./failures.ts";

/** A run's number. */
export function parseRunNumber(text: string): number {
  return parseInteger(text, "run number", "an integer", Number.MAX_SAFE_INTEGER);
}

/** Reads several run numbers, one at a time. */
export function parseRunNumbers(text: string, before: readonly number[] | undefined): readonly number[] {
  return [...(before ?? []), parseRunNumber(text)];
}

/** The number of a file that is written as `id:12`; null for anything else, a path. */
export function parseFileId(text: string): number | null {
  const digits = /^id:(.*)$/s.exec(text)?.[1];
  return digits === undefined
    ? null
    : parseInteger(digits, "number of a file", "an integer", Number.MAX_SAFE_INTEGER);
}

/** The number of a commit. */
export function parseCommit(text: string): number {
  return parseInteger(text, "number of a commit", "an integer", Number.MAX_SAFE_INTEGER);
}

/** Names with commas between them. */
export function parseNames(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (!names.includes("")) return names;
  throw badInput(`“${text}” has an empty name. Write names with commas between them, such as coda,config.`);
}

/** How many lines or records at most. */
export function parseLimit(text: string): number {
  return parseInteger(text, "limit", "a number from 1 to 10000", 10_000, 1);
}

/** How many of something are allowed. */
export function parseCount(text: string): number {
  return parseInteger(text, "number", "an integer from 1", Number.MAX_SAFE_INTEGER, 1);
}

/** A time, in seconds. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds > 0 && seconds <= 3600) return seconds;
  throw badInput(`“${text}” is not a time: that is a number of seconds up to 3600.`);
}

/** A port to listen at. */
export function parsePort(text: string): number {
  return parseInteger(text, "port", "a number from 0 (any free one) to 65535", 65_535);
}

function parseInteger(text: string, what: string, form: string, greatest: number, smallest = 0): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= smallest && number <= greatest) return number;
  throw badInput(`“${text}” is not a ${what}: that is ${form}.`);
}
