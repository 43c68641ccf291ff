import { describe, expect, it } from "vitest";
import { parseJson, writeJson, type JsonValue } from "../../../renderer/json/json.ts";
import {
  CHILDREN_AT_ONCE,
  folded,
  indexJson,
  reveal,
  searchJson,
  showMore,
  toggle,
  visibleRows,
  writePath,
  type Unfolding,
} from "../../../renderer/json/jsonTree.ts";

const long = Array.from({ length: 450 }, (_, index) => `item ${index}`);
const sample: JsonValue = { a: { b: [1, "two", null] }, "a more": 1, "x/y": { "~": true }, long };

function ids(value: JsonValue, unfolding: Unfolding): string[] {
  return visibleRows(value, unfolding).map((row) => row.id);
}

function moreOf(value: JsonValue, unfolding: Unfolding, kind: "earlier" | "later"): Unfolding {
  const more = visibleRows(value, unfolding).find((row) => row.kind === kind);
  return more && more.kind !== "value" ? showMore(unfolding, more) : unfolding;
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
    expect(rows.at(-1)).toMatchObject({ kind: "later", container: "", remaining: 250, siblings: 450 });
    expect(visibleRows(long, moreOf(long, moreOf(long, once, "later"), "later"))).toHaveLength(1 + 450);
  });
  it("shows of a long array the part around a place that was sought, and what is before and after it", () => {
    const array = Array.from({ length: 100_000 }, (_, index) => index);
    const there = reveal(array, folded, [70_000]);
    const rows = visibleRows(array, there);
    expect(rows).toHaveLength(1 + 1 + CHILDREN_AT_ONCE + 1);
    expect(rows.find((row) => row.id === "/70000")).toMatchObject({ value: 70_000, position: 70_001 });
    expect([rows[1], rows.at(-1)]).toMatchObject([
      { kind: "earlier", remaining: 69_900 },
      { kind: "later", remaining: 29_900 },
    ]);
    const wider = visibleRows(array, moreOf(array, there, "earlier"));
    expect(wider[2]).toMatchObject({ value: 69_700 });
    expect(wider).toHaveLength(rows.length + CHILDREN_AT_ONCE);
    expect(reveal(array, there, [70_050]).shown).toEqual(there.shown);
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
    expect(searchJson(indexJson(sample), needle).paths.map(writePath)).toEqual(paths);
  });
  it("ends after a thousand", () => {
    const many = Array.from({ length: 2000 }, () => "same");
    const { paths, cut } = searchJson(indexJson(many), "same");
    expect([paths.length, cut]).toEqual([1000, true]);
    expect(searchJson(indexJson(many.slice(0, 1000)), "same").cut).toBe(false);
  });
});

describe("reveal", () => {
  it("unfolds the way to every value that a search finds", () => {
    const nested: JsonValue = { deep: [{ list: long }, sample] };
    for (const path of searchJson(indexJson(nested), "item 44").paths) {
      const rows = visibleRows(nested, reveal(nested, folded, path));
      expect(rows.map((row) => writePath(row.path))).toContain(writePath(path));
    }
  });
});
