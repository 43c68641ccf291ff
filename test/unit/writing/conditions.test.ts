/** Adding, replacing and deleting conditions, alone and in bulk. */
import { describe, expect, test } from "vitest";
import type { FailureCode } from "../../../core/api/failure.ts";
import { readHistory } from "../../../core/log/history.ts";
import { readRun } from "../../../core/runs/run.ts";
import type { Database } from "../../../core/db/database.ts";
import { backends } from "../../support/backends.ts";
import type { TestDatabase } from "../../support/database.ts";
import type { WriteClient } from "./client.ts";
import { dump, expectRefused, logOf, open, openForAll } from "./support.ts";

const content: TestDatabase = {
  types: { event_count: "int", beam_current: "float", comment: "string", twice: "int" },
  runs: {
    1: { conditions: { event_count: 5, beam_current: 100.5, twice: [7, 30] } },
    2: { started: "2016-02-17 13:26:01.000000" },
    3: {},
  },
};

/** The values of a run by name. */
async function valuesOf(database: Database, run: number): Promise<Record<string, unknown>> {
  const { conditions } = await readRun(database, run);
  return Object.fromEntries(conditions.map(({ name, value }) => [name, value]));
}

describe.each(backends)("on $name", (backend) => {
  const unchanged = openForAll(backend, content);

  test("new values are added, the same ones left alone", async () => {
    const { database, client } = await open(backend, content);
    const values = [
      { name: "event_count", value: 5 },
      { name: "comment", value: "ü 😀" },
      { name: "beam_current", value: 100.5 + 1e-13 },
    ];
    expect(await client.addConditions({ run: 1, values })).toEqual({
      ok: true,
      value: { runs: 0, added: 1, replaced: 0, unchanged: 2 },
    });
    expect(await valuesOf(database, 1)).toEqual({
      event_count: 5,
      beam_current: 100.5,
      comment: "ü 😀",
      twice: 30,
    });
    const { conditions } = await readRun(database, 1);
    const created = conditions.find(({ name }) => name === "comment")?.created;
    expect(created).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
    expect(await logOf(database)).toEqual([]);
  });

  test("the same value given twice in one call is stored once", async () => {
    const { database, client } = await open(backend, content);
    const values = ["5", 5].map((value) => ({ name: "event_count", value }));
    expect(await client.addConditions({ run: 2, values })).toMatchObject({ ok: true, value: { added: 1 } });
    expect(await valuesOf(database, 2)).toEqual({ event_count: 5 });
  });

  test("replacing overwrites, and tells in the log what was there", async () => {
    const { database, client } = await open(backend, content);
    const values = [
      { name: "event_count", value: 6 },
      { name: "beam_current", value: 99.999 },
      { name: "comment", value: "new" },
    ];
    expect(await client.addConditions({ run: 1, values, replace: true })).toEqual({
      ok: true,
      value: { runs: 0, added: 1, replaced: 2, unchanged: 0 },
    });
    expect(await valuesOf(database, 1)).toMatchObject({
      event_count: 6,
      beam_current: 99.999,
      comment: "new",
    });
    expect(await logOf(database)).toEqual([
      'tester conditions_1 1 Replaced condition event_count of run 1: {"condition":"event_count","type":"int","old":5,"new":6}',
      'tester conditions_2 1 Replaced condition beam_current of run 1: {"condition":"beam_current","type":"float","old":100.5,"new":99.999}',
    ]);
    const { conditions } = await readRun(database, 1);
    expect(conditions.find(({ name }) => name === "event_count")?.created).not.toBeNull();
  });

  test("of a value that is stored twice the newest row is compared and replaced", async () => {
    const { database, client } = await open(backend, content);
    const give = (value: number) => client.addConditions({ run: 1, values: [{ name: "twice", value }] });
    expect(await give(30)).toMatchObject({ ok: true, value: { unchanged: 1 } });
    await expectRefused(database, () => give(7), "conflict", /has the value “30”, not “7”/);
    const values = [{ name: "twice", value: 8 }];
    await client.addConditions({ run: 1, values, replace: true });
    const rows = await database.read
      .selectFrom("conditions")
      .select("int_value")
      .where("condition_type_id", "=", 4)
      .orderBy("id")
      .execute();
    expect(rows.map((row) => row.int_value)).toEqual([7, 8]);
  });

  test.each<[string, (client: WriteClient) => ReturnType<WriteClient["addConditions"]>, FailureCode, RegExp]>(
    [
      [
        "another value without replace, and nothing of the call is stored",
        (client) =>
          client.addConditions({
            run: 1,
            values: [
              { name: "comment", value: "new" },
              { name: "beam_current", value: 100.6 },
            ],
          }),
        "conflict",
        /“beam_current” of run 1 has the value “100\.5”, not “100\.6”\. Nothing was stored\./,
      ],
      [
        "two values for one name",
        (client) =>
          client.addConditions({
            run: 2,
            values: [1, 2].map((value) => ({ name: "event_count", value })),
            replace: true,
          }),
        "conflict",
        /“event_count” of run 2 is given twice, with different values/,
      ],
      [
        "an unknown run",
        (client) => client.addConditions({ run: 99, values: [] }),
        "no_such_run",
        /Run 99 is not in this database/,
      ],
      [
        "a misspelt name",
        (client) => client.addConditions({ run: 1, values: [{ name: "beam_curent", value: 1 }] }),
        "no_such_condition",
        /no condition “beam_curent”\. Did you mean beam_current\?/,
      ],
      [
        "a name in other letters",
        (client) => client.addConditions({ run: 1, values: [{ name: "Event_Count", value: 5 }] }),
        "no_such_condition",
        /Did you mean event_count/,
      ],
      [
        "an unlike name",
        (client) => client.addConditions({ run: 1, values: [{ name: "zzz", value: 1 }] }),
        "no_such_condition",
        /Create its condition type first/,
      ],
      [
        "a conflict in the last of many runs",
        (client) =>
          client.addRuns({
            runs: [
              { number: 50, conditions: [{ name: "event_count", value: 1 }] },
              { number: 1, conditions: [{ name: "event_count", value: 1 }] },
            ],
          }),
        "conflict",
        /run 1 has the value “5”, not “1”/,
      ],
      [
        "a run that is given twice",
        (client) => client.addRuns({ runs: [{ number: 50 }, { number: 50 }] }),
        "bad_input",
        /Run 50 is given twice/,
      ],
      [
        "a time that is none",
        (client) => client.addRuns({ runs: [{ number: 50 }, { number: 51, started: "yesterday" }] }),
        "bad_value",
        /“yesterday” is not a time\. Give a real date and time/,
      ],
    ],
  )("refuses %s", async (_, call, code, message) => {
    const { database, client } = unchanged();
    await expectRefused(database, () => call(client), code, message);
  });

  test("runs in bulk: new ones, old ones, times, more than a batch", async () => {
    const { database, client } = await open(backend, content);
    const many = Array.from({ length: 2500 }, (_, index) => ({
      number: 5000 - index,
      conditions: [{ name: "event_count", value: index }],
    }));
    const runs = [
      ...many,
      { number: 1, finished: "2016-02-17 15:00", conditions: [{ name: "event_count", value: 5 }] },
      { number: 2, started: null, conditions: [{ name: "event_count", value: 9 }] },
      { number: 4, started: "2016-02-18T10:00:00" },
    ];
    expect(await client.addRuns({ runs })).toEqual({
      ok: true,
      value: { runs: 2501, added: 2501, replaced: 0, unchanged: 1 },
    });
    expect(await valuesOf(database, 5000)).toEqual({ event_count: 0 });
    expect(await valuesOf(database, 2501)).toEqual({ event_count: 2499 });
    expect(await readRun(database, 1)).toMatchObject({ started: null, finished: "2016-02-17 15:00:00" });
    expect(await readRun(database, 2)).toMatchObject({ started: null, finished: null });
    expect(await readRun(database, 4)).toMatchObject({ started: "2016-02-18 10:00:00", finished: null });

    const before = await dump(database);
    expect(await client.addRuns({ runs })).toEqual({
      ok: true,
      value: { runs: 0, added: 0, replaced: 0, unchanged: 2502 },
    });
    expect(await dump(database)).toEqual(before);

    const others = many.map((run) => ({ ...run, conditions: [{ name: "event_count", value: -1 }] }));
    expect(await client.addRuns({ runs: others, replace: true })).toMatchObject({
      ok: true,
      value: { replaced: 2500 },
    });
    expect(await readHistory(database, { run: 4000, condition: null })).toMatchObject([
      { old: 1000, new: -1 },
    ]);
  });

  test("deleting of two types with one name needs the id, and takes no value of the other", async () => {
    const { database, client } = await open(backend, {
      types: { n: "int", x: "float" },
      runs: { 1: { conditions: { n: 5, x: 1.5 } } },
      statements: ["UPDATE condition_types SET name = 'n' WHERE name = 'x'"],
    });
    await expectRefused(
      database,
      () => client.deleteConditions({ run: 1, names: ["n"] }),
      "ambiguous",
      /2 rows have the name “n”\. Name the condition type by its id: 1 \(int\), 2 \(float\)/,
    );
    await expectRefused(
      database,
      () => client.deleteConditions({ run: 1, names: [], ids: [7] }),
      "no_such_condition",
      /no condition type with the id 7/,
    );
    expect(await client.deleteConditions({ run: 1, names: [], ids: [2] })).toMatchObject({
      value: { deleted: 1 },
    });
    const left = await database.read.selectFrom("conditions").select(["condition_type_id"]).execute();
    expect(left).toEqual([{ condition_type_id: 1 }]);
  });

  test("deleting takes all rows of a condition and keeps their values in the log", async () => {
    const { database, client } = await open(backend, content);
    const names = ["twice", "event_count", "twice", "comment"];
    expect(await client.deleteConditions({ run: 1, names })).toEqual({ ok: true, value: { deleted: 2 } });
    expect(await valuesOf(database, 1)).toEqual({ beam_current: 100.5 });
    const history = await readHistory(database, { run: 1, condition: null });
    expect(history.map(({ condition, change, old }) => [condition, change, old])).toEqual([
      ["event_count", "deleted", 5],
      ["twice", "deleted", 7],
      ["twice", "deleted", 30],
    ]);
    expect(await client.deleteConditions({ run: 1, names })).toEqual({ ok: true, value: { deleted: 0 } });
    expect(await client.deleteConditions({ run: 1, names: [] })).toEqual({ ok: true, value: { deleted: 0 } });
    await expectRefused(
      database,
      () => client.deleteConditions({ run: 1, names: ["beam_current", "coment"] }),
      "no_such_condition",
      /Did you mean comment/,
    );
    await expectRefused(database, () => client.deleteConditions({ run: 77, names }), "no_such_run", /Run 77/);
  });
});
