/** Changes of many runs: the dry run, its counts and examples, and the commit of what it answers. */
import { describe, expect, test } from "vitest";
import type { ChangePlan } from "../../../core/api/changes.ts";
import { backends } from "../../support/backends.ts";
import type { TestDatabase } from "../../support/database.ts";
import { processorTime } from "../../support/processorTime.ts";
import { answerOf, change, changeClient, openChanges, valuesOf } from "./support.ts";

const content: TestDatabase = {
  types: { status: "int", comment: "string", good: "bool", current: "float" },
  runs: {
    1: { conditions: { status: 1, comment: "one" } },
    2: { conditions: { status: 2 } },
    3: { started: "2016-02-17 13:26:01.000000" },
  },
};
const everything = { expression: "", runMin: null, runMax: null };
const nothing = {
  added: 0,
  replaced: 0,
  removed: 0,
  unchanged: 0,
  kept: 0,
  unknownRuns: 0,
  unfit: 0,
  unread: 0,
};
const ofValue = { from: "value", condition: "status" } as const;

type Counts = Partial<ChangePlan["counts"]>;

describe.each(backends)("on $name", (backend) => {
  test("a value of many runs", async () => {
    const { client } = await openChanges(backend, content);
    const all = { selection: everything };
    const plans: [object, Counts, ChangePlan["changes"]][] = [
      [
        { runs: all, action: "set", value: "1" },
        { added: 1, replaced: 1, unchanged: 1 },
        [change(2, "status", 2, 1), change(3, "status", null, 1)],
      ],
      [
        { runs: all, action: "add", value: 1 },
        { added: 1, kept: 1, unchanged: 1 },
        [change(3, "status", null, 1)],
      ],
      [
        { runs: all, action: "clear" },
        { removed: 2, unchanged: 1 },
        [change(1, "status", 1, null), change(2, "status", 2, null)],
      ],
      [
        { runs: { selection: { ...everything, expression: "status > 1" } }, action: "set", value: 3 },
        { replaced: 1 },
        [change(2, "status", 2, 3)],
      ],
      [
        { runs: { list: [2, 9, 2] }, action: "set", value: 3 },
        { replaced: 1, unknownRuns: 1 },
        [change(2, "status", 2, 3)],
      ],
    ];
    for (const [given, counts, changes] of plans) {
      const plan = await answerOf(
        client.planChanges({ ...ofValue, ...given } as typeof ofValue & { runs: never; action: "set" }),
      );
      expect(plan.counts).toEqual({ ...nothing, ...counts });
      expect(plan.changes).toEqual(changes);
      expect(plan.unknownRuns).toEqual("unknownRuns" in counts ? [{ run: 9, line: null }] : []);
    }
  });

  test.each([
    ["a value that does not fit", { value: "x" }, "bad_value", /of type int/],
    ["no value", { value: null }, "bad_input", /Give the value/],
    ["an unknown condition", { value: 1, condition: "stats" }, "no_such_condition", /status/],
    [
      "a wrong expression",
      { value: 1, runs: { selection: { ...everything, expression: "stats > 1" } } },
      "expression",
      /stats/,
    ],
  ] as const)("refused: %s", async (_what, given, code, message) => {
    const { client } = await openChanges(backend, content);
    const planned = { ...ofValue, action: "set" as const, runs: { list: [1] }, ...given };
    expect(await client.planChanges(planned as never)).toMatchObject({
      ok: false,
      error: { code, message: expect.stringMatching(message) as string },
    });
  });

  test("a table, whose columns are matched to conditions and times", async () => {
    const { client } = await openChanges(backend, content);
    const text = [
      "status;run;Remark;good;finished;other",
      '1;1;"";true;;x',
      "7;2;two;yes;2016-02-17 14:00;",
      ";3;;;;",
      "1;9;;;;",
      "1;run;;;;",
      "1;1;;;;",
    ].join("\n");
    const table = { from: "table", text, action: "set", columns: { Remark: "comment" } } as const;
    const plan = await answerOf(client.planChanges(table));
    expect(plan.columns).toEqual([
      { heading: "status", name: "status", problem: null },
      { heading: "Remark", name: "comment", problem: null },
      { heading: "good", name: "good", problem: null },
      { heading: "finished", name: "finished", problem: null },
      { heading: "other", name: null, problem: expect.stringMatching(/no condition “other”/) as string },
    ]);
    const counts = { added: 3, replaced: 2, unchanged: 1, unknownRuns: 1, unfit: 1, unread: 2 };
    expect(plan.counts).toEqual({ ...nothing, ...counts });
    expect(plan.unknownRuns).toEqual([{ run: 9, line: 5 }]);
    expect(plan.unfit).toMatchObject([{ run: 2, line: 3, name: "good" }]);
    expect(plan.unread).toEqual([
      { line: 6, message: "“run” is not a run number." },
      { line: 7, message: "Run 1 is on line 2 already." },
    ]);
    expect(plan.replaced).toContainEqual({ run: 1, line: 2, name: "comment", old: "one", new: "" });
    const { counts: done } = await answerOf(client.commitChanges({ changes: plan.changes }));
    expect(done).toEqual({ added: 3, replaced: 2, removed: 0, unchanged: 0, runs: 0, removedRuns: 0 });
    expect(await valuesOf(client, [1, 2])).toEqual([
      "1 from - to -",
      "1 comment ",
      "1 good true",
      "1 status 1",
      "2 from - to 2016-02-17 14:00:00",
      "2 comment two",
      "2 status 7",
    ]);
  });

  test("columns without a name, of one name, and of two meanings; stored names with blanks", async () => {
    const types = { status: "int", " lead": "int", started: "int", x: "int" } as const;
    const { client } = await openChanges(backend, { types, runs: { 1: {} } });
    const columnsOf = async (text: string, columns: Record<string, string | null> = {}) => {
      const plan = await answerOf(client.planChanges({ from: "table", text, action: "set", columns }));
      return [
        ...plan.columns.map(({ heading, name, problem }) => `${heading} → ${name ?? problem ?? "left out"}`),
        ...plan.changes.map(({ kind, name, new: next }) => `${kind} ${name} ${String(next)}`),
      ];
    };
    // A spreadsheet leaves commas at the end.
    expect(await columnsOf("run,x,,\n1,5,,")).toEqual(["x → x", "condition x 5"]);
    expect(await columnsOf("run,,statsu,zz,zz,x,x\n1,7,8,1,2,5,6", { zz: null })).toEqual([
      "column 2 → It has values and no heading.",
      "statsu → There is no condition “statsu”. Did you mean status?",
      "zz → left out",
      "zz (column 5) → There is no condition “zz”. Create its condition type first.",
      "x → x",
      "x (column 7) → Column 6 is for “x” already. Leave one out.",
      "condition x 5",
    ]);
    expect(await columnsOf("run,zz,zz\n1,1,2", { zz: "x", "zz (column 3)": "status" })).toEqual([
      "zz → x",
      "zz (column 3) → status",
      "condition x 1",
      "condition status 2",
    ]);
    expect(await columnsOf("run, lead,started\n1,3,4")).toEqual([
      "lead →  lead",
      "started → “started” is a time of the run, and a condition: write run.started, or condition.started.",
      "condition  lead 3",
    ]);
    expect(await columnsOf("run,finished,run.finished,x\n1,2020-01-02,2020-01-03,5")).toEqual([
      "finished → finished",
      "run.finished → Column 2 is for “finished” already. Leave one out.",
      "x → x",
      "time finished 2020-01-02 00:00:00",
      "condition x 5",
    ]);
    expect(await columnsOf("run,x,s\n1,5,6", { s: "x" })).toEqual([
      "x → x",
      "s → Column 2 is for “x” already. Leave one out.",
      "condition x 5",
    ]);
    const both = "run,run.started,condition.started,finished\n1,2020-01-01,4,2020-01-02";
    const changes = [
      "time started 2020-01-01 00:00:00",
      "condition started 4",
      "time finished 2020-01-02 00:00:00",
    ];
    expect(await columnsOf(both)).toEqual([
      "run.started → run.started",
      "condition.started → started",
      "finished → finished",
      ...changes,
    ]);
    const chosen = { started: "run.started", s: "started" };
    expect(await columnsOf("run,started,s,finished\n1,2020-01-01,4,2020-01-02", chosen)).toEqual([
      "started → run.started",
      "s → started",
      "finished → finished",
      ...changes,
    ]);
  });

  test("runs of a table are created where that is asked for", async () => {
    const { client } = await openChanges(backend, content);
    const table = { from: "table", text: "run,status\n9,4", action: "add" } as const;
    const without = await answerOf(client.planChanges(table));
    expect(without).toMatchObject({ changes: [], counts: { unknownRuns: 1, added: 0 } });
    const { changes } = await answerOf(client.planChanges({ ...table, createRuns: true }));
    expect(await answerOf(client.commitChanges({ changes }))).toMatchObject({
      refused: [{ state: "no_run" }],
    });
    await answerOf(client.commitChanges({ changes, createRuns: true }));
    expect(await valuesOf(client, [9])).toEqual(["9 from - to -", "9 status 4"]);
  });

  test.each([
    ["no column of runs", "status\n1", {}, "bad_input", /no column “run”/],
    ["a line that is too short", "run,status\n1", {}, "bad_input", /line 2/],
    ["a column for an unknown condition", "run,x\n1,2", { x: "stats" }, "no_such_condition", /status/],
  ] as const)("a table is refused: %s", async (_what, text, columns, code, message) => {
    const { client } = await openChanges(backend, content);
    expect(await client.planChanges({ from: "table", text, action: "set", columns })).toMatchObject({
      ok: false,
      error: { code, message: expect.stringMatching(message) as string },
    });
  });

  test("10,000 runs in one commit and its undoing; cancelled in the middle nothing is written", async () => {
    const count = 10_000;
    const runs = Array.from({ length: count }, (_, at) => at + 1);
    const { client, database } = await openChanges(backend, {
      types: { status: "int", current: "float" },
      runs: Object.fromEntries(runs.map((run) => [run, { conditions: { status: run % 3 } }])),
    });
    const text = ["run,status,current", ...runs.map((run) => `${run},5,${run / 8}`)].join("\n");
    const plan = await answerOf(client.planChanges({ from: "table", text, action: "set" }));
    expect(plan.counts).toEqual({ ...nothing, added: count, replaced: count });
    const stop = new AbortController();
    const reports: number[] = [];
    const stopping = changeClient(database, "tester", stop.signal, ({ done, label }) => {
      if (label !== "Writing changes") return;
      reports.push(done);
      if (done > count / 2) stop.abort();
    });
    expect(await stopping.commitChanges(plan)).toMatchObject({ ok: false, error: { code: "cancelled" } });
    expect(reports.length).toBeGreaterThan(2);
    const counted = () =>
      database.read
        .selectFrom("logs")
        .select((is) => is.fn.countAll().as("n"))
        .executeTakeFirst();
    expect(Number((await counted())?.n)).toBe(0);

    const start = processorTime();
    const { commit } = await answerOf(client.commitChanges({ changes: plan.changes }));
    const { refusedCount, counts } = await answerOf(client.undoCommit({ commit: commit ?? 0 }));
    expect({ refusedCount, counts }).toMatchObject({
      refusedCount: 0,
      counts: { replaced: count, removed: count },
    });
    expect(processorTime() - start).toBeLessThan(60_000);
    expect(await valuesOf(client, [1, count])).toEqual([
      "1 from - to -",
      "1 status 1",
      `${count} from - to -`,
      `${count} status ${count % 3}`,
    ]);
  });
});
