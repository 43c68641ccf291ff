/** What the report of a shift says. */
import { recordsOfPeople } from "../api/log.ts";
import { RcdbError } from "../api/failure.ts";
import { mostShiftComputed, type ReportContent, type ReportWanted } from "../api/reports.ts";
import type { Comparison } from "../api/runs.ts";
import type { LatestRun, LatestRuns } from "../api/station.ts";
import { listConditionTypes } from "../catalogue/conditionTypes.ts";
import { newestByKey } from "../conditions/newest.ts";
import { conditionsOfRuns, type StoredCondition } from "../conditions/runConditions.ts";
import type { Database } from "../db/database.ts";
import { readLog } from "../log/log.ts";
import { listRunsAround } from "../runs/briefRuns.ts";
import { compareRuns } from "../runs/compareRuns.ts";
import { computeValues } from "../search/computeValues.ts";
import { readLatestRuns } from "../station/latestRuns.ts";
import { stateInWords } from "../api/stateInWords.ts";
import { crossingInWords, isOutside, sumWithin, timeWithin } from "../time/timeWithin.ts";
import { wallClockTime } from "../time/times.ts";
import { changesInWords } from "./changesInWords.ts";
import { logLines } from "./runReport.ts";
import { computedTitle, countText, lengthText, numberText, percent, timeText, valueText } from "./texts.ts";

const mostRuns = 1000;
/** Of more runs the configurations are not compared. */
const mostCompared = 200;
/** Runs that are compared at once, of which the last is the first of the next ones. */
const comparedAtOnce = 20;
const mostRecords = 10_000;
/** The least current that counts as beam, in nanoamperes. */
const leastBeam = 5;
const secondsOfHour = 3600;

type Subject = Extract<ReportWanted["subject"], { of: "shift" }>;

/** What the hours of a shift brought, the oldest run first. Throws `bad_input` for a time that is none and for too many computed columns, `expression` for one of them, and `cancelled`. */
export async function shiftContent(
  database: Database,
  { hours, until: end }: Subject,
  {
    comment,
    quality,
    goodRuns,
    computed,
  }: Pick<ReportWanted, "comment" | "quality" | "goodRuns" | "computed">,
  signal: AbortSignal,
): Promise<Omit<ReportContent, "database" | "written" | "by" | "words">> {
  if (computed.length > mostShiftComputed) {
    throw new RcdbError(
      "bad_input",
      `The report of a shift takes ${mostShiftComputed} computed columns at most, and ${computed.length} are given. Give fewer.`,
    );
  }
  const wanted = { count: mostRuns, hours, until: end, production: goodRuns };
  const { since, until, runs: newestFirst, more } = await readLatestRuns(database, wanted, signal);
  // The hours may have ended long ago.
  const now = wallClockTime(new Date());
  const runs = newestFirst.toReversed();
  const log = await readLog(database, {
    run: null,
    since,
    until,
    text: null,
    user: null,
    before: null,
    limit: mostRecords,
  });
  const numbers = runs.map(({ run }) => run);
  const isCompared = numbers.length <= mostCompared;
  const comparisons = isCompared
    ? await sideBySide(database, await withRunBefore(database, numbers), signal)
    : [];
  const valueOf = await valuesOf(database, numbers, [comment, quality], signal);
  const calculated = await computeValues(database, numbers, computed, signal);
  const notes = [
    ...(more
      ? [`There are more runs in these hours: only the last ${mostRuns} are counted and listed.`]
      : []),
    ...(isCompared ? [] : [`The configurations of more than ${mostCompared} runs are not compared.`]),
    ...(log.more
      ? ["The log has more records of these hours than were read: the earliest are not here."]
      : []),
  ];
  return {
    title: "Shift report",
    from: timeText(since),
    until: timeText(until),
    facts: sums(runs, { hours, since, until }),
    columns: computed.map((column) => ({ name: computedTitle(column) })),
    runs: runs.map((run, at) => ({
      run: String(run.run),
      start: timeText(run.started),
      length: lengthText(run.length),
      purpose: valueText(run.type),
      events: run.events === null ? "" : countText(run.events),
      beam: valueText(run.beamCurrent),
      computed: calculated.map(({ values }) => ({ text: numberText(values[at]) })),
      state: stateInWords(run, now),
      quality: valueOf(run.run, quality),
      comment: comment === "user_comment" ? valueText(run.comment) : valueOf(run.run, comment),
    })),
    changes: comparisons.flatMap((comparison) => changesOf(comparison, [comment, quality])),
    files: [],
    log: logLines(recordsOfPeople(log.records).toReversed()),
    notes: notes.map((text) => ({ text })),
  };
}

/** The values of some conditions, by run and name, as they stand in a report. */
async function valuesOf(
  database: Database,
  runs: readonly number[],
  names: readonly string[],
  signal: AbortSignal,
): Promise<(run: number, name: string) => string> {
  const types = (await listConditionTypes(database)).filter(({ name }) => names.includes(name));
  const keyOf = (run: number, name: string): string => `${run} ${name}`;
  const values = new Map<string, StoredCondition>();
  if (runs.length > 0 && types.length > 0) {
    for await (const conditions of conditionsOfRuns(database, types, runs, signal)) {
      newestByKey(conditions, ({ run, type }) => keyOf(run, type.name), values);
    }
  }
  return (run, name) => valueText(values.get(keyOf(run, name))?.value);
}

/** The first run of a shift changed something, too: since the run before it, which may be of long ago. */
async function withRunBefore(database: Database, runs: readonly number[]): Promise<readonly number[]> {
  const [first] = runs;
  if (first === undefined) return [];
  const around = await listRunsAround(database, { run: first, before: 1, after: 0 });
  return [...around.filter((run) => run < first), ...runs];
}

async function sideBySide(
  database: Database,
  runs: readonly number[],
  signal: AbortSignal,
): Promise<Comparison[]> {
  const all: Comparison[] = [];
  for (let at = 0; at === 0 || at < runs.length - 1; at += comparedAtOnce - 1) {
    const some = runs.slice(at, at + comparedAtOnce);
    if (some.length > 0)
      all.push(await compareRuns(database, { runs: some, differencesOnly: false }, signal));
  }
  return all;
}

function changesOf(comparison: Comparison, besides: readonly string[]): ReportContent["changes"] {
  return comparison.runs.flatMap((run, at) => {
    const since = comparison.runs[at - 1];
    const list = since === undefined ? [] : changesInWords(comparison, at, besides);
    return list.length === 0
      ? []
      : [{ run: String(run), since: String(since), list: list.map((text) => ({ text })) }];
  });
}

function sums(
  all: readonly LatestRun[],
  { hours, since, until }: Pick<LatestRuns, "since" | "until"> & { readonly hours: number },
): ReportContent["facts"] {
  const runs = all.filter((run) => !isOutside(run, { since, until }));
  const sumOf = (of: readonly LatestRun[], value: (run: LatestRun) => number | null): number =>
    of.reduce((sum, run) => sum + Math.max(0, value(run) ?? 0), 0);
  const length = (of: readonly LatestRun[]): number =>
    sumOf(of, (run) => timeWithin(run, { since, until })?.seconds ?? null);
  const { seconds, overlapping, crossing } = sumWithin(runs, { since, until });
  const withBeam = runs.filter(({ beamCurrent }) => beamCurrent !== null);
  const judged = runs.filter(({ isProduction }) => isProduction !== null);
  const good = judged.filter(({ isProduction }) => isProduction);
  const beamOn = withBeam.filter(({ beamCurrent }) => (beamCurrent ?? 0) >= leastBeam);
  const counted = (of: (run: LatestRun) => boolean, words: string): string => {
    const count = runs.filter(of).length;
    return count === 0 ? "" : `, ${count} ${words}`;
  };
  const time = `${(seconds / secondsOfHour).toFixed(1)} hours, ${percent(seconds / secondsOfHour / hours)} of the time`;
  const backward = counted((run) => run.length !== null && run.length < 0, "with an end before the start");
  const others =
    overlapping === 0
      ? ""
      : `, ${overlapping} that ${overlapping === 1 ? "begins" : "begin"} before another ends`;
  const events = countText(sumOf(runs, (run) => run.events));
  const whole = crossingInWords(crossing);
  const facts: readonly (readonly [name: string, value: string])[] = [
    ["Runs", `${runs.length}${counted(({ state }) => state === "crashed", "crashed")}`],
    ["Data", `${time}${counted((run) => run.length === null, "without an end")}${backward}${others}`],
    [
      "Events",
      `${events}${counted((run) => run.events === null, "without a count")}${whole === "" ? "" : `. ${whole}`}`,
    ],
    ...(length(withBeam) === 0
      ? []
      : ([
          [`Beam on (≥ ${leastBeam} nA)`, `${percent(length(beamOn) / length(withBeam))} of data time`],
        ] as const)),
    ...(length(judged) === 0
      ? []
      : ([["Good runs", `${good.length}, ${percent(length(good) / length(judged))} of data time`]] as const)),
  ];
  return facts.map(([name, value]) => ({ name, value }));
}
