import { describe, expect, test } from "vitest";
import { boundsOfRanges, formatRunBounds } from "../../../core/api/runRange.ts";
import { analyze, analyzeQuery } from "../../../core/query/analyze.ts";
import { readNamedRuns } from "../../../core/query/namedRuns.ts";
import { problemsOf } from "./sketch.ts";
import { vocabulary } from "./vocabulary.ts";

test.each([
  ["10005", "10005"],
  [" 10001-10010 ", "10001-10010"],
  ["10001 - 10010", "10001-10010"],
  ["10001–10010", "10001-10010"],
  ["10001..10010", "10001-10010"],
  ["10001:10010", "10001-10010"],
  ["10001-", "10001-"],
  ["-10010", "-10010"],
  ["10001,10005-10007", "10001,10005-10007"],
  ["[10002, 10001]", "10001-10002"],
  ["(10001-10010)", "10001-10010"],
  ["10001\n10003\n10004", "10001,10003-10004"],
  ["10001, 10005-", "10001,10005-"],
])("%j names runs", (text, expected) => {
  const runs = readNamedRuns(text);
  expect(runs && formatRunBounds(boundsOfRanges(runs))).toBe(expected);
  const analyzed = analyzeQuery(text, vocabulary);
  expect(analyzed.ok ? [] : analyzed.problems.map(({ code, runs: named }) => [code, named])).toEqual([
    ["runs", runs],
  ]);
});

test.each(["", "5 + 3", "1.5", "10001-10010 and x", "run 5", "1-2-3", "[", "9".repeat(30)])(
  "%j names no runs",
  (text) => expect(readNamedRuns(text)).toBeNull(),
);

describe("a query that names nothing", () => {
  test.each([
    ["10010-10001", ["reversed-runs «10010-10001» → 10001-10010"]],
    ["7, 12..9", ["reversed-runs «7, 12..9» → 7,9-12"]],
    ["5 + 3", ["names-nothing «5 + 3»"]],
    ["1.5", ["names-nothing «1.5»"]],
    [" 'abc' ", ["names-nothing «'abc'»"]],
    ["'abc'[0]", ["names-nothing «'abc'[0]»"]],
    ["max(1, 2)", ["names-nothing «max(1, 2)»"]],
    ["5 or True", ["names-nothing «5 or True»"]],
    ["-2.5", ["names-nothing «-2.5»"]],
    ["@five", ["names-nothing «@five»"]],
    ["10001-10010", ["runs «10001-10010» → 10001 <= run <= 10010"]],
    ["7, 9-", ["runs «7, 9-» → run == 7 or run >= 9"]],
  ])("%j is refused", (text, expected) => {
    const aliases = [{ name: "five", code: "5", description: null }];
    expect(problemsOf(text, analyzeQuery(text, { ...vocabulary, aliases }))).toEqual(expected);
  });

  test.each([
    "",
    "3 <= 5",
    "True",
    "False",
    "None",
    "not 5",
    "not 'a'",
    "'a' in 'abc'",
    "run",
    "event_count",
  ])("%j stays as it is", (text) => expect(problemsOf(text, analyzeQuery(text, vocabulary))).toEqual([]));

  test.each(["5", "'abc'", "5 + 3"])("%j may be what an alias stands for", (text) => {
    expect(problemsOf(text, analyze(text, vocabulary))).toEqual([]);
    const aliases = [{ name: "limit", code: text, description: null }];
    const used = text.includes("'") ? "run_type == @limit" : "event_count > @limit";
    expect(problemsOf(used, analyzeQuery(used, { ...vocabulary, aliases }))).toEqual([]);
  });
});

describe("a run period's name as a query", () => {
  const periods = [
    { name: "RunPeriod-2018-01", runMin: 40_000, runMax: 49_999 },
    { name: "RunPeriod-2019-11", runMin: 70_000, runMax: 79_999 },
    { name: "Fall 2018, late", runMin: 50_000, runMax: 51_000 },
    { name: "Spring", runMin: 1, runMax: 5 },
    { name: "spring", runMin: 10, runMax: 15 },
    { name: "twice", runMin: 20, runMax: 30 },
    { name: "twice", runMin: 50, runMax: 60 },
    { name: "event_count", runMin: 1, runMax: 2 },
    { name: "run", runMin: 1, runMax: 2 },
    { name: "event_count-beam_current", runMin: 1, runMax: 2 },
    { name: "backwards", runMin: 9, runMax: 8 },
    { name: "2018", runMin: 100, runMax: 110 },
  ];
  const problemOf = (text: string) => {
    const analyzed = analyzeQuery(text, { ...vocabulary, periods });
    return analyzed.ok ? null : analyzed.problems[0];
  };

  test.each([
    ["RunPeriod-2018-01", "RunPeriod-2018-01", "40000-49999"],
    ["RunPeriod-2019-11", "RunPeriod-2019-11", "70000-79999"],
    [" RunPeriod-2019-11\n", "RunPeriod-2019-11", "70000-79999"],
    ["runperiod-2019-11", "RunPeriod-2019-11", "70000-79999"],
    ["Fall 2018, late", "Fall 2018, late", "50000-51000"],
    ["Spring", "Spring", "1-5"],
    ["spring", "spring", "10-15"],
    ["twice", "twice", "20-30,50-60"],
    ["2018", "2018", "100-110"],
    ["RunPeriod-2018-01, RunPeriod-2019-11", undefined, "40000-49999,70000-79999"],
    ["[RunPeriod-2018-01 7]", undefined, "7,40000-49999"],
  ])("%j is its runs", (text, period, runs) => {
    const found = problemOf(text);
    expect(found).toMatchObject({ code: "runs" });
    expect(found?.period).toBe(period);
    expect(formatRunBounds(boundsOfRanges(found?.runs ?? []))).toBe(runs);
  });

  test.each(["event_count", "run", "event_count-beam_current"])("%j keeps its meaning", (text) =>
    expect(problemOf(text)).toBeNull(),
  );

  test.each([
    ["SPRING", "unknown-name"],
    ["RunPeriod-2018-02", "leading-zero"],
    ["backwards", "reversed-runs"],
  ])("%j names no runs", (text, code) => {
    expect(problemOf(text)).toMatchObject({ code });
    expect(problemOf(text)?.runs).toBeUndefined();
  });

  test.each([
    ["RunPeriod-2018-01 and event_count > 5", "event_count > 5", "40000 <= run <= 49999 and event_count > 5"],
    ["event_count > 5 and runperiod-2018-01", "event_count > 5", "event_count > 5 and 40000 <= run <= 49999"],
    [
      "event_count and RunPeriod-2018-01 and run",
      "event_count and run",
      "event_count and 40000 <= run <= 49999 and run",
    ],
    ["RunPeriod-2018-01 event_count > 5", "event_count > 5", "40000 <= run <= 49999 and event_count > 5"],
    ["RunPeriod-2018-01, event_count > 5", "event_count > 5", "40000 <= run <= 49999 and event_count > 5"],
    ["Spring and event_count", "event_count", "1 <= run <= 5 and event_count"],
    ["twice and event_count", "event_count", "(20 <= run <= 30 or 50 <= run <= 60) and event_count"],
    ["RunPeriod-2018-01 or event_count", undefined, "40000 <= run <= 49999 or event_count"],
    ["not RunPeriod-2018-01", undefined, "not 40000 <= run <= 49999"],
    ["RunPeriod-2018-01 and event_count or run", undefined, "40000 <= run <= 49999 and event_count or run"],
    [
      "run and (RunPeriod-2018-01 or event_count)",
      undefined,
      "run and (40000 <= run <= 49999 or event_count)",
    ],
  ])("%j has one beside conditions", (text, rest, fixed) => {
    const found = problemOf(text);
    expect(found).toMatchObject({ code: "run-period" });
    expect(found?.runs).toBeUndefined();
    expect(found?.rest).toBe(rest);
    const [fix] = found?.fixes ?? [];
    expect(fix && text.slice(0, fix.from) + fix.insert + text.slice(fix.to)).toBe(fixed);
    expect(problemOf(fixed)).toBeNull();
  });

  test.each(["'twice' == run_type and evnt_count", "twice_as_much > 5"])("%j has none", (text) =>
    expect(problemOf(text)).toMatchObject({ code: "unknown-name" }),
  );

  test.each([
    ["run 10005", "10005", undefined],
    ["run=10005", "10005", undefined],
    ["Runs 10001-10010, 10012", "10001-10010,10012", undefined],
    ["runs: 10001-10010", "10001-10010", undefined],
    ["run RunPeriod-2019-11", "70000-79999", "RunPeriod-2019-11"],
  ])("%j names runs, too", (text, runs, period) => {
    const found = problemOf(text);
    expect(found).toMatchObject({ code: "runs" });
    expect(found?.period).toBe(period);
    expect(formatRunBounds(boundsOfRanges(found?.runs ?? []))).toBe(runs);
  });

  test.each(["run == 10005", "run - 5", "run > 10005"])("%j is a condition", (text) =>
    expect(problemOf(text)).toBeNull(),
  );
});
