/** Run lists: made of results, read strictly, asked again, combined, and written in each format. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { RunListFormat } from "../../../core/api/exportFormats.ts";
import { runListText } from "../../../core/api/runListText.ts";
import type { RunList, RunListCheck, RunStretch } from "../../../core/api/runLists.ts";
import { difference, intersection, union } from "../../../core/lists/combine.ts";
import { checksumOf } from "../../../core/lists/checksum.ts";
import { checkQuery, countOf, readRunList } from "../../../core/lists/readList.ts";
import { stretchesOf } from "../../../core/lists/makeList.ts";
import { createService, createWriteService } from "../../../core/service/service.ts";
import { unwrap } from "../../../core/api/failure.ts";
import { readerCalls, writerCalls } from "../../../core/api/contract.ts";
import { createClient } from "../../../core/api/client.ts";
import { dispatch } from "../../../core/api/dispatch.ts";
import { backends, type Backend } from "../../support/backends.ts";
import { openForTest, openWritableForTest } from "../../support/database.ts";

const content = {
  types: { count: "int", current: "float", kind: "string" },
  runs: Object.fromEntries(
    [1, 2, 3, 5, 6, 10].map((run) => [
      run,
      { conditions: { count: run * 10, current: run / 4, kind: run % 2 === 0 ? "even" : "odd" } },
    ]),
  ),
  statements: ["INSERT INTO aliases (name, code) VALUES ('many', 'count > 15'), ('odd', 'kind == ''odd''')"],
} as const;

const everywhere = { runMin: null, runMax: null, ranges: [] };
const order = { column: "run", descending: true };
const quiet = { signal: new AbortController().signal, report: () => undefined };

async function reader(connection: string) {
  const service = createService(await openForTest(connection), "t");
  return createClient(readerCalls, (name, input) => dispatch(readerCalls, service, name, input, quiet));
}

async function writer(connection: string) {
  const service = createWriteService(await openWritableForTest(connection), "ann");
  return createClient(writerCalls, (name, input) => dispatch(writerCalls, service, name, input, quiet));
}

async function saved(connection: string, expression: string, runs: number[] | null = null): Promise<RunList> {
  const client = await reader(connection);
  const search = { ...everywhere, runMax: 10, expression, columns: ["count", "kind", "current"], order };
  const { result } = unwrap(await client.searchRuns(search));
  return unwrap(await client.makeRunList({ result, runs }));
}

describe.each(backends)("on $name", (backend) => {
  test("a result as a document", async () => {
    const connection = await backend.create(content);
    const list = await saved(connection, "@many and @odd or count == 100");
    expect(list).toMatchObject({
      format: "rcdb run list",
      version: 1,
      count: 3,
      runs: [
        [3, 3],
        [5, 5],
        [10, 10],
      ],
      expression: "@many and @odd or count == 100",
      written: "count > 15 and kind == 'odd' or count == 100",
      aliases: [
        { name: "many", code: "count > 15" },
        { name: "odd", code: "kind == 'odd'" },
      ],
      within: "-10",
      sums: [
        { name: "count", sum: 180 },
        { name: "current", sum: 4.5 },
      ],
      newest: { run: 10 },
      remark: null,
    });
    // What `printf "3\n5\n10\n" | sha256sum` says.
    expect(list.checksum).toBe(`sha256:${createHash("sha256").update("3\n5\n10\n").digest("hex")}`);
    expect(list.database?.source).not.toContain(":@");
    expect(readRunList(runListText(list, "rcdbruns"))).toEqual(list);
  });

  test("runs picked by hand", async () => {
    const list = await saved(await backend.create(content), "@many", [10, 2, 4]);
    expect(list).toMatchObject({
      runs: [
        [2, 2],
        [10, 10],
      ],
      expression: null,
      aliases: [],
      remark: "picked by hand",
      sums: [{ sum: 120 }, { sum: 3 }],
    });
  });

  test.each<[string, (backend: Backend, connection: string) => Promise<unknown>, Partial<RunListCheck>]>([
    [
      "nothing changed",
      () => Promise.resolve(),
      { same: true, count: 2, came: [], went: [], aliases: [], sameDatabase: true },
    ],
    [
      "a value was replaced",
      async (_, connection) =>
        (await writer(connection)).addConditions({
          run: 3,
          values: [{ name: "count", value: 1 }],
          replace: true,
        }),
      {
        same: false,
        count: 1,
        went: [
          {
            run: 3,
            reason: "value",
            changes: [
              { condition: "count", old: 30, new: 1, user: "ann", created: expect.any(String) as string },
            ],
          },
        ],
      },
    ],
    [
      "a value was replaced by one that fits",
      async (_, connection) =>
        (await writer(connection)).addConditions({
          run: 1,
          values: [{ name: "count", value: 16 }],
          replace: true,
        }),
      {
        came: [
          {
            run: 1,
            reason: "value",
            changes: [
              { condition: "count", old: 10, new: 16, user: "ann", created: expect.any(String) as string },
            ],
          },
        ],
      },
    ],
    [
      "a value was deleted",
      async (_, connection) => (await writer(connection)).deleteConditions({ run: 5, names: ["kind"] }),
      {
        went: [
          {
            run: 5,
            reason: "value",
            changes: [
              {
                condition: "kind",
                old: "odd",
                new: null,
                user: "ann",
                created: expect.any(String) as string,
              },
            ],
          },
        ],
      },
    ],
    [
      "a value was added to a run that was there",
      async (_, connection) => {
        const client = await writer(connection);
        unwrap(await client.deleteConditions({ run: 5, names: ["kind"] }));
        return client.addConditions({ run: 5, values: [{ name: "kind", value: "other" }], replace: false });
      },
      {
        went: [
          {
            run: 5,
            reason: "value",
            changes: [
              {
                condition: "kind",
                old: "odd",
                new: null,
                user: "ann",
                created: expect.any(String) as string,
              },
              {
                condition: "kind",
                old: null,
                new: "other",
                user: null,
                created: expect.any(String) as string,
              },
            ],
          },
        ],
      },
    ],
    [
      "a run was added",
      async (_, connection) =>
        (await writer(connection)).addRuns({
          runs: [
            {
              number: 7,
              started: null,
              conditions: [
                { name: "count", value: 70 },
                { name: "kind", value: "odd" },
              ],
            },
          ],
        }),
      { count: 3, came: [{ run: 7, reason: "new run", changes: [] }], went: [] },
    ],
    [
      "an alias changed",
      async (_, connection) =>
        (await writer(connection)).addAlias({ name: "many", code: "count > 40", replace: true }),
      {
        count: 1,
        went: [{ run: 3, reason: "alias", changes: [] }],
        aliases: [{ name: "many", old: "count > 15", new: "count > 40" }],
      },
    ],
    [
      "an alias is gone: it stands for what it stood for",
      async (_, connection) => (await writer(connection)).deleteAlias({ name: "many" }),
      {
        same: true,
        count: 2,
        came: [],
        went: [],
        missing: [],
        aliases: [{ name: "many", old: "count > 15", new: null }],
      },
    ],
    [
      "a condition is gone",
      async (_, connection) => (await writer(connection)).deleteConditionType({ name: "count", values: 6 }),
      {
        same: false,
        count: 0,
        missing: ["count"],
        went: [
          { run: 3, reason: "condition", changes: [] },
          { run: 5, reason: "condition", changes: [] },
        ],
      },
    ],
  ])("asked again: %s", async (_what, change, expected) => {
    const connection = await backend.create(content);
    const text = runListText(await saved(connection, "@many and @odd"), "rcdbruns");
    await change(backend, connection);
    const checked = unwrap(await (await reader(connection)).checkRunList({ text }));
    expect(checked).toMatchObject(expected);
  });

  test("a query that is not what is written out is not asked again; its runs are read", async () => {
    const connection = await backend.create(content);
    const whole = await saved(connection, "@many");
    const text = JSON.stringify({ ...whole, aliases: [{ name: "many", code: "count > 16" }] });
    const client = await reader(connection);
    expect(unwrap(await client.readRunList({ text })).runs).toEqual(whole.runs);
    expect(await client.checkRunList({ text })).toMatchObject({ ok: false, error: { code: "bad_input" } });
  });

  test("of another database the reasons are not guessed", async () => {
    const text = runListText(await saved(await backend.create(content), "@many"), "rcdbruns");
    const other = await backend.create({
      ...content,
      types: { count: "int", current: "float", kind: "string", more: "int" },
      runs: { 2: { conditions: { count: 20 } } },
    });
    const checked = unwrap(await (await reader(other)).checkRunList({ text }));
    expect(checked).toMatchObject({ sameDatabase: false, count: 1, came: [] });
    expect(checked.went).toEqual([3, 5, 6, 10].map((run) => ({ run, reason: "run removed", changes: [] })));
  });

  test("runs picked by hand are held against those that there are", async () => {
    const connection = await backend.create(content);
    const text = runListText(await saved(connection, "", [1, 2]), "rcdbruns");
    const checked = unwrap(await (await reader(connection)).checkRunList({ text }));
    expect(checked).toMatchObject({ same: true, count: 2, came: [], went: [] });
  });
});

const list: RunList = {
  format: "rcdb run list",
  version: 1,
  checksum: checksumOf([
    [1, 3],
    [7, 7],
  ]),
  count: 4,
  runs: [
    [1, 3],
    [7, 7],
  ],
  expression: "a > 1\nand\tb",
  written: null,
  aliases: [],
  within: "",
  sums: [],
  database: null,
  newest: null,
  saved: "2026-11-27T10:00:00.000Z",
  program: "RCDB Desktop",
  remark: null,
};
const head = `# 4 runs, ${list.checksum}\n# expression "a > 1\\nand\\tb"\n`;

test.each<[RunListFormat, string]>([
  ["run-numbers", `${head}1\n2\n3\n7\n`],
  ["run-ranges", `${head}1-3\n7\n`],
  ["run-ranges-json", "[[1,3],[7,7]]\n"],
  ["run-array", `${head}runs=(1 2 3 7)\n`],
])("as %s", (format, text) => {
  expect(runListText(list, format)).toBe(text);
});

test.each<[string, unknown, RegExp]>([
  ["no JSON", "runs: 1", /is not JSON/],
  ["another JSON", "[1,2]", /cannot be used: format/],
  ["JSON that is no object", "7", /cannot be used: its top/],
  ["a later version", JSON.stringify({ ...list, version: 2, more: 1 }), /version 2.*Update the program/],
  ["another format", JSON.stringify({ ...list, format: "x" }), /cannot be used: format/],
  ["a member that is not known", JSON.stringify({ ...list, more: 1 }), /cannot be used: more/],
  ["a missing member", JSON.stringify({ ...list, saved: undefined }), /cannot be used: saved/],
  ["runs that are none", JSON.stringify({ ...list, runs: [[1, "3"]] }), /cannot be used: runs\.0\.1/],
  [
    "a fraction of a run",
    JSON.stringify({ ...list, runs: [[1, 2.5]] }),
    /cannot be used: runs\.0\.1: A run number is an integer\.$/,
  ],
  ["a range backwards", JSON.stringify({ ...list, runs: [[3, 1]] }), /3-1 ends before it begins/],
  [
    "ranges out of order",
    JSON.stringify({
      ...list,
      runs: [
        [7, 7],
        [1, 3],
      ],
    }),
    /1-3 does not lie behind/,
  ],
  [
    "ranges that touch",
    JSON.stringify({
      ...list,
      runs: [
        [1, 3],
        [4, 4],
      ],
    }),
    /4-4 does not lie behind/,
  ],
  ["another count", JSON.stringify({ ...list, count: 5 }), /says that it has 5 runs and lists 4/],
  [
    "other runs",
    JSON.stringify({
      ...list,
      runs: [
        [1, 3],
        [8, 8],
      ],
    }),
    /not those that its checksum/,
  ],
  [
    "more runs than can be gone through",
    JSON.stringify({ ...list, runs: [[0, 2 ** 50]] }),
    /at most 10000000/,
  ],
  ["a checksum that is none", JSON.stringify({ ...list, checksum: "sha256:0" }), /cannot be used: checksum/],
])("not read: %s", (_what, text, message) => {
  expect(() => readRunList(String(text))).toThrow(message);
});

const long = Array.from({ length: 20_000 }, (_, at) => `a == ${at}`).join(" or ");
test.each<[string, Pick<RunList, "expression" | "written" | "aliases">, RegExp | null]>([
  [
    "the same with its alias",
    { expression: "@x", written: "a > 2", aliases: [{ name: "x", code: "a>2" }] },
    null,
  ],
  [
    "a new text of an alias beside what the old one gave",
    { expression: "@x", written: "a > 1", aliases: [{ name: "x", code: "a > 2" }] },
    /cannot be asked.*changed by hand.*earlier version.*can be opened/,
  ],
  ["another query", { expression: "a > 2", written: "a > 1", aliases: [] }, /changed by hand/],
  ["no query that can be read", { expression: "a > 2", written: "a >", aliases: [] }, /changed by hand/],
  [
    "written out too long to be read",
    { expression: "@x", written: long, aliases: [{ name: "x", code: "a > 2" }] },
    null,
  ],
  [
    "an alias too long to be read",
    { expression: "@x", written: "a > 2", aliases: [{ name: "x", code: long }] },
    null,
  ],
])("the runs are read, the query is checked where it is asked: %s", (_what, query, message) => {
  const read = readRunList(JSON.stringify({ ...list, ...query }));
  expect(read).toMatchObject({ runs: list.runs, ...query });
  if (message === null) expect(() => checkQuery(read)).not.toThrow();
  else expect(() => checkQuery(read)).toThrow(message);
});

describe("sets of runs, against sets", () => {
  const cases: readonly (readonly [number[], number[]])[] = [
    [[], []],
    [[1, 2, 3], []],
    [
      [1, 2, 3, 7],
      [2, 7, 8],
    ],
    [
      [1, 5, 9],
      [2, 3, 4, 6, 7, 8],
    ],
    [Array.from({ length: 40 }, (_, at) => at * 2), Array.from({ length: 40 }, (_, at) => at * 3)],
    [
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
      [1, 3, 4, 9],
    ],
  ];
  test.each(cases)("%j and %j", (a, b) => {
    const [x, y] = [stretchesOf(a), stretchesOf(b)];
    const plain = (runs: Iterable<number>): RunStretch[] => stretchesOf([...runs]);
    expect(union(x, y)).toEqual(plain(new Set([...a, ...b])));
    expect(intersection(x, y)).toEqual(plain(a.filter((run) => b.includes(run))));
    expect(difference(x, y)).toEqual(plain(a.filter((run) => !b.includes(run))));
    expect(countOf(x)).toBe(a.length);
  });
});
