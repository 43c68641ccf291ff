/** What the page of the shift station makes of what it is told. */
import { describe, expect, test } from "vitest";
import type { RecentValues } from "../../../core/api/runs.ts";
import type { LogRecord } from "../../../core/api/log.ts";
import type { LatestRun, StationRun } from "../../../core/api/station.ts";
import { differencesOf, restInWords } from "../../../renderer/station/differences.ts";
import { pointsOfHistory, ratesOf, withPoint, type EventPoint } from "../../../renderer/model/events.ts";
import { secondsBetween } from "../../../core/time/wallClock.ts";
import { recordsOfPeople } from "../../../core/api/log.ts";
import { setFormats, usualFormats } from "../../../renderer/lib/formats.ts";
import { reportOf, sumLines, sumUp } from "../../../renderer/station/handOver.ts";
import { noticeBetween } from "../../../renderer/model/notices.ts";
import { isLeftOpen } from "../../../core/api/stateInWords.ts";
import { keepMoments, lengthOf, silenceOf, stateOf } from "../../../renderer/model/runClock.ts";
import { judgeNumbers, usualInWords } from "../../../renderer/station/unusual.ts";

const minute = 60_000;
const run: StationRun = {
  run: 5,
  started: "2016-10-30 02:30:00",
  finished: null,
  startedAt: 0,
  finishedAt: null,
  isEnded: false,
};

describe("the clock of a run", () => {
  test("goes on from when its times were first seen, though the clocks are changed", () => {
    // Once the hour has come again the same text would be taken for a moment an hour later.
    const later = keepMoments(run, { ...run, startedAt: 60 * minute });
    expect(lengthOf(later, 61 * minute)).toBe(61 * 60);
    expect(
      keepMoments(run, { ...run, started: "2016-10-30 02:31:00", startedAt: 61 * minute }).startedAt,
    ).toBe(61 * minute);
    expect(keepMoments({ ...run, run: 4 }, { ...run, startedAt: 7 }).startedAt).toBe(7);
  });

  test.each([
    ["running, just begun", run, 0, "running", 0],
    ["running, updated", { ...run, finishedAt: 50 * minute }, 54 * minute, "running", 240],
    ["silent", { ...run, finishedAt: 50 * minute }, 56 * minute, "stale", 360],
    ["ended", { ...run, finishedAt: 50 * minute, isEnded: true }, 999 * minute, "finished", 949 * 60],
    ["without times", { ...run, startedAt: null }, minute, "stale", null],
  ])("%s", (_, given, moment, state, silence) => {
    expect([stateOf(given, moment), silenceOf(given, moment)]).toEqual([state, silence]);
  });

  test.each([
    ["just begun", run, 0, false],
    ["long, but updated", { ...run, finishedAt: 99_999 * minute }, 99_999 * minute, false],
    ["silent for a day", run, 24 * 60 * minute, false],
    ["silent for two days", run, 48 * 60 * minute, true],
    ["not heard of for days since an update", { ...run, finishedAt: 60 * minute }, 49 * 60 * minute, true],
    ["ended long ago", { ...run, finishedAt: minute, isEnded: true }, 99_999 * minute, false],
    ["without times", { ...run, startedAt: null }, 99_999 * minute, false],
  ])("%s: left open", (_, given, moment, expected) => {
    expect(isLeftOpen(stateOf(given, moment), silenceOf(given, moment))).toBe(expected);
  });

  test("an ended run is as long as it was", () => {
    // By the clock on the wall as on every page; two hours passed in this night in Europe.
    const ended = { ...run, finished: "2016-10-30 03:30:00", finishedAt: 120 * minute, isEnded: true };
    expect(lengthOf(ended, 999 * minute)).toBe(3600);
    expect(lengthOf({ ...run, isEnded: true }, minute)).toBeNull();
  });
});

test.each([
  [null, { run: 1, state: "running" }, null],
  [{ run: 1, state: "running" }, { run: 1, state: "running" }, null],
  [{ run: 1, state: "running" }, { run: 1, state: "finished" }, "ended"],
  [{ run: 1, state: "running" }, { run: 1, state: "stale" }, "silent"],
  [{ run: 1, state: "stale" }, { run: 1, state: "running" }, null],
  [{ run: 1, state: "stale" }, { run: 2, state: "running" }, "started"],
  [{ run: 2, state: "stale" }, { run: 1, state: "finished" }, null],
] as const)("from %o to %o there is the notice %s", (before, now, kind) => {
  expect(noticeBetween(before, now)?.kind ?? null).toBe(kind);
});

describe("events", () => {
  test("points that tell nothing new are left out, rates are those between points", () => {
    const given = [
      { moment: 0, events: 0 },
      { moment: 5000, events: 100 },
      { moment: 10_000, events: 100 },
      { moment: 9000, events: 120 },
      { moment: 15_000, events: 600 },
    ];
    const points = given.reduce<readonly EventPoint[]>(withPoint, []);
    expect(points.map(({ events }) => events)).toEqual([0, 100, 120, 600]);
    expect(ratesOf(points)).toEqual([20, 5, 80]);
  });

  test("the log tells of those before", () => {
    const entry = {
      log: 1,
      run: 5,
      condition: "event_count",
      type: "int",
      change: "replaced",
      commit: null,
      user: null,
    } as const;
    const points = pointsOfHistory(
      [
        { ...entry, old: 1, new: 20, created: "2016-02-17 13:00:00" },
        { ...entry, old: 20, new: null, created: "2016-02-17 13:01:00" },
        { ...entry, old: 20, new: 80, created: "2016-02-17 13:02:00" },
      ],
      { moment: 1_000_000, wall: "2016-02-17 13:03:00" },
    );
    expect(points).toEqual([
      { moment: 820_000, events: 20 },
      { moment: 940_000, events: 80 },
    ]);
  });
});

describe("the configuration", () => {
  const condition = (name: string, type: "string" | "time" | "int" | "float", different = true) => {
    return { name, type, description: null, values: [1, 2], different };
  };
  const recent = (name: string, values: number[]) => ({
    name,
    values,
    ofType: [],
    same: values.map(() => false),
  });
  const lately = {
    runs: [1, 2, 3, 4, 5],
    ofType: null,
    conditions: [
      recent("pressure", [1, 2, 3, 4, 5]),
      recent("target", [1, 2, 1, 2, 1]),
      recent("rare", [1, 1, 1, 1, 2]),
    ],
  };
  const conditions = [
    condition("length", "int"),
    condition("run_config", "string"),
    condition("run_start_time", "time"),
    condition("event_count", "int"),
    condition("pressure", "float"),
    condition("target", "string"),
    condition("rare", "int"),
    condition("same", "int", false),
  ];
  const file = { path: "a.conf", files: [[{ id: 1, sha256: "1", bytes: 1 }], []], different: true };
  const named = (...names: string[]) => conditions.filter(({ name }) => names.includes(name));

  test("is what differs and does not change with every run; what does is told as well, settings first", () => {
    const found = differencesOf({ conditions, files: [] }, lately, true);
    expect(found.settings.map(({ name }) => name)).toEqual(["run_config", "rare"]);
    expect(found.often.map(({ name }) => name)).toEqual(["target", "pressure"]);
    expect(found.compared).toEqual({ settings: 5, files: 0 });
    expect(restInWords(found)).toBe("No other setting differs; 2 that change often do:");
  });

  test.each([
    [
      "only what changes often differs",
      named("target", "same"),
      [],
      "No other setting differs; 1 that changes often does:",
    ],
    [
      "with files that are alike",
      named("target"),
      [{ ...file, different: false }],
      "No other setting and no file differs; 1 that changes often does:",
    ],
    [
      "nothing differs",
      named("same", "event_count"),
      [],
      "Compared: 1 setting. None differs; times, counts and comments are not compared.",
    ],
    [
      "something does",
      named("same", "run_config"),
      [{ ...file, different: false }],
      "Compared: 2 settings and 1 file. No other differs.",
    ],
    ["a file does", [], [file], "Compared: 1 file. No other differs."],
    [
      "there is nothing to compare",
      named("length", "run_start_time"),
      [],
      "Neither run has settings or files to compare.",
    ],
  ])("%s", (_, compared, files, words) => {
    expect(restInWords(differencesOf({ conditions: compared, files }, lately, true))).toBe(words);
  });

  test("what only the other run has is missing while the run goes on", () => {
    const gone = { ...condition("rare", "int"), values: [1, null] };
    const found = differencesOf({ conditions: [gone], files: [file] }, lately, false);
    expect(found).toMatchObject({ settings: [], files: [], missing: 2 });
    expect(restInWords(found)).toBe("Compared: 1 setting and 1 file. No other differs so far.");
  });
});

test("values out of usual range; what grows while a run goes on only after its end", () => {
  const runs = Array.from({ length: 10 }, (_, at) => at);
  const condition = (name: string, value: number) => {
    return { name, type: "int", value, description: null, created: null } as const;
  };
  const recent: RecentValues = {
    runs,
    ofType: null,
    conditions: ["pressure", "usual", "event_count"].map((name) => ({
      name,
      values: runs.map((at) => 100 + at),
      ofType: [],
      same: runs.map(() => false),
    })),
  };
  const conditions = [condition("pressure", 900), condition("usual", 104), condition("event_count", 3)];
  const names = (isEnded: boolean) =>
    judgeNumbers(conditions, recent, isEnded).unusual.map((value) => [
      value.condition.name,
      value.recent.kind,
    ]);
  expect(names(false)).toEqual([["pressure", "high"]]);
  expect(names(true)).toEqual([
    ["pressure", "high"],
    ["event_count", "low"],
  ]);
  const told = (given: typeof conditions, isEnded: boolean, values = recent) =>
    usualInWords(judgeNumbers(given, values, isEnded), values);
  expect(told(conditions, true)).toBe("2 of 3 numbers are outside the usual range of the last 10 runs.");
  expect(told(conditions.slice(1), false)).toBe(
    "None of 1 number is outside the usual range of the last 10 runs. Not compared: event_count while the run goes on.",
  );
  expect(told([condition("new", 1)], true)).toBe(
    "No number was compared with the last 10 runs. Not compared: 1 number that too few of these runs have.",
  );
  const typed = (of: readonly number[]): RecentValues => ({
    ...recent,
    ofType: { type: "cosmic", runs: [...of] },
    conditions: recent.conditions.map((one) => ({ ...one, ofType: of.map((at) => 898.5 + at) })),
  });
  expect(told(conditions.slice(0, 1), true, typed(runs))).toBe(
    "None of 1 number is outside the usual range of the last 10 runs of type cosmic.",
  );
  expect(told(conditions.slice(0, 1), true, typed([]))).toBe(
    "1 of 1 number is outside the usual range of the last 10 runs, as too few before it are of type cosmic.",
  );
});

const latest: LatestRun = {
  run: 7,
  started: "2016-02-17 13:00:00",
  finished: "2016-02-17 14:00:00",
  length: 3600,
  state: "finished",
  type: "hd|all",
  events: 12_000,
  comment: "first\nsecond",
  beamCurrent: 150,
  isProduction: true,
};

describe("handing over", () => {
  const runs: LatestRun[] = [
    {
      ...latest,
      run: 9,
      finished: null,
      length: null,
      events: null,
      beamCurrent: null,
      isProduction: null,
      state: "crashed",
    },
    {
      ...latest,
      run: 8,
      started: "2016-02-17 14:00:00",
      finished: "2016-02-17 14:30:00",
      length: 1800,
      beamCurrent: 0,
      isProduction: false,
      comment: null,
    },
    latest,
  ];

  const shift = { hours: 3, since: "2016-02-17 12:00:00", until: "2016-02-17 15:00:00" };

  test("sums", () => {
    const sums = sumUp(runs, shift);
    expect(sums).toMatchObject({
      runs: 3,
      hours: 1.5,
      unmeasured: 1,
      events: 24_000,
      uncounted: 1,
      crashed: 1,
    });
    expect([sums.partOfTime, sums.beam, sums.production]).toEqual([0.5, 2 / 3, 2 / 3]);
    expect(sumLines(sums)[1]).toBe("1.5 hours of data, 50 % of the time (1 run without an end)");
    expect(
      sumLines(sumUp([...runs, { ...latest, finished: "2016-02-17 12:40:00", length: -1200 }], shift))[1],
    ).toBe(
      "1.5 hours of data, 50 % of the time (1 run without an end), not counting 1 run that ends before it starts",
    );
    expect(sumUp([], shift)).toMatchObject({ hours: 0, beam: null, production: null, partOfTime: 0 });
  });

  test("of runs that cross the edge of the shift, and of those that overlap, no time counts twice or outside", () => {
    const taken = (started: string, finished: string, part: Partial<LatestRun> = {}): LatestRun => {
      const [from, to] = [`2020-01-${started}:00`, `2020-01-${finished}:00`];
      return { ...latest, started: from, finished: to, length: secondsBetween(from, to), ...part };
    };
    const hours = { hours: 8, since: "2020-01-10 08:00:00", until: "2020-01-10 16:00:00" };
    const lines = (...given: LatestRun[]): string[] => sumLines(sumUp(given, hours)).slice(1);
    expect(lines(taken("10 00:00", "10 09:00", { beamCurrent: 0 }), taken("10 09:10", "10 23:00"))).toEqual([
      "7.8 hours of data, 98 % of the time",
      "24\u202f000 events (2 runs cross the edge of the shift; their events count whole)",
      "Beam on (≥ 5 nA): 87 % of data time",
      "Production: 100 % of data time",
    ]);
    expect(lines(taken("01 00:00", "25 00:00"), taken("10 09:00", "10 10:00")).slice(0, 2)).toEqual([
      "8 hours of data, 100 % of the time, 1 run begins before another ends",
      "24\u202f000 events (1 run crosses the edge of the shift; its events count whole)",
    ]);
    // What only touches the edge is of another shift; a run without length counts.
    const touching = [taken("10 07:00", "10 08:00"), taken("10 16:00", "10 17:00")];
    expect(
      sumUp([...touching, taken("10 08:00", "10 08:00"), taken("10 09:00", "10 10:00")], hours),
    ).toMatchObject({
      runs: 2,
      events: 24_000,
      crossing: 0,
    });
  });

  const whole = { hasMoreRuns: false, hasMoreRecords: false };
  const record = (id: number, description: string): LogRecord => {
    return { id, description, tables: null, run: 7, created: "2016-02-17 13:30:00", user: "anna" };
  };
  const records = [
    record(4, "<b>Beam</b> was away"),
    record(3, "Comment on run 7: fine"),
    record(2, "Update of run 7, while it goes on: coda: 3 replaced."),
    record(1, 'Replaced condition event_count of run 7: {"condition":"event_count"}'),
    record(0, 'Replaced condition user_comment of run 7: {"condition":"user_comment"}'),
  ];

  test("records of people, not of programs", () => {
    expect(recordsOfPeople(records).map(({ id }) => id)).toEqual([4, 3, 0]);
  });

  test("the report is Markdown in which nothing of the database is markup", () => {
    const report = reportOf({
      since: "2016-02-17 11:00:00",
      until: "2016-02-17 14:00:00",
      hours: 3,
      database: "rcdb",
      runs: runs.slice(1),
      records: records.slice(0, 1),
      ...whole,
    });
    const lines = report.split("\n");
    expect(lines).toContain(
      String.raw`| 7 | 2016-02-17 13:00 | 1:00:00 | hd\|all | 12 000 | finished | first second |`,
    );
    expect(lines.findIndex((line) => line.startsWith("| 7"))).toBeLessThan(
      lines.findIndex((line) => line.startsWith("| 8")),
    );
    const open = { ...latest, run: 10, finished: null, length: null, state: "stale" as const };
    const times = { since: "2016-02-17 12:00:00", hours: 120, database: "x", records: [], ...whole };
    expect(reportOf({ ...times, until: "2016-02-22 12:00:00", runs: [open] })).toContain("| left open |");
    expect(reportOf({ ...times, until: "2016-02-17 14:00:00", runs: [open] })).toContain("| no update |");
    expect(report).toContain(String.raw`2016-02-17 13:30, anna, run 7: \<b\>Beam\</b\> was away`);
    expect(
      reportOf({
        since: null,
        until: "2016-02-17 14:00:00",
        hours: 3,
        database: "x",
        runs: [],
        records: [],
        ...whole,
      }),
    ).toContain("No runs.");
  });

  test("the report is in the usual formats, whatever the window's are", () => {
    const given = { ...shift, database: "x", runs, records, hasMoreRuns: true, hasMoreRecords: true };
    const usual = reportOf(given);
    setFormats({ digits: 1, grouping: "comma", clock: "12h", seconds: true, zone: "UTC" });
    try {
      expect(reportOf(given)).toBe(usual);
      expect(sumLines(sumUp(runs, shift)).join(" ")).toContain("24,000 events");
    } finally {
      setFormats(usualFormats);
    }
  });

  test.each([
    [{}, "No records by people.", /earliest|more runs/],
    [{ records: null }, "The log was not read.", /No records/],
    [{ hasMoreRecords: true }, "the earliest are not here", /No records by people\./],
    [{ hasMoreRuns: true }, "only the last 3 runs are counted", /earliest/],
  ])("what was not read is not called absent: %o", (part, words, notSaid) => {
    const times = { since: "2016-02-17 11:00:00", until: "2016-02-17 14:00:00", hours: 3 };
    const report = reportOf({ ...times, database: "x", runs, records: [], ...whole, ...part });
    expect(report).toContain(words);
    expect(report).not.toMatch(notSaid);
  });
});
