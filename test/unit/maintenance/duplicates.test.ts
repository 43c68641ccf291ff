/** Rows that are stored more than once: found, and removed but for the newest. */
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Duplicates } from "../../../core/api/maintenance.ts";
import { readHistory } from "../../../core/log/history.ts";
import { repairDuplicates } from "../../../core/maintenance/duplicates.ts";
import { readRun } from "../../../core/runs/run.ts";
import type { Database, WritableDatabase } from "../../../core/db/database.ts";
import { openWritableDatabase } from "../../../core/db/open.ts";
import { backends } from "../../support/backends.ts";
import { openWritableForTest, type TestDatabase } from "../../support/database.ts";
import { dumpAll, recording } from "./support.ts";

const link = (file: number, run: number): string =>
  `INSERT INTO files_have_runs (files_id, run_number) VALUES (${file}, ${run})`;
const file = (id: number, path: string): string =>
  `INSERT INTO files (id, path, sha256, content, importance) VALUES (${id}, '${path.replace("'", "''")}', 'x', 'y', 0)`;

const content: TestDatabase = {
  types: { beam: "float", events: "int", target: "string", ok: "bool" },
  runs: {
    1: { conditions: { beam: [1.5, 1.5], events: [5, 6, 7], target: "LH2" } },
    2: { conditions: { beam: 1.5, target: ["", "empty"], ok: [true, true, true] } },
    3: { conditions: { events: 4 } },
  },
  statements: [
    file(1, "trigger.conf"),
    file(2, "it's.conf"),
    ...[link(1, 1), link(1, 1), link(1, 2), link(2, 2), link(2, 2), link(2, 2), link(2, 1)],
  ],
};

function repair(database: WritableDatabase, execute: boolean): Promise<Duplicates> {
  return repairDuplicates(database, "tester", { execute }, recording());
}

async function linksOf({ read }: Database): Promise<string[]> {
  const rows = await read.selectFrom("files_have_runs").selectAll().execute();
  return rows.map(({ files_id, run_number }) => `${files_id ?? "-"} ${run_number ?? "-"}`).sort();
}

describe.each(backends)("on $name", (backend) => {
  const expected = [
    { table: "conditions", run: 1, name: "beam", surplus: 1, different: false },
    { table: "conditions", run: 1, name: "events", surplus: 2, different: true },
    { table: "conditions", run: 2, name: "target", surplus: 1, different: true },
    { table: "conditions", run: 2, name: "ok", surplus: 2, different: false },
    { table: "files_have_runs", run: 1, name: "trigger.conf", surplus: 1, different: false },
    { table: "files_have_runs", run: 2, name: "it's.conf", surplus: 2, different: false },
  ];

  test("without execute they are listed, and nothing is changed", async () => {
    const connection = await backend.create(content);
    const before = await dumpAll(connection);
    const database = await openWritableForTest(connection);
    expect(await repair(database, false)).toEqual({ duplicates: expected, removed: 0 });
    expect(await dumpAll(connection)).toEqual(before);
  });

  test("with execute the newest stays, and what is gone is in the log", async () => {
    const database = await openWritableForTest(await backend.create(content));
    const runs = await Promise.all([1, 2, 3].map(async (run) => (await readRun(database, run)).conditions));
    expect(await repair(database, true)).toEqual({ duplicates: expected, removed: 9 });
    expect(
      await Promise.all([1, 2, 3].map(async (run) => (await readRun(database, run)).conditions)),
    ).toEqual(runs);
    expect(await database.read.selectFrom("conditions").select("id").execute()).toHaveLength(7);
    expect(await linksOf(database)).toEqual(["1 1", "1 2", "2 1", "2 2"]);

    const history = [
      ...(await readHistory(database, { run: 1, condition: null })),
      ...(await readHistory(database, { run: 2, condition: null })),
    ];
    expect(
      history.map(({ run, condition, change, old, user }) => [run, condition, change, old, user]),
    ).toEqual([
      [1, "events", "deleted", 5, "tester"],
      [1, "events", "deleted", 6, "tester"],
      [2, "target", "deleted", "", "tester"],
    ]);
    const log = await database.read.selectFrom("logs").select("description").execute();
    const told = log.map(({ description }) => description).filter((text) => text?.startsWith("Removed"));
    expect(told).toEqual([
      'Removed repeated rows of condition "beam" of run 1: {"condition":"beam","ids":[1]}',
      expect.stringContaining('Removed repeated rows of condition "ok" of run 2: {"condition":"ok","ids":['),
      'Removed repeated links of file "trigger.conf" to run 1: {"file":1,"path":"trigger.conf","run":1,"removed":1}',
      'Removed repeated links of file "it\'s.conf" to run 2: {"file":2,"path":"it\'s.conf","run":2,"removed":2}',
    ]);
    expect(await repair(database, true)).toEqual({ duplicates: [], removed: 0 });
  });

  test("cancelled in the middle nothing is removed", async () => {
    const connection = await backend.create(content);
    const before = await dumpAll(connection);
    const database = await openWritableForTest(connection);
    const controller = new AbortController();
    const context = {
      signal: controller.signal,
      report: ({ label }: { label: string }): void => {
        if (label === "Removing older values") controller.abort();
      },
    };
    await expect(repairDuplicates(database, "tester", { execute: true }, context)).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(await dumpAll(connection)).toEqual(before);
  });

  test("conditions without a run or type are left alone", async () => {
    const orphan = (run: string, type: string): string =>
      `INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value) VALUES (${run}, ${type}, 0, 0, 0)`;
    const connection = await backend.create({
      types: { events: "int" },
      runs: { 1: {} },
      statements: [orphan("NULL", "1"), orphan("NULL", "1"), orphan("1", "NULL"), orphan("1", "NULL")],
    });
    const database = await openWritableForTest(connection);
    expect(await repair(database, true)).toEqual({ duplicates: [], removed: 0 });
  });

  test("for any rows: each (run, type) keeps its newest, each link is there once", async () => {
    const rows = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 2 }), fc.nat(2)),
      {
        maxLength: 30,
      },
    );
    const links = fc.array(fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 4 })), {
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(rows, links, async (conditions, pairs) => {
        const connection = await backend.create({
          types: { a: "int", b: "int" },
          runs: { 1: {}, 2: {}, 3: {}, 4: {} },
          statements: [
            file(1, "one"),
            file(2, "two"),
            ...conditions.map(
              ([run, type, value]) =>
                `INSERT INTO conditions (run_number, condition_type_id, int_value, float_value, bool_value) VALUES (${run}, ${type}, ${value}, 0, 0)`,
            ),
            ...pairs.map(([id, run]) => link(id, run)),
          ],
        });
        const database = await openWritableDatabase(connection);
        onTestFinished(() => database.close());
        const newest = new Map(conditions.map(([run, type, value]) => [`${run} ${type}`, value]));
        const once = new Set(pairs.map(([id, run]) => `${id} ${run}`));
        const { removed } = await repair(database, true);
        expect(removed).toBe(conditions.length - newest.size + pairs.length - once.size);
        const left = await database.read
          .selectFrom("conditions")
          .select(["run_number as run", "condition_type_id as type", "int_value as value"])
          .execute();
        expect(new Map(left.map(({ run, type, value }) => [`${run ?? "-"} ${type ?? "-"}`, value]))).toEqual(
          newest,
        );
        expect(left).toHaveLength(newest.size);
        expect(await linksOf(database)).toEqual([...once].sort());
      }),
      { numRuns: backend.name === "sqlite" ? 60 : 15 },
    );
  });
});
