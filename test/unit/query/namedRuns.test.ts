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

test.each(["", "5 + 3", "10010-10001", "1.5", "10001-10010 and x", "run 5", "1-2-3", "[", "9".repeat(30)])(
  "%j names no runs",
  (text) => expect(readNamedRuns(text)).toBeNull(),
);

describe("a query that names nothing", () => {
  test.each([
    ["10010-10001", ["names-nothing «10010-10001»"]],
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
