/** The last hours in sums and as a text: what one shift tells the next. */
import { wordsOfRecord, type LogRecord } from "../../core/api/log.ts";
import type { LatestRun, LatestRuns } from "../../core/api/station.ts";
import { stateInWords } from "../../core/api/stateInWords.ts";
import { crossingInWords, isOutside, sumWithin, timeWithin, type Hours } from "../../core/time/timeWithin.ts";
import { formatCount, formatDuration, formatFloat, formatInteger, formatTime } from "../lib/format.ts";
import { formats, usualFormats, type Formats } from "../lib/formats.ts";
import { markdownCell } from "../common/copyRun.ts";

/** The least current that counts as beam, in nanoamperes. */
const leastBeam = 5;
const secondsOfHour = 3600;

export interface ShiftSums {
  readonly runs: number;
  /** Hours of data within the shift; how many runs have no length, and how many end before they start by the clock on the wall. */
  readonly hours: number;
  /** How many runs begin before another has ended, and how many go on outside of the shift. */
  readonly overlapping: number;
  readonly crossing: number;
  readonly unmeasured: number;
  readonly backward: number;
  readonly events: number;
  readonly uncounted: number;
  readonly crashed: number;
  /** Which part of the time, and of the hours that were looked at, was data; 0 … 1. */
  readonly partOfTime: number | null;
  /** Which part of the hours of data had beam, and was production; null where it is not known. */
  readonly beam: number | null;
  readonly production: number | null;
}

/** Of runs, what lies within the hours that were looked at: of one that crosses their edge that part of its time, but all of its events; nothing of one that only touches it. */
export function sumUp(
  all: readonly LatestRun[],
  { hours, since, until }: Hours & { readonly hours: number },
): ShiftSums {
  const runs = all.filter((run) => !isOutside(run, { since, until }));
  const { seconds, overlapping, crossing } = sumWithin(runs, { since, until });
  const secondsOf = (run: LatestRun): number | null => timeWithin(run, { since, until })?.seconds ?? null;
  const part = (isKnown: (run: LatestRun) => boolean, counts: (run: LatestRun) => boolean): number | null => {
    const known = runs.filter(isKnown);
    const whole = sumOf(known, secondsOf);
    return whole === 0 ? null : sumOf(known.filter(counts), secondsOf) / whole;
  };
  return {
    runs: runs.length,
    hours: seconds / secondsOfHour,
    overlapping,
    crossing,
    unmeasured: runs.filter(({ length }) => length === null).length,
    backward: runs.filter(({ length }) => length !== null && length < 0).length,
    events: sumOf(runs, ({ events }) => events),
    uncounted: runs.filter(({ events }) => events === null).length,
    crashed: runs.filter(({ state }) => state === "crashed").length,
    partOfTime: hours > 0 ? seconds / secondsOfHour / hours : null,
    beam: part(
      ({ beamCurrent }) => beamCurrent !== null,
      ({ beamCurrent }) => beamCurrent !== null && beamCurrent >= leastBeam,
    ),
    production: part(
      ({ isProduction }) => isProduction !== null,
      ({ isProduction }) => isProduction === true,
    ),
  };
}

function sumOf(runs: readonly LatestRun[], value: (run: LatestRun) => number | null): number {
  return runs.reduce((sum, run) => sum + Math.max(0, value(run) ?? 0), 0);
}

/** What was looked at. */
export interface Shift extends Pick<LatestRuns, "since" | "until" | "runs"> {
  readonly hours: number;
  readonly database: string;
  /** The newest first; null where the log was not read. */
  readonly records: readonly LogRecord[] | null;
  /** Whether there are earlier runs and records within the hours than were read. */
  readonly hasMoreRuns: boolean;
  readonly hasMoreRecords: boolean;
}

export const noLog = "The log was not read.";
export const cutLog = "The log has more records of these hours than were read: the earliest are not here.";

export function cutRuns(count: number, how?: Formats): string {
  return `There are more runs in these hours: only the last ${formatCount(count, "run", "runs", how)} are counted and listed.`;
}

/** What is said where no record was left by people. */
export function noRecords({ hasMoreRecords }: Pick<Shift, "hasMoreRecords">): string {
  return hasMoreRecords ? "No records by people among the latest of these hours." : "No records by people.";
}

/** The sums in words, a line each; as people set numbers, where no formats are given. */
export function sumLines(sums: ShiftSums, how: Formats = formats()): string[] {
  const { runs, hours, unmeasured, backward, events, uncounted, crashed, partOfTime, beam, production } =
    sums;
  const { overlapping, crossing } = sums;
  const countOf = (count: number): string => formatCount(count, "run", "runs", how);
  const without = (count: number, what: string): string =>
    count === 0 ? "" : ` (${countOf(count)} without ${what})`;
  const early =
    backward === 0
      ? ""
      : `, not counting ${countOf(backward)} that ${backward === 1 ? "ends before it starts" : "end before they start"}`;
  const others =
    overlapping === 0
      ? ""
      : `, ${countOf(overlapping)} ${overlapping === 1 ? "begins" : "begin"} before another ends`;
  const whole = crossingInWords(crossing);
  return [
    `${countOf(runs)}${crashed > 0 ? `, ${formatInteger(crashed, how)} crashed` : ""}`,
    `${formatFloat(round(hours), how.digits, how)} hours of data${partOfTime === null ? "" : `, ${percent(partOfTime)} of the time`}${without(unmeasured, "an end")}${early}${others}`,
    `${formatCount(events, "event", "events", how)}${without(uncounted, "a count")}${whole === "" ? "" : ` (${whole})`}`,
    ...(beam === null ? [] : [`Beam on (≥ ${leastBeam} nA): ${percent(beam)} of data time`]),
    ...(production === null ? [] : [`Production: ${percent(production)} of data time`]),
  ];
}

function round(hours: number): number {
  return Math.round(hours * 10) / 10;
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}

/** The report as Markdown, the oldest run first, as it is read. It is for others: numbers and times are in the usual formats. */
export function reportOf(shift: Shift): string {
  const { since, until, database, runs, records } = shift;
  const timeOf = (time: string): string => formatTime(time, usualFormats).text;
  const from = since === null ? "" : `${timeOf(since)} – `;
  const lines = sumLines(sumUp(runs, shift), usualFormats).map((line) => `- ${line}`);
  const rows = runs
    .toReversed()
    .map((run) => runCells(run, usualFormats).toSpliced(-1, 0, stateInWords(run, until)))
    .map((cells) => `| ${cells.map(markdownCell).join(" | ")} |`);
  const table =
    rows.length === 0
      ? ["No runs."]
      : [`| ${runHeadings.join(" | ")} |`, "| ---: | --- | ---: | --- | ---: | --- | --- |", ...rows];
  const notes = (records ?? [])
    .toReversed()
    .map(
      ({ created, user, run, description }) =>
        `- ${created === null ? "No time" : timeOf(created)}, ${markdownCell(user ?? "unknown user")}${run === null ? "" : `, run ${run}`}: ${markdownCell(wordsOfRecord(description))}`,
    );
  return [
    "# Shift report",
    "",
    `${from}${timeOf(until)}, database ${markdownCell(database)}`,
    "",
    ...lines,
    ...(shift.hasMoreRuns ? ["", cutRuns(runs.length, usualFormats)] : []),
    "",
    "## Runs",
    "",
    ...table,
    "",
    "## Log",
    "",
    ...(shift.hasMoreRecords ? [cutLog, ""] : []),
    ...(records === null ? [noLog] : notes.length === 0 ? [noRecords(shift)] : notes),
    "",
  ].join("\n");
}

export const runHeadings = ["Run", "Start", "Length", "Type", "Events", "State", "Comment"] as const;

/** The cells of a run under the headings, but for that of its state; as people set numbers and times, where no formats are given. */
export function runCells(run: LatestRun, how: Formats = formats()): string[] {
  const { started, length, type, events, comment } = run;
  return [
    String(run.run),
    started === null ? "" : formatTime(started, how).text,
    length === null ? "" : formatDuration(length),
    type ?? "",
    events === null ? "" : formatInteger(events, how),
    comment ?? "",
  ];
}
