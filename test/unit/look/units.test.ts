/** Units of conditions, and what a picture says of its database. */
import { describe, expect, test } from "vitest";
import { sourceText } from "../../../renderer/picture/sourceText.ts";
import { wrapped } from "../../../renderer/picture/words.ts";
import { nameWithUnit, unitOf, valueWithUnit } from "../../../renderer/lib/units.ts";

describe("units", () => {
  test.each<[string | null, string | null]>([
    ["Beam current averaged over the run [nA]", "nA"],
    ["Polarization angle [deg], -1 without polarization", "deg"],
    ["Rate [10^6 / s].", "10^6 / s"],
    ["Dose [µSv/h]", "µSv/h"],
    ["Share [%] (of all)", "%"],
    ["one of [a, b]", null],
    ["list[0] of all", null],
    ["Bias [V] over current [nA]", "nA"],
    ["Hostile [\u001bnA]", null],
    ["Estimated luminosity factor", null],
    ["", null],
    [null, null],
  ])("of “%s”: %s", (description, unit) => {
    expect(unitOf(description)).toBe(unit);
  });

  test("stand beside names and values", () => {
    expect(nameWithUnit("beam_current", "nA")).toBe("beam_current [nA]");
    expect(nameWithUnit("run_type", null)).toBe("run_type");
    expect(valueWithUnit("101.3", "nA")).toBe("101.3\u00a0nA");
    expect(valueWithUnit("", "nA")).toBe("");
  });
});

describe("the source of a picture", () => {
  const now = Date.parse("2026-11-27T15:00:00Z");
  const file = { name: "gluex.sqlite", modified: "2026-11-26T15:00:00Z" };
  test.each<[string, Parameters<typeof sourceText>[0], Parameters<typeof sourceText>[1], RegExp]>([
    ["a file", file, null, /^gluex\.sqlite, changed 2026-11-26 \d\d:\d\d \(24 hours ago\)$|\(1 day ago\)$/],
    [
      "an old file",
      { ...file, modified: "2020-01-05T12:00:00Z" },
      null,
      /^gluex\.sqlite, changed 2020-01-05 \d\d:\d\d$/,
    ],
    [
      "a copy",
      file,
      { name: "hall d", taken: "2026-11-27T14:30:00Z" },
      /^Copy of hall d, taken .*\(30 minutes ago\)$/,
    ],
    ["a server", { name: "rcdb", modified: null }, null, /^rcdb, read 2026-11-27 \d\d:\d\d$/],
  ])("%s", (_, database, copy, text) => {
    expect(sourceText(database, copy, now)).toMatch(text);
  });
});

test.each<[string, number, string[]]>([
  ["one two three", 7, ["one two", "three"]],
  ["abcdefghij k", 4, ["abcd", "efgh", "ij k"]],
  ["", 4, []],
])("“%s” in lines of %d characters", (text, room, lines) => {
  expect(wrapped(text, room, (part) => part.length)).toEqual(lines);
});
