import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { escapeControls, escapeInJson } from "../../../core/text/escapeControls.ts";
import { exitCodeOf } from "../../../cli/exitCodes.ts";
import { parseRuns } from "../../../cli/parseRuns.ts";
import { progressLine } from "../../../cli/progress.ts";
import { sumText } from "../../../cli/sumText.ts";
import { rowFormat } from "../../../cli/rowFormats.ts";
import { runCommand } from "../../../cli/runCommand.ts";
import { displayWidth, Table } from "../../../cli/table.ts";
import { typedValue } from "../../../core/writing/typedValue.ts";
import { failureCodes, isFailureCode } from "../../../core/api/failure.ts";
import type { ValueType } from "../../../core/query/types.ts";
import { writeDatabase } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdbHere } from "./command.ts";

test.each<[string, string]>([
  ["plain é 漢 🙂", "plain é 漢 🙂"],
  ["a\tb\r\nc", "a\\tb\\r\\nc"],
  ["\x00\x1b[1m\x7f", "\\x00\\x1b[1m\\x7f"],
  ["\x9b\u2028\u202e\u2066", "\\x9b\\u2028\\u202e\\u2066"],
])("control characters of %j", (text, visible) => {
  expect(escapeControls(text)).toBe(visible);
});

test("texts of several lines keep their lines", () => {
  expect(escapeControls("a\n\tb\r\x1b", "multi-line")).toBe("a\n\tb\\r\\x1b");
});

test("control characters in JSON stay what they are", () => {
  const value = { a: "\x1b\x9b\u202e\n\u2028" };
  const json = escapeInJson(JSON.stringify(value, null, 1));
  expect(json).toBe('{\n "a": "\\u001b\\u009b\\u202e\\n\\u2028"\n}');
  expect(JSON.parse(json)).toEqual(value);
});

test.each<[string, number]>([
  ["", 0],
  ["abc", 3],
  ["é", 1],
  ["e\u0301", 1],
  ["漢字", 4],
  ["🙂", 2],
])("%j takes %i columns", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test("a table stays aligned over parts, which may widen it", () => {
  const table = new Table(["right", "left", "left"]);
  expect(
    table.lines([
      ["run", "name", "x"],
      ["9", "漢", "1"],
    ]),
  ).toEqual(["run  name  x", "  9  漢    1"]);
  expect(
    table.lines([
      ["10000", "abcde", ""],
      ["1", "", "2"],
    ]),
  ).toEqual(["10000  abcde", "    1         2"]);
  expect(table.lines([["3", "c", "d"]])).toEqual(["    3  c      d"]);
});

test("json keeps the order of columns, and names that objects treat specially", () => {
  const columns = ["2", "__proto__", "a"].map((name) => ({ name, type: "int" as const, description: null }));
  const format = rowFormat("json", columns);
  const text = [
    format.begin(),
    format.part({ from: 0, runs: [7], values: [[1], [2], [null]] }),
    format.end(),
  ].join("");
  expect(text).toBe('[\n{"run":7,"2":1,"__proto__":2,"a":null}\n]\n');
});

describe("on a terminal", () => {
  /** Makes standard output or error a terminal for the time of a test, and collects what is written to it. */
  function terminal(stream: NodeJS.WriteStream, columns = 80): () => string {
    let written = "";
    const write = vi.spyOn(stream, "write").mockImplementation((text) => {
      written += String(text);
      return true;
    });
    const { isTTY, columns: before } = stream;
    Object.assign(stream, { isTTY: true, columns, hasColors: () => true });
    onTestFinished(() => {
      write.mockRestore();
      Object.assign(stream, { isTTY, columns: before });
      // A terminal has it from its class.
      Reflect.deleteProperty(stream, "hasColors");
    });
    return () => written;
  }

  test.each([
    [2 ** 53 - 1, "9007199254740991"],
    [2 ** 53, "≈9007199254740992"],
    [-(2 ** 60), "≈-1152921504606847000"],
    [1e300, "≈1e+300"],
    [1 / 3, "0.333333333333"],
  ])("the sum %s", (sum, text) => expect(sumText(sum)).toBe(text));

  test("progress is one line that is written anew and removed", () => {
    const shown = terminal(process.stderr, 30);
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    onTestFinished(() => clock.mockRestore());
    const { report, clear } = progressLine();
    report({ done: 1, total: 300, label: "Writing rows" });
    report({ done: 2, total: 300, label: "Writing rows" });
    clear();
    report({ done: 250, total: null, label: "A label that is\x1b[2J too long for it" });
    clear();
    clear();
    // The next step is shown at once: it may be one long statement.
    report({ done: 0, total: null, label: "Summing up" });
    clear();
    const line = "\r\x1b[K";
    expect(shown()).toBe(
      `${line}Writing rows: 1 of 300 (0 %)${line}${line}A label that is\\x1b[2J too lo${line}${line}Summing up …${line}`,
    );
  });

  test.each<[string[], string]>([
    [["file", "cat", "id:1"], "a\\x1b[2J\n-b\n"],
    [
      ["file", "diff", "id:1", "id:2"],
      "--- /c\\x1b[2J id:1\n+++ /c\\x1b[2J id:2\n".replace(
        /(.+)\n(.+)\n/,
        "\x1b[31m$1\x1b[39m\n\x1b[32m$2\x1b[39m\n",
      ) + "\x1b[36m@@ -1,2 +1,2 @@\x1b[39m\n a\\x1b[2J\n\x1b[31m--b\x1b[39m\n\x1b[32m+c\x1b[39m\n",
    ],
    [["file", "search", "b"], "id:1 /c\\x1b[2J:2: -\x1b[31mb\x1b[39m\n"],
    [["ls"], ""],
    [["rp"], "\x1b[1mid  name  runs  from  to  description\x1b[22m\n 1  \\x1b  1-2\n"],
    [["select", "", "--format", "csv"], "run\n"],
  ])("%j shows colours and no control characters of the database", async (args, expected) => {
    const path = writeDatabase({
      statements: [
        "INSERT INTO files (path, sha256, content) VALUES ('/c\x1b[2J', 'A', 'a\x1b[2J\n-b\n'), ('/c\x1b[2J', 'B', 'a\x1b[2J\nc\n')",
        "INSERT INTO run_periods (name, run_min, run_max) VALUES ('\x1b', 1, 2)",
      ],
    });
    const shown = terminal(process.stdout);
    terminal(process.stderr);
    expect(await runCommand(["-c", path, ...args])).toBe(0);
    expect(shown()).toBe(expected);
  });

  test("parquet is refused", async () => {
    const path = writeDatabase({});
    const shown = terminal(process.stdout);
    const said = terminal(process.stderr);
    expect(await runCommand(["-c", path, "export", "", "--format", "parquet"])).toBe(2);
    expect(shown()).toBe("");
    expect(said()).toContain("A terminal cannot show parquet. Name a file by --out.\n");
  });
});

test.each<[string, ValueType | undefined, string | number | boolean]>([
  ["true", "bool", true],
  ["FALSE", "bool", false],
  ["1", "bool", 1],
  ["yes", "bool", "yes"],
  ["1", "int", "1"],
  ["9223372036854775807", "int", "9223372036854775807"],
  ["1.5", "float", "1.5"],
  ["-.5e-3", "float", "-.5e-3"],
  ["1e999", "float", "1e999"],
  ["inf", "float", "inf"],
  ["", "float", ""],
  ["0x10", "float", "0x10"],
  ["true", "string", "true"],
  ["1", "json", "1"],
  ["1", undefined, "1"],
])("%j as a value of type %s", (text, type, value) => {
  expect(typedValue(text, type)).toBe(value);
});

test.each<[string, string]>([
  ["{", "Line 1 is not JSON: "],
  ['{"number": 1}\n\n{"number": 1.5}', "Line 3 is not a run: number: "],
  ['{"nmber": 1}', "Line 1 is not a run: "],
  ['[{"number": 1}, 7]', "Run 2 of the array is not a run: "],
  ["[1", "The file is not JSON: "],
  ['{"number": 1, "conditions": {"x": null}}', "Line 1 is not a run: conditions.x: A value is a text, "],
  ['{"number": 1, "started": 5}', "Line 1 is not a run: started: "],
  ['{"number": 1, "constructor": 5}', "Line 1 is not a run: it has “constructor”. "],
  ['{"number": 1, "number": 2}', "Line 1 is not a run: it has “number” twice."],
  ['{"number": 1, "conditions": [1]}', "Line 1 is not a run: conditions: "],
])("runs in %j are refused", (text, message) => {
  expect(() => parseRuns(text)).toThrow(message);
});

test.each<[string, unknown]>([
  ['{"__proto__": 5}', [{ name: "__proto__", value: 5 }]],
  [
    '{"prototype": true, "constructor": "a", "prototype": false}',
    [
      { name: "prototype", value: true },
      { name: "constructor", value: "a" },
      { name: "prototype", value: false },
    ],
  ],
  ['{"n": 9007199254740993}', [{ name: "n", value: { json: "9007199254740993" } }]],
  [
    '{"n": 61.0, "m": 1e400}',
    [
      { name: "n", value: 61 },
      { name: "m", value: Infinity },
    ],
  ],
  [
    '{"s": {"a":12345678901234567890,"__proto__":61.0}}',
    [{ name: "s", value: { json: '{"a": 12345678901234567890, "__proto__": 61.0}' } }],
  ],
])("the conditions %s of a run", (conditions, values) => {
  const text = `{"number": 1, "conditions": ${conditions}}`;
  for (const given of [text, `[${text}]`])
    expect(parseRuns(given)).toEqual([{ number: 1, conditions: values }]);
});

test("every failure has its exit code", () => {
  const codes = Object.keys(failureCodes).filter(isFailureCode);
  const defects = codes.filter((code) => exitCodeOf(code) === 1);
  expect(defects.sort()).toEqual(["copy_differs", "internal", "list_differs", "no_value"]);
  expect(codes.filter((code) => exitCodeOf(code) === 130)).toEqual(["cancelled"]);
  expect(codes.filter((code) => exitCodeOf(code) === 4)).toEqual(["incomplete"]);
  expect(codes.filter((code) => exitCodeOf(code) === 3)).toContain("connection_lost");
  expect(codes.map(exitCodeOf).filter((code) => ![1, 2, 3, 4, 130].includes(code))).toEqual([]);
});

test("an export that Ctrl-C ends leaves no file behind", async () => {
  const runs = Object.fromEntries(Array.from({ length: 20_000 }, (_, run) => [run + 1, {}]));
  const path = writeDatabase({ types: { event_count: "int" }, runs });
  const out = join(temporaryFolder(), "runs.csv");
  // Of this process, and of packages that end it.
  const others = process.listeners("SIGINT");
  const ended = rcdbHere("-c", path, "export", "", "event_count", "--out", out);
  while (readdirSync(dirname(out)).length === 0) await new Promise(setImmediate);
  const ours = process.listeners("SIGINT").filter((listener) => !others.includes(listener));
  expect(ours).toHaveLength(1);
  for (const listener of ours) listener("SIGINT");
  expect(await ended).toEqual({
    code: 130,
    output: "",
    errors: "rcdb: The export was cancelled. No file was written.\n",
  });
  expect(readdirSync(dirname(out))).toEqual([]);
});
