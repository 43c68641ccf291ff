import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { colourLine, formatOf, type FileFormat } from "../../../renderer/text/fileColours.ts";
import { canWrap } from "../../../renderer/text/fileText.ts";

test.each<[path: string, content: string, format: FileFormat]>([
  ["/daq/trigger.conf", "", "configuration"],
  ["/daq/rocfcal1.cnf", "x", "configuration"],
  ["/daq/notes", "a\n=====\nTRIGGER\n=====\n", "configuration"],
  ["/daq/a.json", "[1]", "json"],
  ["/daq/a", ' {"a": 1}', "json"],
  ["/daq/run.log", '<coda runtype = "x">', "xml"],
  ["/daq/run.log", "2 < 3", "plain"],
  ["/daq/run.txt", "words", "plain"],
])("%s with %j is %s", (path, content, format) => {
  expect(formatOf(path, content)).toBe(format);
});

const parts = (format: FileFormat, line: string, above: string | null, below: string | null): string[] =>
  colourLine(format, line, above, below).map(
    ({ from, to, className }) => `${className.slice("file-".length)}:${line.slice(from, to)}`,
  );

describe("colours", () => {
  test.each<[FileFormat, string, string[]]>([
    ["configuration", "# a comment", ["comment:# a comment"]],
    [
      "configuration",
      "TRIG_TYPE BFCAL 440 0x1F -1.5e3 # ns",
      ["key:TRIG_TYPE", "number:440", "number:0x1F", "number:-1.5e3", "comment:# ns"],
    ],
    [
      "configuration",
      "FADC250_COM_DIR \"a # b\" 'c' /gluex/CALIB/ALL",
      ["key:FADC250_COM_DIR", 'string:"a # b"', "string:'c'", "path:/gluex/CALIB/ALL"],
    ],
    ["configuration", "  V 12abc 7.", ["key:V", "number:7."]],
    ["json", '{"a": ["b", -1, true]}', ['key:"a"', 'string:"b"', "number:-1", "constant:true"]],
    [
      "xml",
      '<rtv name = "x" value="1"/> 5 &lt; <!-- no -->',
      ["key:<rtv", 'string:"x"', 'string:"1"', "key:/>", "constant:&lt;", "comment:<!-- no -->"],
    ],
    ["plain", "TRIG 1", []],
  ])("%s: %s", (format, line, expected) => {
    expect(parts(format, line, null, null)).toEqual(expected);
  });

  test.each([
    ["TRIGGER", "======", "======", "heading:TRIGGER"],
    ["  GLOBAL  ", "------", null, "heading:  GLOBAL  "],
    ["======", null, "TRIGGER", "frame:======"],
    ["TRIGGER", null, null, "key:TRIGGER"],
  ])("%j under %j", (line, above, below, expected) => {
    expect(parts("configuration", line, above, below)).toEqual([expected]);
  });

  test("never overlap, and long lines end", () => {
    const formats = fc.constantFrom<FileFormat>("configuration", "json", "xml");
    fc.assert(
      fc.property(formats, fc.string({ unit: "binary", maxLength: 80 }), (format, line) => {
        let at = 0;
        for (const { from, to } of colourLine(format, line, null, null)) {
          expect(from).toBeGreaterThanOrEqual(at);
          expect(to).toBeGreaterThan(from);
          at = to;
        }
      }),
    );
    expect(colourLine("json", "1,".repeat(1_000_000), null, null).length).toBeLessThan(5000);
  });
});

test.each([
  ["", true],
  ["a\n".repeat(100_000), true],
  [`a\n${"b".repeat(60_000)}\nc`, false],
  ["b".repeat(60_000), false],
])("%# whether lines can be wrapped", (text, expected) => {
  expect(canWrap(text)).toBe(expected);
});
