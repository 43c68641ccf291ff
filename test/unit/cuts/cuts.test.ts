/** The counts of a few runs by hand, on both databases. */
import { describe, expect, test } from "vitest";
import type { Selection } from "../../../core/api/search.ts";
import type { CutTally } from "../../../core/api/cuts.ts";
import { countCuts, listCutRuns } from "../../../core/cuts/cuts.ts";
import { explainRun } from "../../../core/cuts/explainRun.ts";
import { backends, type Backend } from "../../support/backends.ts";
import { openForGroup } from "../../support/database.ts";

const all = { runMin: null, runMax: null, ranges: [] };

function create(backend: Backend): Promise<string> {
  const content = {
    types: { current: "float", events: "int", kind: "string" },
    runs: {
      1: {
        started: "2016-02-17 10:00:00",
        finished: "2016-02-17 11:30:00",
        conditions: { current: 100, events: 10, kind: "a" },
      },
      2: { started: "2016-02-17 12:00:00", conditions: { current: 1, events: 20, kind: "a" } },
      3: {
        started: "2016-02-17 13:00:00",
        finished: "2016-02-17 13:30:00",
        conditions: { events: 40, kind: "b" },
      },
      // The newest value counts.
      4: { conditions: { current: [100, 1], events: [1, 80], kind: ["a", "b"] } },
      7: { conditions: {} },
    },
    statements: [
      "INSERT INTO aliases (id, name, code) VALUES (1, 'beam', 'current > 2 and (kind == ''a'' or events > 30)')",
    ],
  } as const;
  return backend.create(content);
}

const selectionOf = (expression: string, more: Partial<Selection> & { unfold?: boolean } = {}) => ({
  expression,
  ...all,
  unfold: false,
  recent: false,
  ...more,
});

describe.each(backends)("on $name", (backend) => {
  const opened = openForGroup(() => create(backend));

  test("as one types no large table is read as a whole", async () => {
    const database = opened();
    const typed = (expression: string) =>
      countCuts(database, { ...selectionOf(expression), recent: true, mostRead: 1 }, []);
    await expect(typed("current > 2")).rejects.toMatchObject({ code: "too_long" });
    // What the query has read is known, in another order, too.
    const read = { ...selectionOf("current > 2 and events > 5"), recent: true };
    const { selected } = await countCuts(database, read, []);
    expect((await typed("current > 2 and events > 5")).selected).toEqual(selected);
    expect((await typed("events > 5 and current > 2")).selected).toEqual(selected);
    await expect(typed("current > 2 and events > 6")).rejects.toMatchObject({ code: "too_long" });
  });

  test("each part has its runs and sums", async () => {
    const database = opened();
    const counted = await countCuts(database, selectionOf("current > 2 and kind == 'a' and events > 5"), [
      "events",
      "hours",
    ]);
    const [tally, none] = [
      (runs: number, events: number, hours: number) => ({ runs, sums: [events, hours] }),
      { runs: 0, sums: [0, 0] },
    ];
    expect(counted).toEqual({
      all: tally(5, 150, 2),
      selected: tally(1, 10, 1.5),
      sums: ["events", "hours"],
      dates: [],
      parts: [
        {
          ...{ text: "current > 2", from: 0, to: 11, aliases: [] },
          left: tally(1, 10, 1.5),
          removed: tally(4, 140, 0.5),
          alone: tally(1, 10, 1.5),
          only: tally(1, 20, 0),
          missing: tally(2, 40, 0.5),
        },
        {
          ...{ text: "kind == 'a'", from: 16, to: 27, aliases: [] },
          left: tally(1, 10, 1.5),
          removed: none,
          alone: tally(2, 30, 1.5),
          only: none,
          missing: none,
        },
        {
          ...{ text: "events > 5", from: 32, to: 42, aliases: [] },
          left: tally(1, 10, 1.5),
          removed: none,
          alone: tally(4, 150, 2),
          only: none,
          missing: tally(1, 0, 0),
        },
      ],
    });
  });

  test.each<[string, number, CutTally, number[], unknown]>([
    ["current > 2", 0, "removed", [2, 3, 4, 7], [[2, 7]]],
    [
      "current > 2",
      0,
      "missing",
      [3, 7],
      [
        [3, 3],
        [7, 7],
      ],
    ],
    ["events > 5 and current > 2", 1, "removed", [2, 3, 4], [[2, 4]]],
    ["events > 5 and current > 2", 1, "only", [2, 3, 4], [[2, 4]]],
    ["events > 5 and current > 2", 0, "left", [1, 2, 3, 4], [[1, 4]]],
    ["events > 5 and current > 2", 1, "alone", [1], [[1, 1]]],
  ])("%s: the runs of part %i, %s", async (expression, part, tally, runs, ranges) => {
    const database = opened();
    const listed = await listCutRuns(database, selectionOf(expression), part, tally);
    const found = listed.ranges?.map(({ runMin, runMax }) => [runMin, runMax]);
    expect({ ...listed, ranges: found }).toEqual({ count: runs.length, runs, ranges });
  });

  test("an alias is a part, or unfolded its parts are; an or is one", async () => {
    const database = opened();
    const texts = async (unfold: boolean): Promise<unknown> => {
      const { parts } = await countCuts(database, selectionOf("events > 5 and @beam", { unfold }), []);
      return parts.map(({ text, aliases, from, alone }) => [text, aliases, from, alone.runs]);
    };
    expect(await texts(false)).toEqual([
      ["events > 5", [], 0, 4],
      ["@beam", [], 15, 1],
    ]);
    expect(await texts(true)).toEqual([
      ["events > 5", [], 0, 4],
      ["current > 2", ["beam"], 15, 1],
      ["kind == 'a' or events > 30", ["beam"], 15, 4],
    ]);
  });

  test.each<[string, string[], string, string]>([
    ["events > 'a'", [], "expression", "“events” is a number"],
    ["", ["kind"], "bad_input", "“kind” is a string. Only numbers can be summed up"],
    ["", ["evnts"], "no_such_condition", "Did you mean events?"],
    ["", ["hours", "hours"], "bad_input", "“hours” is named twice. Name it once"],
    [
      Array.from({ length: 201 }, () => "events > 5").join(" and "),
      [],
      "expression",
      "it has 201 parts, at most 200",
    ],
  ])("%s and sums of %s are refused: %s", async (expression, sums, code, message) => {
    const database = opened();
    const refused = countCuts(database, selectionOf(expression), sums);
    await expect(refused).rejects.toMatchObject({ code });
    if (code !== "expression" || sums.length > 0) await expect(refused).rejects.toThrow(message);
  });

  test("computed columns are summed up as conditions are; a run that lacks one of their values adds nothing", async () => {
    const database = opened();
    const charge = { name: "charge", expression: "current * events", unit: null, description: null };
    const counted = await countCuts(database, selectionOf("events > 15", { runMax: 4 }), ["events", charge]);
    expect([
      counted.sums,
      counted.all.sums,
      counted.parts[0]?.removed.sums,
      counted.parts[0]?.left.sums,
    ]).toEqual([
      ["events", "charge"],
      [150, 1000 + 20 + 80],
      [10, 1000],
      [140, 100],
    ]);
    const great = { ...charge, expression: "current * 1e307" };
    const finite = await countCuts(database, selectionOf("", { runMax: 4 }), [great]);
    expect(finite.all.sums, "what is infinite adds nothing").toEqual([2e307]);
    const beyond = await countCuts(database, selectionOf("current > 2"), [
      { ...charge, expression: "events * 2e306" },
    ]);
    expect([beyond.all.sums, beyond.selected.sums]).toEqual([[null], [2e307]]);
    const refused = countCuts(database, selectionOf(""), [{ ...charge, expression: "kind.startswith('a')" }]);
    await expect(refused).rejects.toThrow("“charge” is a bool. Only numbers can be summed up");
  });

  test("without an expression there are no parts, and within bounds their runs count", async () => {
    const database = opened();
    const {
      all: runs,
      selected,
      parts,
    } = await countCuts(database, selectionOf("", { runMin: 2, runMax: 4 }), ["length"]);
    expect({ runs, selected, parts }).toEqual({
      runs: { runs: 3, sums: [1800] },
      selected: { runs: 3, sums: [1800] },
      parts: [],
    });
  });

  test.each<[number, string, string[], string]>([
    [
      2,
      "events > 5 and 80 < current < 120",
      [
        "false events > 5 and 80 < current < 120",
        "true events > 5 [events=20]",
        "false 80 < current < 120 [current=1]",
      ],
      "Run 2 would be selected if 80 < current < 120 were true (current is 1).",
    ],
    [
      3,
      "not (current > 2)",
      ["fails not current > 2: current is missing", "fails current > 2: current is missing [current=null]"],
      "Run 3 would be selected if current > 2 were false (current is missing).",
    ],
    [
      4,
      "kind == 'b' or current > 2",
      ["true kind == 'b' or current > 2", "true kind == 'b' [kind=b]", "(false) current > 2 [current=1]"],
      "Run 4 is selected.",
    ],
    [
      7,
      "events > current or kind == 'a'",
      [
        "fails events > current or kind == 'a': events and current are missing",
        "fails events > current: events and current are missing [events=null,current=null]",
        "(false) kind == 'a' [kind=null]",
      ],
      "Run 7 would be selected if events > current were true (events is missing, current is missing).",
    ],
    [
      1,
      "events / (current - 100) > 1",
      [
        "fails events / (current - 100) > 1: it cannot be calculated from these values [events=10,current=100]",
      ],
      "Run 1 would be selected if events / (current - 100) > 1 were true (events is 10, current is 100).",
    ],
    [1, "", [], "Run 1 is selected."],
    [
      1,
      "2 < 1",
      ["false 2 < 1"],
      "Run 1 is not selected, and no other values of its conditions would select it.",
    ],
  ])("run %i and %s", async (run, expression, lines, sentence) => {
    const database = opened();
    const reasons = await explainRun(database, { expression, ...all }, run);
    const written = reasons.nodes.map(({ text, outcome, evaluated, reason, values }) => {
      const named = values.map(({ name, value }) => `${name}=${String(value)}`).join();
      const why = reason === null ? "" : `: ${reason}`;
      return `${evaluated ? outcome : `(${outcome})`} ${text}${why}${named === "" ? "" : ` [${named}]`}`;
    });
    expect({ lines: written, sentence: reasons.sentence }).toEqual({ lines, sentence });
  });

  test("a run outside the bounds is not selected, and one that is not there is named", async () => {
    const database = opened();
    const bounds = { expression: "events > 5", runMin: 2, runMax: 3, ranges: [] };
    expect(await explainRun(database, bounds, 1)).toMatchObject({
      selected: false,
      within: false,
      sentence: "Run 1 would be selected if it were within 2-3.",
    });
    await expect(explainRun(database, bounds, 5)).rejects.toMatchObject({ code: "no_such_run" });
  });
});
