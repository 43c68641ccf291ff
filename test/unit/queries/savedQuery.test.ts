import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AskedSearch } from "../../../renderer/model/computedColumn.ts";
import { mostEntries, withQuery, type HistoryEntry } from "../../../renderer/model/historyEntries.ts";
import {
  importInto,
  nameProblem,
  normalizeFolder,
  readQueryFile,
  writeQueryFile,
  type SavedQuery,
} from "../../../renderer/model/savedQuery.ts";

const search = {
  expression: "event_count > 5",
  runMin: 1,
  runMax: null,
  ranges: [],
  columns: null,
  order: null,
};
const query: SavedQuery = {
  name: "many events",
  folder: "shift/2018",
  note: "",
  database: { connection: "sqlite:////data/rcdb.sqlite", name: "rcdb.sqlite" },
  search,
};

describe("a file of saved queries", () => {
  const words = fc.stringMatching(/^[a-z][a-z0-9 ,.é'"]{0,20}[a-z]$/);
  const anyQuery: fc.Arbitrary<SavedQuery> = fc.record({
    name: words,
    folder: fc.array(words, { maxLength: 3 }).map((levels) => levels.join("/")),
    note: fc.string(),
    database: fc.record({ connection: fc.string(), name: fc.string() }),
    search: fc.record({
      expression: fc.string({ unit: "grapheme" }),
      runMin: fc.option(fc.nat()),
      runMax: fc.option(fc.nat()),
      ranges: fc.array(fc.record({ runMin: fc.option(fc.nat()), runMax: fc.option(fc.nat()) })),
      columns: fc.option(fc.array(fc.string())),
      order: fc.option(fc.record({ column: fc.string(), descending: fc.boolean() })),
    }),
  });

  test("is read back as it was written", () => {
    fc.assert(
      fc.property(fc.array(anyQuery), (queries) => {
        expect(readQueryFile(writeQueryFile(queries))).toEqual({ ok: true, value: queries });
      }),
    );
  });

  const file = (given: unknown): string =>
    JSON.stringify({ format: "rcdb-queries", version: 1, queries: given });
  test.each<[string, string, RegExp]>([
    ["no JSON", "{", /The file is not JSON\./],
    ["another file", '{"runs": []}', /no saved queries/],
    ["a list", "[]", /no saved queries/],
    ["a later version", '{"format":"rcdb-queries","version":2,"queries":[]}', /version 2/],
    ["no list", file({}), /“queries” are not a list/],
    ["more than anybody has", file(Array.from({ length: 10_001 }, () => query)), /at most 10000/],
    ["a query without a name", file([query, { ...query, name: " " }]), /Query 2 .*“name”: it is empty/],
    ["a name that is a path", file([{ ...query, name: "a/b" }]), /“name”: it has a \//],
    ["control characters", file([{ ...query, folder: "a\u001b[31m" }]), /“folder”: it has control/],
    [
      "a number for a text",
      file([{ ...query, search: { ...search, expression: 5 } }]),
      /search\.expression”: it is not a text\./,
    ],
    [
      "a run that is none",
      file([{ ...query, search: { ...search, runMin: 1.5 } }]),
      /search\.runMin”: it is not a run number\./,
    ],
    [
      "an endless expression",
      file([{ ...query, search: { ...search, expression: "x".repeat(100_001) } }]),
      /long/,
    ],
    ["nothing", file([null]), /Query 1/],
  ])("with %s is refused in words", (_, text, message) => {
    const read = readQueryFile(text);
    expect(read).toMatchObject({ ok: false, error: { code: "bad_input" } });
    expect(read.ok ? "" : read.error.message).toMatch(message);
  });

  test("any text is answered", () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => void readQueryFile(text)));
  });

  test("what is not ours is left out", () => {
    const read = readQueryFile(
      file([{ ...query, folder: " shift / /2018/", script: "x", __proto__: { a: 1 } }]),
    );
    expect(read).toEqual({ ok: true, value: [query] });
  });
});

describe("imported into a list", () => {
  test("the same query is not there twice, another one of its name gets a number", () => {
    const other = { ...query, note: "another" };
    const third = { ...query, note: "a third" };
    const once = importInto([query], [query, other, third]);
    expect(once.imported).toEqual({ added: 2, known: 1 });
    expect(once.list.map(({ name }) => name)).toEqual(["many events", "many events (2)", "many events (3)"]);
    expect(importInto(once.list, [query, other, third]).imported).toEqual({ added: 0, known: 3 });
  });
});

test.each([
  ["good runs", null],
  ["  ", /empty/],
  ["a/b", /separates folders/],
  ["a\nb", /control/],
  ["x".repeat(201), /200/],
])("the name %j", (name, problem) => {
  const found = nameProblem(name);
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
});

test.each([
  ["", ""],
  ["a", "a"],
  [" a / b /", "a/b"],
  ["///", ""],
  ["a\tb", null],
])("the folder %j", (text, folder) => {
  expect(normalizeFolder(text)).toBe(folder);
});

describe("the history", () => {
  const asked = (expression: string, more: Partial<AskedSearch> = {}): AskedSearch => ({
    expression,
    runMin: null,
    runMax: null,
    ranges: [],
    columns: [],
    order: { column: "run", descending: true },
    computed: [],
    ...more,
  });
  const after = (...searches: AskedSearch[]): readonly HistoryEntry[] =>
    searches.reduce<readonly HistoryEntry[]>((entries, each, at) => withQuery(entries, each, at, at), []);

  test("has each query once, the last one first, as it was asked last", () => {
    const entries = after(asked("a"), asked("b"), asked("a", { columns: ["x"] }), asked("a", { runMin: 5 }));
    expect(
      entries.map(({ search: { expression, runMin, columns }, time }) => [expression, runMin, columns, time]),
    ).toEqual([
      ["a", 5, [], "1970-01-01T00:00:00.003Z"],
      ["a", null, ["x"], "1970-01-01T00:00:00.002Z"],
      ["b", null, [], "1970-01-01T00:00:00.001Z"],
    ]);
  });
  test("leaves out all runs, which is no query", () => {
    expect(after(asked(""), asked("", { runMax: 5 }))).toHaveLength(1);
  });
  test("forgets the oldest", () => {
    const entries = after(
      ...Array.from({ length: mostEntries + 2 }, (_, at) => asked(`event_count > ${at}`)),
    );
    expect(entries).toHaveLength(mostEntries);
    expect(entries.at(-1)?.search.expression).toBe("event_count > 2");
  });
});
