import { describe, expect, it } from "vitest";
import { parseJson, writeJson, type JsonValue } from "../../../renderer/run/json.ts";
import {
  CHILDREN_AT_ONCE,
  folded,
  reveal,
  searchJson,
  showMore,
  toggle,
  visibleRows,
  writePath,
  type Unfolding,
} from "../../../renderer/run/jsonTree.ts";

const long = Array.from({ length: 450 }, (_, index) => `item ${index}`);
const sample: JsonValue = { a: { b: [1, "two", null] }, "a more": 1, "x/y": { "~": true }, long };

function ids(value: JsonValue, unfolding: Unfolding): string[] {
  return visibleRows(value, unfolding).map((row) => row.id);
}

describe("parseJson", () => {
  it.each(["{", "{'a': 1}", "", "NaN", '{"a": NaN}'])("refuses %j", (text) => {
    expect(parseJson(text).ok).toBe(false);
  });
  it("refuses what is nested too deeply to be walked, whatever strings hold", () => {
    expect(parseJson("[".repeat(100_000) + "]".repeat(100_000))).toMatchObject({ ok: false });
    const text = JSON.stringify(`${"[".repeat(1000)}"\\`);
    expect(parseJson(text)).toEqual({ ok: true, value: `${"[".repeat(1000)}"\\` });
  });
  it("reads what it wrote", () => {
    expect(parseJson(writeJson(sample))).toEqual({ ok: true, value: sample });
  });
});

describe("writeJson", () => {
  it.each<[JsonValue, string]>([
    [{}, "{}"],
    [[], "[]"],
    ['a "b"\n', '"a \\"b\\"\\n"'],
    [9007199254740993123n, "9007199254740993123"],
    [{ a: [1, { b: null }] }, '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ]\n}'],
  ])("writes %o", (value, text) => {
    expect(writeJson(value)).toBe(text);
  });
});

describe("visibleRows", () => {
  it("shows the root alone at first", () => {
    expect(visibleRows(sample, folded)).toMatchObject([{ id: "", count: 4, expanded: false }]);
  });
  it("shows what is expanded, with ids that are never shared", () => {
    const unfolding: Unfolding = { ...folded, expanded: new Set(["", "/a", "/a/b", "/x~1y"]) };
    const found = ids(sample, unfolding);
    expect(found).toEqual([
      "",
      "/a",
      "/a/b",
      "/a/b/0",
      "/a/b/1",
      "/a/b/2",
      "/a more",
      "/x~1y",
      "/x~1y/~0",
      "/long",
    ]);
  });
  it("collapses again", () => {
    const open = toggle(toggle(folded, "", true), "/a", true);
    expect(ids(sample, toggle(open, "/a", false))).toEqual(["", "/a", "/a more", "/x~1y", "/long"]);
  });
  it("shows long containers piece by piece", () => {
    const once = toggle(folded, "", true);
    const rows = visibleRows(long, once);
    expect(rows).toHaveLength(1 + CHILDREN_AT_ONCE + 1);
    expect(rows.at(-1)).toMatchObject({ kind: "more", container: "", remaining: 250, siblings: 450 });
    const all = showMore(showMore(once, ""), "");
    expect(visibleRows(long, all)).toHaveLength(1 + 450);
  });
});

describe("searchJson", () => {
  it.each<[string, string[]]>([
    ["TWO", ["a.b[1]"]],
    ["a", ["a", '["a more"]']],
    ["null", ["a.b[2]"]],
    ["item 44", ["long[44]", ...Array.from({ length: 10 }, (_, index) => `long[${440 + index}]`)]],
    ["nowhere", []],
    ["", []],
  ])("finds %j", (needle, paths) => {
    expect(searchJson(sample, needle).paths.map(writePath)).toEqual(paths);
  });
  it("ends after a thousand", () => {
    const many = Array.from({ length: 2000 }, () => "same");
    const { paths, cut } = searchJson(many, "same");
    expect([paths.length, cut]).toEqual([1000, true]);
    expect(searchJson(many.slice(0, 1000), "same").cut).toBe(false);
  });
});

describe("reveal", () => {
  it("unfolds the way to every value that a search finds", () => {
    const nested: JsonValue = { deep: [{ list: long }, sample] };
    for (const path of searchJson(nested, "item 44").paths) {
      const rows = visibleRows(nested, reveal(nested, folded, path));
      expect(rows.map((row) => writePath(row.path))).toContain(writePath(path));
    }
  });
});
