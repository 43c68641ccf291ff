/** Which conditions a table shows at first: those that most runs have and that tell runs apart, by a sample of runs. */
import type { ConditionType } from "../api/catalogue.ts";
import type { Cell } from "../api/values.ts";
import { compareTexts } from "../text/compareTexts.ts";

/** What every RCDB has, in the order in which people expect it; first of all where it tells anything. */
const usual = ["run_type", "event_count", "beam_current", "beam_energy"];
const most = 6;
/** The limit of the six columns for numbers that differ from run to run, and for values that make groups of runs, each. */
const mostOfKind = 3;
/** A condition of fewer runs is mostly empty; one with one value in more runs than that is all the same. */
const leastFilled = 0.5;
const mostAlike = 0.95;
/** Texts longer than that are read, not compared. */
const longText = 40;
const mostGroups = 12;

/** The values of one condition in the sampled runs: null where a run has none. */
export interface SampledCondition {
  readonly type: ConditionType;
  readonly values: readonly Cell[];
}

interface Rated {
  readonly name: string;
  /** From 0 to 10: the part of the runs that have a value, times the part that has another than the commonest. */
  readonly worth: number;
  readonly isGroup: boolean;
  /** Which runs have the same value, of numbers the values: of two conditions that say the same of all runs one is enough. */
  readonly pattern: string;
}

/**
 * Names of conditions, at most six. Worth is told in tenths and equal ones go by name, so that a few more runs change nothing.
 * Where no condition differs from run to run, the usual ones that there are.
 */
export function chosenColumns(sampled: readonly SampledCondition[]): string[] {
  const rated = sampled.flatMap((condition) => rate(condition) ?? []);
  const ranked = rated.toSorted(
    (a, b) => usualPlace(a) - usualPlace(b) || b.worth - a.worth || compareTexts(a.name, b.name),
  );
  const chosen: Rated[] = [];
  for (const one of ranked) {
    const isFull = chosen.filter(({ isGroup }) => isGroup === one.isGroup).length === mostOfKind;
    if (!isFull && !chosen.some(({ pattern }) => pattern === one.pattern)) chosen.push(one);
  }
  if (chosen.length > 0) return chosen.slice(0, most).map(({ name }) => name);
  const names = new Set(sampled.map(({ type }) => type.name));
  return usual.filter((name) => names.has(name)).slice(0, 2);
}

function usualPlace({ name }: Rated): number {
  const place = usual.indexOf(name);
  return place === -1 ? usual.length : place;
}

/** Null for what is no column to begin with. */
function rate({ type, values }: SampledCondition): Rated | null {
  if (type.type === "json" || type.type === "blob" || type.type === "time") return null;
  const given = values.filter((value) => value !== null && value !== "");
  const filled = given.length / values.length;
  if (given.length === 0 || filled < leastFilled) return null;
  const lengths = given.map((value) => (typeof value === "string" ? value.length : 0));
  if (lengths.reduce((sum, length) => sum + length, 0) / given.length > longText) return null;
  const counts = new Map<Cell, number>();
  for (const value of given) counts.set(value, (counts.get(value) ?? 0) + 1);
  const alike = Math.max(...counts.values()) / given.length;
  if (alike > mostAlike) return null;
  const isGroup = counts.size <= mostGroups || type.type === "string";
  // A text that is another one in each run is a name or a remark.
  if (type.type === "string" && counts.size > mostGroups) return null;
  const places = new Map([...counts.keys()].map((value, at) => [value, at]));
  // Numbers that are others in each run would all look alike.
  const pattern = values.map((value) => (isGroup ? (places.get(value) ?? "") : value)).join();
  return { name: type.name, worth: Math.round(10 * filled * (1 - alike)), isGroup, pattern };
}
