/** The columns that a table begins with. */
import { describe, expect, test } from "vitest";
import { chosenColumns } from "../../../core/search/chosenColumns.ts";
import { suggestColumns } from "../../../core/search/suggestColumns.ts";
import type { Cell } from "../../../core/api/values.ts";
import type { ValueType } from "../../../core/query/types.ts";
import { backends } from "../../support/backends.ts";
import { openForTest, type TestDatabase } from "../../support/database.ts";

const { signal } = new AbortController();
const runs = Array.from({ length: 40 }, (_, at) => at);
const each = (value: (run: number) => Cell): Cell[] => runs.map(value);

function chosen(conditions: Readonly<Record<string, readonly [ValueType, Cell[]]>>): string[] {
  return chosenColumns(
    Object.entries(conditions).map(([name, [type, values]], id) => ({
      type: { id, name, type, description: null, created: null },
      values,
    })),
  );
}

describe("which conditions make columns", () => {
  const counter = each((run) => 1000 + 17 * run);
  const rows: readonly [string, Parameters<typeof chosen>[0], string[]][] = [
    ["none", {}, []],
    [
      "the usual ones first",
      { a: ["int", counter], event_count: ["int", each((run) => run)] },
      ["event_count", "a"],
    ],
    [
      "what differs before what is mostly alike",
      {
        alike: ["int", each((run) => (run % 10 === 0 ? 1 : 0))],
        differs: ["int", each((run) => run % 4)],
      },
      ["differs", "alike"],
    ],
    [
      "not what is the same in all runs",
      { same: ["string", each(() => "x")], one: ["bool", each((run) => run % 2 === 0)] },
      ["one"],
    ],
    [
      "not what most runs lack",
      { rare: ["int", each((run) => (run % 4 === 0 ? run : null))], b: ["int", counter] },
      ["b"],
    ],
    [
      "empty texts are no values",
      { text: ["string", each((run) => (run < 30 ? "" : `t${run % 3}`))], b: ["int", counter] },
      ["b"],
    ],
    [
      "not remarks, JSON, contents and times",
      {
        remark: ["string", each((run) => `the beam came back at ${run} and we went on as before`)],
        name: ["string", each((run) => `file-${run}`)],
        tree: ["json", each((run) => `{"a":${run}}`)],
        bytes: ["blob", each((run) => `${run}`)],
        began: ["time", each((run) => `2016-02-17 10:00:${10 + run}`)],
        b: ["int", counter],
      },
      ["b"],
    ],
    [
      "of those that say the same of all runs the first",
      {
        index: ["int", each((run) => run % 3)],
        name: ["string", each((run) => `r${run % 3}`)],
        same: ["float", counter],
        counter: ["int", counter],
      },
      ["counter", "index"],
    ],
    [
      "at most three that count and three that group, by name where they are worth the same",
      {
        ...Object.fromEntries(
          ["n5", "n1", "n2", "n4"].map((name, at) => [
            name,
            ["int", each((run) => run * (at + 2) + ((run * at) % 7))],
          ]),
        ),
        ...Object.fromEntries([2, 3, 4, 5].map((of) => [`g${of}`, ["int", each((run) => run % of)]])),
      },
      ["n1", "n2", "n4", "g4", "g5", "g3"],
    ],
    [
      "the usual ones where nothing differs",
      { run_type: ["string", ["a"]], event_count: ["int", [5]], b: ["int", [1]] },
      ["run_type", "event_count"],
    ],
  ];
  test.each(rows)("%s", (_, conditions, expected) => {
    expect(chosen(conditions)).toEqual(expected);
  });

  test("a few more runs change nothing", () => {
    const more = (count: number): string[] =>
      chosen({
        a: ["int", Array.from({ length: count }, (_, at) => at)],
        b: ["int", Array.from({ length: count }, (_, at) => 2 * at)],
        c: ["string", Array.from({ length: count }, (_, at) => `k${at % 3}`)],
      });
    expect(more(51)).toEqual(more(50));
  });
});

const content: TestDatabase = {
  types: { event_count: "int", run_type: "string", target: "string", setup: "string", comment: "json" },
  runs: Object.fromEntries(
    Array.from({ length: 120 }, (_, at) => [
      1000 + 3 * at,
      {
        conditions: {
          event_count: 50 * at,
          run_type: "cosmic",
          target: ["old", at % 3 === 0 ? "LH2" : "Pb"],
          ...(at === 5 ? { setup: "x" } : {}),
        },
      },
    ]),
  ),
};

describe.each(backends)("suggested columns on $name", ({ create }) => {
  test("are the fullest and most varied conditions, with and without an index of runs", async () => {
    const database = await openForTest(await create(content));
    expect(await suggestColumns(database, signal)).toEqual(["event_count", "target"]);
    const withoutIndex = new Proxy(database, {
      get: (of, name, receiver): unknown =>
        name === "conditionIndexes" ? () => Promise.resolve([]) : Reflect.get(of, name, receiver),
    });
    expect(await suggestColumns(withoutIndex, signal)).toEqual(["event_count", "target"]);
  });
});
