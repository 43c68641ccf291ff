import { describe, expect, test } from "vitest";
import type { RunDetail } from "../../../core/api/runs.ts";
import type { Cell } from "../../../core/api/values.ts";
import type { ValueType } from "../../../core/query/types.ts";
import { runAsMarkdown, runAsTsv } from "../../../renderer/common/copyRun.ts";
import { describeRecent, medianOf, unusualSide } from "../../../renderer/common/recent.ts";
import { describeRecentFile } from "../../../renderer/run/recentFile.ts";
import { describeTick, tickHeight } from "../../../renderer/run/runTicks.ts";
import { sparkline } from "../../../renderer/parts/sparkline.ts";

describe("what is unusual", () => {
  const steady = [100, 101, 99, 100, 102, 98, 100, 101];
  test.each<[string, number, number[], "high" | "low" | null]>([
    ["far above", 120, steady, "high"],
    ["far below", 12, steady, "low"],
    ["within", 101.5, steady, null],
    ["too few to tell", 500, steady.slice(0, 7), null],
    ["equal to all", 5, Array<number>(8).fill(5), null],
    ["other by rounding only", 5.000001, Array<number>(8).fill(5), null],
    ["other than all, which are equal", 6.5, Array<number>(8).fill(5.5), "high"],
    ["states: whole numbers of few values", 135, [0, 45, 0, 45, 0, 45, 0, 45], null],
    ["a state that stayed", 6, Array<number>(8).fill(5), null],
    ["one that was there before among many others", 6, [...Array<number>(7).fill(5), 6], null],
    [
      "between beam off and beam on",
      11,
      [...Array<number>(20).fill(0), 250, 251, 249, 252, 250, 248, 250],
      null,
    ],
    ["zero", 0, Array<number>(8).fill(0), null],
  ])("%s", (_, value, others, side) => {
    expect(unusualSide(value, others)).toBe(side);
  });
  test.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])("the median of %j is %d", (values, median) => {
    expect(medianOf(values)).toBe(median);
  });
});

describe("a value beside the last runs", () => {
  const runs = [1, 2, 3, 4, 5, 6, 7, 8];
  const describeValues = (type: ValueType, value: Cell, values: Cell[]) =>
    describeRecent(
      { type, value },
      { name: "x", values, ofType: [], same: values.map((one) => one === value) },
      { runs, ofType: null },
    );

  test.each<[string, ValueType, Cell, Cell[], string | null, string | null]>([
    ["as always", "string", "a", Array<Cell>(8).fill("a"), "", "as in the last 8 runs"],
    ["since a run", "string", "a", "b b b b a a a a".split(" "), "since 5", "the same since run 5"],
    ["new here", "string", "a", "c b b b b b b b".split(" "), "changed", "changed; run 8 had “b”"],
    [
      "new where there was none",
      "bool",
      true,
      [null, null, ...Array<Cell>(6).fill(null)],
      "changed",
      "changed; run 8 had none",
    ],
    ["other in each run", "string", "i", "a b c d e f g h".split(" "), null, null],
    ["a time", "time", "2016", Array<Cell>(8).fill("2015"), null, null],
    ["no value", "int", null, Array<Cell>(8).fill(1), null, null],
    [
      "usual",
      "float",
      100.5,
      [100, 101, 99, 100, 102, 98, null, 101],
      "",
      "100.5; last 8 runs 98–102, median 100, 1 without",
    ],
    [
      "high",
      "int",
      200,
      [100, 101, 99, 100, 102, 98, 100, 101],
      "high",
      "200; last 8 runs 98–102, median 100; above what is usual",
    ],
  ])("%s", (_, type, value, values, label, words) => {
    const recent = describeValues(type, value, values);
    expect(recent?.label ?? null).toBe(label);
    expect(recent?.words ?? null).toBe(words);
  });
  test.each<[string, Cell[], Cell[], string, string]>([
    [
      "judged by runs of its type",
      Array.from({ length: 8 }, (_, at) => 100 + at),
      Array.from({ length: 8 }, (_, at) => 0.5 + at),
      "high",
      "50; last 8 runs of type cosmic 0.5–7.5, median 4; above what is usual",
    ],
    [
      "by all where too few of its type have it",
      Array.from({ length: 8 }, (_, at) => 46.5 + at),
      [1.5, ...Array<Cell>(7).fill(null)],
      "",
      "50; last 8 runs 46.5–53.5, median 50",
    ],
    ["a state", Array<Cell>(8).fill(45), [], "changed", "50; last 8 runs 45, median 45; changed from 45"],
  ])("a number %s", (_, values, typed, label, words) => {
    const recent = describeRecent(
      { type: "float", value: 50 },
      { name: "x", values, ofType: typed, same: values.map(() => false) },
      { runs, ofType: { type: "cosmic", runs } },
    );
    expect([recent?.label, recent?.words]).toEqual([label, words]);
  });

  test("numbers have a line, their own last", () => {
    expect(describeValues("int", 7, [1, null, 3, 4, 5, 6, 7, 8])?.numbers).toEqual([
      1,
      null,
      3,
      4,
      5,
      6,
      7,
      8,
      7,
    ]);
    expect(
      describeRecent(
        { type: "int", value: 7 },
        { name: "x", values: [], ofType: [], same: [] },
        { runs: [], ofType: null },
      ),
    ).toBeNull();
  });
});

test.each<[(number | null)[], string, { x: number; y: number } | null]>([
  [[0, 1], "M2.5 13.5L61.5 2.5", { x: 61.5, y: 2.5 }],
  [[0, null, 1, 1], "M2.5 13.5h0M41.8 2.5L61.5 2.5", { x: 61.5, y: 2.5 }],
  [[5, 5, null], "M2.5 8L32 8", null],
  [[3], "M32 8h0", { x: 32, y: 8 }],
  [[], "", null],
])("the line of %j", (numbers, path, last) => {
  expect(sparkline(numbers, 64, 16)).toEqual({ path, last });
});

test.each([
  [{ same: 8, before: null }, "", "As in the last 8 runs"],
  [{ same: 2, before: { run: 6, file: 5 } }, "since 7", "As in the last 2 runs; run 6 had another version"],
  [{ same: 0, before: { run: 8, file: 5 } }, "changed", "Run 8 had another version"],
  [{ same: 0, before: { run: 8, file: null } }, "new", "Run 8 had no such file"],
])("a file %j", (file, label, words) => {
  expect(describeRecentFile({ id: 1, ...file }, [1, 2, 3, 4, 5, 6, 7, 8])).toMatchObject({ label, words });
});

test("ticks of runs are higher the longer they are, and tell what they are", () => {
  expect([null, 0, 1, 900, 3600, 9999].map((seconds) => tickHeight(seconds, 3600))).toEqual([
    4, 4, 4, 13, 22, 22,
  ]);
  const brief = {
    run: 5,
    started: "2016-02-17 13:26:00",
    finished: "2016-02-17 14:26:00",
    length: 3600,
    state: "crashed" as const,
  };
  expect(describeTick(5, brief)).toBe("Run 5, crashed, 2016-02-17 13:26 → 14:26, 1:00:00");
  expect(describeTick(5, null)).toBe("Run 5");
});

describe("a run to take along", () => {
  const detail: RunDetail = {
    run: 5,
    started: "2016-02-17 13:26:00",
    finished: null,
    length: null,
    period: null,
    previous: null,
    next: null,
    conditions: [
      { name: "note", type: "string", description: null, value: "two\nlines\tand | <b>", created: null },
      { name: "long", type: "json", description: null, value: "x".repeat(500), created: null },
    ],
    files: [],
    log: [],
  };
  test("as tab-separated values each line is a name and a value", () => {
    const lines = runAsTsv(detail).split("\n");
    expect(lines.every((line) => line.split("\t").length === 2)).toBe(true);
    expect(lines[0]).toBe("run\t5");
    expect(lines[5]).toBe("note\ttwo lines and | <b>");
    expect(lines[6]).toHaveLength(505);
    const note = { name: "@n", type: "string", description: null, value: "=1+1", created: null } as const;
    expect(runAsTsv({ ...detail, conditions: [note] }, true)).toContain("'@n\t'=1+1");
  });
  test("as Markdown nothing of a value is markup, and long ones are cut", () => {
    const lines = runAsMarkdown(detail).split("\n");
    expect(lines[0]).toBe("## Run 5");
    expect(lines).toContain(String.raw`| note | two lines and \| \<b\> |`);
    expect(lines.at(-1)?.length).toBeLessThan(230);
  });
});
