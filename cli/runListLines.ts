/** Run lists for people. */
import type { ListedRun, RunList, RunListCheck } from "../core/api/runLists.ts";
import { counted } from "../core/text/counted.ts";
import { heading } from "./output.ts";
import { sumText } from "./sumText.ts";
import { factLines, shownCell } from "./table.ts";

/** What a list is. */
export function listLines(list: RunList): string[] {
  const { count, runs, checksum, expression, written, within, sums, database, saved, program, remark } = list;
  const rows: (readonly [string, string | null])[] = [
    ["runs", `${count} in ${counted(runs.length, "range")}`],
    ["query", expression],
    ["written out", written === expression ? null : written],
    ["within", within === "" ? null : within],
    ["made", remark],
    ...sums.map(({ name, sum }) => [`sum ${name}`, sumText(sum)] as const),
    ["database", database?.source ?? null],
    ["saved", saved],
    ["program", program],
    ["checksum", checksum],
  ];
  return factLines(rows.filter(([, text]) => text !== null));
}

/** What came and went, and why. */
export function checkLines({
  list,
  same,
  count,
  came,
  went,
  aliases,
  missing,
  sameDatabase,
}: RunListCheck): string[] {
  const other = sameDatabase ? [] : ["The list is from another database: what changed since cannot be told."];
  const changed = [
    ...aliases.map(
      ({ name, old, new: now }) =>
        `@${name} was ${old}, ${now === null ? "and is not there now" : `and is ${now} now`}`,
    ),
    ...missing.map((name) => `There is no condition ${name} now: the query selects no run.`),
  ];
  if (same) return [`The same ${counted(list.count, "run")} as on ${list.saved}.`, ...other, ...changed];
  return [
    `${counted(list.count, "run")} then, ${count} now: ${came.length} came, ${went.length} went.`,
    ...other,
    ...changed,
    ...runLines("Came", came),
    ...runLines("Went", went),
  ];
}

function runLines(title: string, runs: readonly ListedRun[]): string[] {
  if (runs.length === 0) return [];
  return [heading(title), ...runs.flatMap(({ run, ...why }) => `  ${run}  ${reasonText(why)}`)];
}

const reasons: Readonly<Record<ListedRun["reason"], string>> = {
  "new run": "new run",
  "run removed": "the run is no longer in the database",
  condition: "a condition of the query is no longer there",
  value: "changed",
  alias: "an alias changed",
  time: "the query counts from now",
  unknown: "unknown: the log tells no change",
};

/** The reason in words. */
function reasonText({ reason, changes }: Omit<ListedRun, "run">): string {
  if (reason !== "value") return reasons[reason];
  return changes
    .map(({ condition, old, new: now, user, created }) => {
      const by = [user === null ? "" : ` by ${user}`, created === null ? "" : ` on ${created}`].join("");
      return `${condition}: ${shown(old)} → ${shown(now)}${by}`;
    })
    .join("; ");
}

function shown(value: ListedRun["changes"][number]["old"]): string {
  return value === null ? "none" : shownCell(value);
}
