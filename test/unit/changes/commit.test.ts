/** Changes of values: reviewed, committed all or none, and undone. */
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Change, ChangeState } from "../../../core/api/changes.ts";
import type { Cell } from "../../../core/api/values.ts";
import { backends } from "../../support/backends.ts";
import { openWritableForTest } from "../../support/database.ts";
import { dump, logOf } from "../writing/support.ts";
import { answerOf, change, changeClient, openChanges, timeChange, valuesOf } from "./support.ts";

const runs = [1, 2, 3];

/** A change, how it stands, and what is stored. */
const standings: readonly (readonly [what: string, Change, ChangeState, Cell])[] = [
  ["a value replaced", change(1, "events", 5, 6), "ready", 5],
  ["a value added", change(3, "events", null, 6), "ready", null],
  ["a value removed", change(1, "comment", "beam lost", null), "ready", "beam lost"],
  ["of a value stored twice the newest", change(1, "twice", 30, 8), "ready", 30],
  ["the older of a value stored twice", change(1, "twice", 7, 8), "conflict", 30],
  ["digits as a text", change(1, "events", "5", "6"), "ready", 5],
  ["a float as it is shown", change(1, "current", 99.999, 1.5), "ready", 99.999],
  ["a bool", change(1, "good", true, false), "ready", true],
  ["a time", change(2, "at", "2016-02-17 13:26:01", "2016-02-18 00:00:00"), "ready", "2016-02-17 13:26:01"],
  ["JSON of the same meaning", change(2, "rtvs", '{ "a":1.0 }', "[]"), "ready", '{"a": 1}'],
  [
    "the start of a run",
    timeChange(1, "started", "2016-02-17 13:26:01", null),
    "ready",
    "2016-02-17 13:26:01",
  ],
  ["the end of a run", timeChange(1, "finished", null, "2016-02-17 14:00"), "ready", null],
  ["a value that is there already", change(1, "events", 4, 5), "done", 5],
  ["a value that is removed already", change(3, "events", 4, null), "done", null],
  ["another value", change(1, "events", 4, 6), "conflict", 5],
  ["a value where there was none", change(1, "events", null, 6), "conflict", 5],
  ["no value where there was one", change(3, "events", 5, 6), "conflict", null],
  [
    "another time of a run",
    timeChange(1, "started", null, "2016-02-17 14:00"),
    "conflict",
    "2016-02-17 13:26:01",
  ],
  ["a run that is missing", change(9, "events", null, 6), "no_run", null],
  ["a condition type that is missing", change(1, "evnts", null, 6), "no_condition", null],
  ["a time that runs do not have", timeChange(1, "length" as "started", null, "6"), "no_condition", null],
  ["a text for an int", change(1, "events", 5, "six"), "unfit", 5],
  ["a text that is no JSON", change(2, "rtvs", '{"a": 1}', "{"), "unfit", '{"a": 1}'],
  ["a day that is none", timeChange(1, "finished", null, "2016-02-30"), "unfit", null],
];

describe.each(backends)("on $name", (backend) => {
  test("many values, each another one, get into their own rows", async () => {
    const types = { events: "int", current: "float", comment: "string", at: "time" } as const;
    const old = { events: 1, current: 1, comment: "x", at: "2016-02-17 13:26:01.000000" };
    const numbers = Array.from({ length: 230 }, (_, at) => at + 1);
    const { client } = await openChanges(backend, {
      types,
      runs: Object.fromEntries(numbers.map((run) => [run, { conditions: old }])),
    });
    const texts = ["?", "'; DROP TABLE runs", "\\\\'", "\u{1f600}", "$1 :id @x", ""];
    const changes = numbers.flatMap((run) => [
      change(run, "events", old.events, run * 7),
      change(run, "current", old.current, run % 3 === 0 ? run * 1e-9 : run * 1.5e6 + 0.25),
      change(run, "comment", old.comment, `${texts[run % texts.length] ?? ""}${run}`),
      change(run, "at", "2016-02-17 13:26:01", `2017-01-01 00:00:${String(run % 60).padStart(2, "0")}`),
    ]);
    expect(await answerOf(client.commitChanges({ changes }))).toMatchObject({ counts: { replaced: 920 } });
    const states = new Set((await answerOf(client.reviewChanges({ changes }))).map(({ state }) => state));
    expect([...states]).toEqual(["done"]);
  });

  test("a review says how each change stands", async () => {
    const { client } = await openChanges(backend);
    for (const [what, given, state, now] of standings) {
      const [reviewed] = await answerOf(client.reviewChanges({ changes: [given] }));
      expect(reviewed, what).toMatchObject({ ...given, state, now });
      expect(reviewed?.message === null, what).toBe(state === "ready" || state === "done");
    }
  });

  test("what is ready is written by a commit, and put back by undoing it; all else is refused, and leaves all as it is", async () => {
    const { client, database } = await openChanges(backend);
    const before = await valuesOf(client, runs);
    for (const [what, given, state] of standings) {
      const all = await dump(database);
      const answer = await answerOf(client.commitChanges({ changes: [given, change(2, "events", null, 1)] }));
      if (state !== "ready" && state !== "done") {
        expect(answer, what).toMatchObject({ commit: null, refusedCount: 1, refused: [{ ...given, state }] });
        expect(await dump(database), what).toEqual(all);
        continue;
      }
      const [after] = await answerOf(client.reviewChanges({ changes: [given] }));
      expect(after?.state, what).toBe("done");
      const undone = await answerOf(client.undoCommit({ commit: answer.commit ?? 0 }));
      expect(undone.refused, what).toEqual([]);
      expect(await valuesOf(client, runs), what).toEqual(before);
    }
  });

  test("a commit and its undoing stand in the log, in the history, and in the list of commits", async () => {
    const { client, database } = await openChanges(backend);
    const changes = [
      change(1, "events", 5, 6),
      change(1, "comment", "beam lost", null),
      change(3, "current", null, 1.5),
      timeChange(3, "started", null, "2016-02-18 00:00:00"),
      change(1, "good", false, true),
    ];
    const { commit, counts } = await answerOf(client.commitChanges({ changes, comment: "by hand" }));
    expect(counts).toEqual({ added: 2, replaced: 1, removed: 1, unchanged: 1, runs: 0, removedRuns: 0 });
    expect(await logOf(database)).toEqual([
      'tester - - Committed 4 changes of 2 runs: {"comment":"by hand","changes":4,"runs":2,"records":4,"undoes":null}',
      `tester runs_3 3 Added condition current of run 3: {"condition":"current","type":"float","new":1.5,"commit":${commit ?? 0}}`,
      `tester conditions_1 1 Replaced condition events of run 1: {"condition":"events","type":"int","old":5,"new":6,"commit":${commit ?? 0}}`,
      `tester conditions_3 1 Deleted condition comment of run 1: {"condition":"comment","type":"string","old":"beam lost","commit":${commit ?? 0}}`,
      `tester runs_3 3 Changed start of run 3: {"time":"started","old":null,"new":"2016-02-18 00:00:00","commit":${commit ?? 0}}`,
    ]);
    const history = await answerOf(client.readHistory({ run: 3, condition: "current" }));
    expect(history).toMatchObject([{ change: "added", old: null, new: 1.5, commit, user: "tester" }]);
    const { commit: undo } = await answerOf(client.undoCommit({ commit: commit ?? 0, comment: "no" }));
    const { commits } = await answerOf(client.listCommits({}));
    expect(commits).toMatchObject([
      { commit: undo, undoes: commit, undoneBy: null, comment: "no", changes: 4, runs: 2, user: "tester" },
      { commit, undoes: null, undoneBy: undo, comment: "by hand", changes: 4, runs: 2, user: "tester" },
    ]);
    const detail = await answerOf(client.readCommit({ commit: commit ?? 0 }));
    expect(new Set(detail.list)).toEqual(new Set(changes.slice(0, 4)));
    expect((await answerOf(client.undoCommit({ commit: undo ?? 0 }))).counts).toMatchObject({ added: 2 });
  });

  test("a second writer's value is a conflict, which names the writer; nothing is written", async () => {
    const { client, connection } = await openChanges(backend);
    const other = changeClient(await openWritableForTest(connection), "other");
    const own = await answerOf(client.commitChanges({ changes: [change(1, "events", 5, 6)] }));
    await answerOf(other.commitChanges({ changes: [change(1, "events", 6, 7)] }));
    const before = await valuesOf(client, runs);
    const conflict = {
      state: "conflict",
      old: 6,
      now: 7,
      changed: { user: "other", at: expect.stringMatching(/^\d{4}-/) as string },
    };
    const changes = [change(3, "events", null, 1), change(1, "events", 6, 8)];
    for (const refused of [
      client.commitChanges({ changes }),
      client.undoCommit({ commit: own.commit ?? 0 }),
    ]) {
      const answer = await answerOf(refused);
      expect(answer).toMatchObject({ commit: null, refusedCount: 1, refused: [conflict] });
    }
    expect(await valuesOf(client, runs)).toEqual(before);
  });

  test("who overwrote a value without a record is not known, only when", async () => {
    const { client, database } = await openChanges(backend);
    await answerOf(client.commitChanges({ changes: [change(1, "events", 5, 6)] }));
    await database.transaction(async ({ write }) => {
      const created = "2017-01-01 10:00:00.000000";
      await write.updateTable("conditions").set({ int_value: 9, created }).where("id", "=", 1).execute();
    });
    const [reviewed] = await answerOf(client.reviewChanges({ changes: [change(1, "events", 6, 7)] }));
    expect(reviewed?.changed).toEqual({ user: null, at: "2017-01-01 10:00:00" });
  });

  test("missing runs are created only where that is asked for", async () => {
    const { client } = await openChanges(backend);
    const changes = [change(9, "events", null, 6), timeChange(9, "started", null, "2016-02-18 00:00:00")];
    const answer = await answerOf(client.commitChanges({ changes, createRuns: true }));
    expect(answer.counts).toMatchObject({ added: 2, replaced: 0, removed: 0, unchanged: 0, runs: 1 });
    expect(await valuesOf(client, [9])).toEqual(["9 from 2016-02-18 00:00:00 to -", "9 events 6"]);
  });

  test("runs that a commit created go when it is undone, and come back; those to which something was added stay", async () => {
    const { client, database } = await openChanges(backend);
    const before = await valuesOf(client, runs);
    const changes = [
      ...[11, 12, 13, 14].map((run) => change(run, "events", null, run)),
      timeChange(12, "started", null, "2016-02-18 00:00:00"),
      change(1, "events", 5, 6),
    ];
    const { commit } = await answerOf(client.commitChanges({ changes, createRuns: true }));
    const undone = await answerOf(client.undoCommit({ commit: commit ?? 0 }));
    expect(undone).toMatchObject({ counts: { removed: 5, replaced: 1, removedRuns: 4 }, keptRuns: [] });
    expect(await valuesOf(client, runs)).toEqual(before);
    const numbers = async () => (await database.read.selectFrom("runs").select("number").execute()).length;
    expect(await numbers()).toBe(3);

    const redone = await answerOf(client.undoCommit({ commit: undone.commit ?? 0 }));
    expect(redone).toMatchObject({ counts: { added: 5, replaced: 1, runs: 4 } });
    expect(await valuesOf(client, [12])).toEqual(["12 from 2016-02-18 00:00:00 to -", "12 events 12"]);

    // 11 has another value, 13 an end and 14 went away meanwhile.
    await answerOf(client.commitChanges({ changes: [change(11, "comment", null, "mine")] }));
    await database.transaction(async ({ write }) => {
      await write
        .updateTable("runs")
        .set({ finished: "2016-02-18 01:00:00" })
        .where("number", "=", 13)
        .execute();
      await write.deleteFrom("conditions").where("run_number", "=", 14).execute();
      await write.deleteFrom("runs").where("number", "=", 14).execute();
    });
    expect(await answerOf(client.undoCommit({ commit: redone.commit ?? 0 }))).toMatchObject({
      counts: { removed: 4, replaced: 1, removedRuns: 1 },
      keptRuns: [
        { run: 11, reason: "1 value" },
        { run: 13, reason: "an end" },
      ],
      keptRunCount: 2,
    });
    expect(await numbers()).toBe(5);
  });

  test("a redo creates exactly the runs that the undo removed, also those without values; a dry run tells which", async () => {
    const { client, database } = await openChanges(backend);
    const undo = async (commit: number | null) => {
      const tried = await answerOf(client.reviewUndo({ commit: commit ?? 0 }));
      const done = await answerOf(client.undoCommit({ commit: commit ?? 0 }));
      // What was tried is what is done.
      expect({
        runs: tried.createdRuns.length,
        removedRuns: tried.removedRuns.length,
        keptRuns: tried.keptRuns,
        refused: tried.changes.filter(({ state }) => state !== "ready" && state !== "done").length,
      }).toEqual({
        runs: done.counts.runs,
        removedRuns: done.counts.removedRuns,
        keptRuns: done.keptRuns,
        refused: done.refusedCount,
      });
      return { ...done, tried };
    };
    const newRuns = async () => {
      const rows = await database.read.selectFrom("runs").select("number").where("number", ">", 9).execute();
      return rows.map(({ number }) => number);
    };
    const create = async (...changes: Change[]) =>
      (await answerOf(client.commitChanges({ changes, createRuns: true }))).commit;

    // 100 loses its value before the undo, which has a change of 101 only; 102 never had one.
    const many = await create(
      change(100, "events", null, 1),
      change(101, "events", null, 2),
      change(102, "events", 3, null),
    );
    await answerOf(client.commitChanges({ changes: [change(100, "events", 1, null)] }));
    const undone = await undo(many);
    expect(undone).toMatchObject({
      counts: { removed: 1, removedRuns: 3 },
      tried: { removedRuns: [100, 101, 102] },
    });
    expect(await newRuns()).toEqual([]);
    const redone = await undo(undone.commit);
    expect(redone).toMatchObject({ counts: { added: 1, runs: 3 }, tried: { createdRuns: [100, 101, 102] } });
    expect(redone.tried.changes).toMatchObject([{ run: 101, state: "ready" }]);
    expect(await newRuns()).toEqual([100, 101, 102]);
    expect(await undo(undone.commit)).toMatchObject({ commit: null, counts: { runs: 0 } });
    // Those that the redo created are the first commit's, too, until they are removed again.
    expect(await undo(many)).toMatchObject({
      counts: { removed: 1, removedRuns: 3 },
      tried: { removedRuns: [100, 101, 102] },
    });
    expect(await newRuns()).toEqual([]);
    for (const commit of [many, redone.commit]) {
      expect(await undo(commit)).toMatchObject({ commit: null, counts: { removedRuns: 0 } });
    }
    // One that has more now stays, and is named.
    const third = await undo(undone.commit);
    await answerOf(client.commitChanges({ changes: [change(102, "comment", null, "mine")] }));
    expect(await undo(many)).toMatchObject({ counts: { removedRuns: 2 }, keptRuns: [{ run: 102 }] });
    await answerOf(client.commitChanges({ changes: [change(102, "comment", "mine", null)] }));
    expect(await undo(third.commit)).toMatchObject({ counts: { removedRuns: 1 } });

    // A run of the same number that somebody else makes stays; and one that stays is no work.
    const one = await create(change(100, "events", null, 1), change(101, "events", null, 1));
    await answerOf(client.commitChanges({ changes: [change(101, "comment", null, "mine")] }));
    expect(await undo(one)).toMatchObject({
      counts: { removed: 2, removedRuns: 1 },
      keptRuns: [{ run: 101 }],
    });
    await answerOf(client.createRun({ number: 100 }));
    expect(await undo(one)).toMatchObject({ commit: null, counts: { removedRuns: 0 } });
    expect(await newRuns()).toEqual([100, 101]);

    // A run that the undone commit did not remove is not created.
    const values = await create(change(50, "events", null, 1), change(3, "events", null, 1));
    await answerOf(client.commitChanges({ changes: [change(50, "comment", null, "mine")] }));
    const kept = await undo(values);
    expect(kept).toMatchObject({ counts: { removedRuns: 0 }, keptRuns: [{ run: 50 }] });
    await database.transaction(async ({ write }) => {
      await write.deleteFrom("conditions").where("run_number", "=", 50).execute();
      await write.deleteFrom("runs").where("number", "=", 50).execute();
    });
    expect(await undo(kept.commit)).toMatchObject({ commit: null, refused: [{ run: 50, state: "no_run" }] });
    expect(await newRuns()).toEqual([100, 101]);
  });

  test("a text that fits no type any more, as Python writes it, is put back as it was", async () => {
    const old = '{"a": NaN, "b": [Infinity, -Infinity]}';
    const { client } = await openChanges(backend, {
      types: { rtvs: "json" },
      runs: { 1: { conditions: { rtvs: old } }, 2: { conditions: { rtvs: "{not JSON" } } },
    });
    const before = await valuesOf(client, [1, 2]);
    const changes = [change(1, "rtvs", old, '{"a": 1}'), change(2, "rtvs", "{not JSON", null)];
    const { commit } = await answerOf(client.commitChanges({ changes }));
    const inverse = changes.map((one) => ({ ...one, old: one.new, new: one.old }));
    const tried = await answerOf(client.reviewUndo({ commit: commit ?? 0 }));
    expect(tried.changes.map(({ state }) => state)).toEqual(["ready", "ready"]);
    const given = await answerOf(client.reviewChanges({ changes: inverse }));
    expect(given.map(({ state }) => state)).toEqual(["unfit", "unfit"]);
    const undone = await answerOf(client.undoCommit({ commit: commit ?? 0 }));
    expect(undone.counts).toMatchObject({ replaced: 1, added: 1 });
    expect(await valuesOf(client, [1, 2])).toEqual(before);
    await answerOf(client.undoCommit({ commit: undone.commit ?? 0 }));
    expect(await valuesOf(client, [1, 2])).not.toContain(old);
  });

  test("what fits no type is put back as it was stored, at once with what does", async () => {
    const isFile = backend.name === "sqlite";
    const illegible = isFile
      ? [
          "int_value = 3.7",
          "int_value = 'abc'",
          "int_value = 9e999",
          "int_value = 9e300",
          "float_value = 'abc'",
          "float_value = -9e999",
          "bool_value = 7",
          "bool_value = 0.5",
          "time_value = 'garbage'",
          "time_value = 1455715561",
          "time_value = 1455715561.25",
          "time_value = '2016-02-17 13:26'",
          "time_value = '2016-02-17T13:26:01.5'",
          "time_value = '2016-02-17'",
          "time_value = '2016-02-17 13:26:01'",
          "text_value = '{broken'",
          "text_value = 'a' || char(0) || 'b'",
        ]
      : ["bool_value = 7", "text_value = '{broken'", "text_value = CONCAT('a', CHAR(0), 'b')"];
    const types = { int: "int", float: "float", bool: "bool", time: "time", text: "json" } as const;
    const conditions = { int: 1, float: 1, bool: true, time: "2016-02-17 13:26:01.000000", text: "[]" };
    const numbers = Array.from({ length: illegible.length + 1 }, (_, at) => at + 1);
    const { client, database } = await openChanges(backend, {
      types,
      runs: Object.fromEntries(numbers.map((run) => [run, { started: conditions.time, conditions }])),
      statements: [
        ...illegible.map((set, at) => {
          const name = set.slice(0, set.indexOf("_"));
          return `UPDATE conditions SET ${set} WHERE run_number = ${at + 1} AND condition_type_id = (SELECT id FROM condition_types WHERE name = '${name}')`;
        }),
        ...(isFile
          ? [
              "UPDATE runs SET started = 1455715561, finished = 'late' WHERE number = 1",
              "UPDATE runs SET started = '2018-01-03T10:00', finished = '2018-01-03 10:01:02' WHERE number = 2",
            ]
          : []),
      ],
    });
    const columns = ["int_value", "float_value", "bool_value", "time_value", "text_value"];
    const stored = async () => {
      const of = (table: string, order: string, names: readonly string[]) =>
        sql
          .raw<object>(
            `SELECT ${names.map((name) => (isFile ? `quote(${name}) AS ${name}` : `HEX(${name}) AS ${name}`)).join(", ")} FROM ${table} ORDER BY ${order}`,
          )
          .execute(database.read);
      const values = await of("conditions", "conditions.run_number, conditions.condition_type_id", [
        "run_number",
        "condition_type_id",
        ...columns,
      ]);
      const times = await of("runs", "runs.number", ["number", "started", "finished"]);
      return [values.rows, times.rows];
    };
    const before = await stored();
    const details = [];
    for (const run of numbers) details.push(await answerOf(client.readRun({ run })));
    const changes = details.flatMap(({ run, started, finished, conditions: values }) => [
      timeChange(run, "started", started, "2020-01-01 00:00:00"),
      ...(finished === null ? [] : [timeChange(run, "finished", finished, null)]),
      ...values.map(({ name, value }) =>
        change(run, name, value, name === "int" && run % 2 === 0 ? 5 : null),
      ),
    ]);
    const { commit, refused } = await answerOf(client.commitChanges({ changes }));
    expect(refused).toEqual([]);
    const changed = await stored();
    const undone = await answerOf(client.undoCommit({ commit: commit ?? 0 }));
    expect(undone).toMatchObject({ refused: [] });
    expect(await stored()).toEqual(before);
    // And the other way round once more: the log has them as they are shown.
    expect(await answerOf(client.undoCommit({ commit: undone.commit ?? 0 }))).toMatchObject({ refused: [] });
    expect(await stored()).toEqual(changed);
  });

  test("a form in the log that is not one of the old value is not put back", async () => {
    const { client, database } = await openChanges(backend);
    const changes = [
      change(1, "comment", "beam lost", "x"),
      change(1, "events", 5, 6),
      change(2, "at", "2016-02-17 13:26:01", "2020-01-01 00:00:00"),
      timeChange(1, "started", "2016-02-17 13:26:01", null),
    ];
    const before = await valuesOf(client, [1, 2]);
    const { commit } = await answerOf(client.commitChanges({ changes }));
    await database.transaction(async ({ write }) => {
      const forged = sql<string>`REPLACE(description, '"old":', '"stored":"2017-01-01T00:00","old":')`;
      await write.updateTable("logs").set({ description: forged }).execute();
    });
    expect(await answerOf(client.undoCommit({ commit: commit ?? 0 }))).toMatchObject({ refused: [] });
    expect(await valuesOf(client, [1, 2])).toEqual(before);
  });

  test.each([
    [
      "of one value two changes",
      [change(1, "events", 5, 6), change(1, "events", 5, 7)],
      "bad_input",
      /changed twice/,
    ],
    ["no change", [], "bad_input", /no changes/],
  ] as const)("refused: %s", async (_what, changes, code, message) => {
    const { client } = await openChanges(backend);
    for (const outcome of [
      await client.reviewChanges({ changes: [...changes] }),
      await client.commitChanges({ changes: [...changes] }),
    ]) {
      expect(outcome).toMatchObject({
        ok: false,
        error: { code, message: expect.stringMatching(message) as string },
      });
    }
  });

  test("a commit that the log does not have, or only a part of, cannot be undone", async () => {
    const { client, database } = await openChanges(backend);
    const { commit } = await answerOf(client.commitChanges({ changes: [change(1, "events", 5, 6)] }));
    await database.transaction(async ({ write }) => {
      await write.deleteFrom("logs").where("description", "like", "Replaced%").execute();
    });
    for (const id of [99, commit ?? 0]) {
      expect(await client.undoCommit({ commit: id })).toMatchObject({
        ok: false,
        error: { code: "no_such_commit" },
      });
    }
  });
});
