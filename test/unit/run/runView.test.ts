import { describe, expect, it } from "vitest";
import type { RunCondition } from "../../../core/api/runs.ts";
import { groupConditions, matchesFilter } from "../../../renderer/run/conditionGroups.ts";
import { shortHash, splitPath } from "../../../renderer/text/filePaths.ts";
import { findText } from "../../../renderer/text/findText.ts";
import { formatTimes } from "../../../renderer/common/runTimes.ts";

function condition(name: string, type: RunCondition["type"], value: RunCondition["value"]): RunCondition {
  return { name, type, value, description: `About ${name}`, created: null };
}

describe("groupConditions", () => {
  it("puts what needs the width after the values, and leaves empty groups out", () => {
    const groups = groupConditions([
      condition("json", "json", "{}"),
      condition("b", "int", 1),
      condition("text", "string", "two\nlines"),
      condition("A", "string", "short"),
      condition("missing", "json", null),
    ]);
    expect(groups.map(({ name, conditions }) => [name, conditions.map((one) => one.name)])).toEqual([
      ["Values", ["A", "b", "missing"]],
      ["Texts", ["text"]],
      ["JSON", ["json"]],
    ]);
    expect(groupConditions([])).toEqual([]);
  });
});

describe("matchesFilter", () => {
  const beam = condition("beam_current", "float", 153.2);
  it.each([
    ["", true],
    ["BEAM", true],
    ["about 153", true],
    ["beam 154", false],
  ])("%j: %j", (filter, matches) => {
    expect(matchesFilter(beam, filter)).toBe(matches);
  });
});

describe("times of a run", () => {
  it.each([
    ["2018-01-12 13:26:05.000000", "2018-01-12 15:02:17.500000", "2018-01-12 13:26 → 15:02"],
    ["2018-01-12 23:00:00", "2018-01-13 01:00:00", "2018-01-12 23:00 → 2018-01-13 01:00"],
    ["2018-01-12 13:26:05", null, "2018-01-12 13:26 → no finish stored"],
    [null, "2018-01-12 13:26:05", "No start stored → 2018-01-12 13:26"],
    [null, null, "No times stored"],
  ])("%j to %j", (started, finished, words) => {
    expect(formatTimes(started, finished)).toBe(words);
  });
});

describe("findText", () => {
  it.each<[string, string, number[]]>([
    ["aAa", "a", [0, 1, 2]],
    ["aaa", "aa", [0]],
    ["a.b axb", "a.b", [0]],
    ["İİ x", "x", [3]],
    ["abc", "", []],
  ])("in %j finds %j", (text, needle, starts) => {
    expect(findText(text, needle)).toEqual({ starts, cut: false });
  });
  it("ends after ten thousand", () => {
    const { starts, cut } = findText("a".repeat(10_001), "a");
    expect([starts.length, cut]).toEqual([10_000, true]);
  });
});

describe("files", () => {
  it.each([
    ["/a/b/c.conf", "/a/b/", "c.conf"],
    ["c.conf", "", "c.conf"],
    ["/a/b/", "/a/", "b/"],
    ["", "", "(empty name)"],
  ])("splits %j", (path, directory, base) => {
    expect(splitPath(path)).toEqual({ directory, base });
  });
  it.each(["q1k9dYx0Zp3=", "b'q1k9dYx0Zp3='"])("shortens %s", (hash) => {
    expect(shortHash(hash)).toBe("q1k9dYx0");
  });
});
