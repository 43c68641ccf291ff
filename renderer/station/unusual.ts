/** The values of a run that are outside of what the last runs had, and how many were looked at. */
import type { RecentValues, RunCondition } from "../../core/api/runs.ts";
import { escapeControls } from "../../core/text/escapeControls.ts";
import { formatCount } from "../lib/format.ts";
import { areEnough, describeRecent, numbersOf, wordsOfRuns, type Recent } from "../common/recent.ts";

interface UnusualValue {
  readonly condition: RunCondition;
  readonly recent: Recent;
}

export interface JudgedNumbers {
  /** Above or below their usual range, by name. */
  readonly unusual: readonly UnusualValue[];
  /** How many numbers were compared with those of the last runs. */
  readonly compared: number;
  /** The names of numbers that were not: too few of the last runs have them; they grow while the run goes on. */
  readonly rare: readonly string[];
  readonly growing: readonly string[];
}

/** What grows while a run goes on is small before its end. */
const growing: readonly string[] = ["event_count", "run_length", "evio_files_count"];

/** Compares the numbers of a run with those of the last runs. */
export function judgeNumbers(
  conditions: readonly RunCondition[],
  lately: RecentValues,
  isEnded: boolean,
): JudgedNumbers {
  const recentOf = new Map(lately.conditions.map((one) => [one.name, one]));
  const numbers = conditions.filter(({ value }) => typeof value === "number");
  const [still, settled] = partition(numbers, ({ name }) => !isEnded && growing.includes(name));
  const [known, rare] = partition(settled, ({ name }) => {
    const { values = [], ofType = [] } = recentOf.get(name) ?? {};
    return areEnough(numbersOf(ofType)) || areEnough(numbersOf(values));
  });
  const unusual = known.flatMap((condition) => {
    const values = recentOf.get(condition.name);
    const described = values ? describeRecent(condition, values, lately) : null;
    return described && ["high", "low"].includes(described.kind) ? [{ condition, recent: described }] : [];
  });
  const names = (of: readonly RunCondition[]): string[] => of.map(({ name }) => name);
  return { unusual, compared: known.length, rare: names(rare), growing: names(still) };
}

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** What is to be said of the numbers that are not listed: none is called usual that was not compared. */
export function usualInWords(
  { unusual, compared, rare, growing }: JudgedNumbers,
  { runs, ofType }: Pick<RecentValues, "runs" | "ofType">,
): string {
  const among =
    ofType && ofType.runs.length > 0
      ? wordsOfRuns(ofType.runs, ofType.type)
      : `${formatCount(runs.length, "run")}${ofType ? `, as too few before it are of type ${escapeControls(ofType.type)}` : ""}`;
  const left = [
    ...(rare.length === 0 ? [] : [`${formatCount(rare.length, "number")} that too few of these runs have`]),
    ...(growing.length === 0 ? [] : [`${growing.join(", ")} while the run goes on`]),
  ];
  const notCompared = left.length === 0 ? "" : ` Not compared: ${left.join("; ")}.`;
  if (compared === 0) return `No number was compared with the last ${among}.${notCompared}`;
  const none = unusual.length === 0 ? "None" : `${unusual.length}`;
  const verb = unusual.length > 1 ? "are" : "is";
  return `${none} of ${formatCount(compared, "number")} ${verb} outside the usual range of the last ${among}.${notCompared}`;
}
