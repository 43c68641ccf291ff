import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lastRow, readRunConfiguration } from "../../../core/updates/config/runConfiguration.ts";
import { processorTime } from "../../support/processorTime.ts";

test.each<[string, string, Record<string, string[][]>]>([
  ["nothing", "", {}],
  ["rows before the first section", "A 1\n==\nFCAL\n==\nB 2\n", { FCAL: [["B", "2"]] }],
  [
    "frames of both kinds",
    "====\n TRIGGER\n====\nA 1\n----\nCDC\n----\nB",
    { TRIGGER: [["A", "1"]], CDC: [["B"]] },
  ],
  ["a name without a frame", "FCAL\nA 1", { FCAL: [["A", "1"]] }],
  [
    "an unknown name in a frame",
    "FCAL\nA 1\n====\nRICH\n====\nB 2",
    { FCAL: [["A", "1"]], RICH: [["B", "2"]] },
  ],
  ["an unknown name without one", "FCAL\nRICH\nB 2", { FCAL: [["RICH"], ["B", "2"]] }],
  [
    "a frame with a comment and blank lines",
    "==== # x\n\n  PS  # y\n# z\n====\n\tA\t1",
    { PS: [["A", "1"]] },
  ],
  [
    "a section in two parts",
    "PS\nA 1\nPSC\nB 2\nPS\nC 3",
    {
      PS: [
        ["A", "1"],
        ["C", "3"],
      ],
      PSC: [["B", "2"]],
    },
  ],
  ["comments", "ST\nA 1#2\n#A 2\n  # A 3\nB # 4", { ST: [["A", "1"], ["B"]] }],
  ["quotes", `ST\nA "b c" 'd "e"' f"g h"i "" "#" # "x`, { ST: [["A", "b c", 'd "e"', "fg hi", "", "#"]] }],
  [
    "backslashes",
    String.raw`ST
A a\ b c\\d "q\"r" 'a\b'
B "\\ \$ \` \a" \# \'x\" a\bc # it's \
C`,
    {
      ST: [["A", "a b", "c\\d", 'q"r', "a\\b"], ["B", "\\ $ ` \\a", "#", "'x\"", "abc"], ["C"]],
    },
  ],
  [
    "lines joined by backslashes",
    'ST\nA 1 \\\n  2\\\r\n3 "x\\\ny"\nB # \\\nC \'z\\\nD',
    { ST: [["A", "1", "23", "xy"], ["B"], ["D"]] },
  ],
  ["a line that is only joined", "ST\n\\\n\nA", { ST: [["A"]] }],
  ["blanks of other alphabets", "ST\nA\u00a0b\fc", { ST: [["A\u00a0b\fc"]] }],
  ["Windows' line ends", "ST\r\nA 1\r\n", { ST: [["A", "1"]] }],
  ["a name of JavaScript's objects", "===\n__proto__\n===\nA", { ["__proto__"]: [["A"]] }],
])("%s", (_name, text, sections) => {
  expect([...readRunConfiguration(text, () => undefined)]).toEqual(Object.entries(sections));
});

test("the last row of several counts", () => {
  const configuration = readRunConfiguration("CDC\nMODE 1\nMODE 2 3\nOTHER 4", () => undefined);
  expect(lastRow(configuration, "CDC", "MODE")).toEqual(["2", "3"]);
  expect(lastRow(configuration, "CDC", "NONE")).toBeNull();
  expect(lastRow(configuration, "FDC", "MODE")).toBeNull();
});

test.each<[string, string, string[][], RegExp]>([
  ["a quote without its second one", "A don't do\nB 2", [["B", "2"]], /^Line 2 .*“A don't do”/],
  ["a double one", 'A 1 \\\n2 "x\nB 2', [["B", "2"]], /^Line 2 .*“A 1/],
  ["one behind a joined line", "A 1 \\\n2\nB 'x", [["A", "1", "2"]], /^Line 4 /],
  ["a backslash at the end of the file", "A 1\nB 2\\", [["A", "1"]], /^Line 3 .*backslash/],
])("%s is a warning, and its line is left out", (_name, text, rows, message) => {
  const warnings: string[] = [];
  const sections = readRunConfiguration(`ST\n${text}`, (warning) => warnings.push(warning));
  expect([...sections]).toEqual([["ST", rows]]);
  expect(warnings).toEqual([expect.stringMatching(message)]);
});

test("a line of a million quotes takes no time", () => {
  const begin = processorTime();
  readRunConfiguration(
    `ST\n${"\"'".repeat(500_000)}\n${'"'.repeat(999_999)}\n${"\\\n".repeat(500_000)}`,
    () => undefined,
  );
  expect(processorTime() - begin).toBeLessThan(5000);
});

// A file of Hall D, which is not ours: looked at where it lies, if it is there.
const path = `${process.env["RCDB_TEST_DAQ"] ?? "../shared/data/daq"}/run-5627_FCAL_BCAL_PS_m7.conf`;

if (existsSync(path)) {
  describe("a real file", () => {
    const configuration = readRunConfiguration(readFileSync(path, "latin1"), (message) => {
      throw new Error(message);
    });
    const rows = (first: string) => configuration.get("TRIGGER")?.filter(([word]) => word === first) ?? [];

    test("its sections and rows", () => {
      expect([...configuration.keys()]).toEqual(
        expect.arrayContaining(["TRIGGER", "GLOBAL", "FCAL", "BCAL", "CDC"]),
      );
      expect(rows("TRIG_TYPE")).toHaveLength(9);
      expect(rows("TRIG_TYPE")[0]).toEqual(["TRIG_TYPE", "PS", "440", "5", "1300", "1900", "1100", "0", "3"]);
      expect(rows("TRIG_EQ")).toHaveLength(6);
      expect(lastRow(configuration, "FCAL", "FADC250_COM_DIR")).toEqual(["/gluex/CALIB/ALL/fadc250/default"]);
      expect(lastRow(configuration, "TOF", "FADC250_USER_VER")).toEqual([]);
    });
  });
}
