import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { hostile, rcdbHere, smallDatabase } from "./command.ts";

const visibleHostile = "\\x1b]0;owned\\x07\\x1b[41m\\u202e\\x9b2J";

describe("select", () => {
  test.each<[string, string[], string[]]>([
    ["all runs", [""], ["run", "  9", " 10", " 11", "200"]],
    ["no arguments at all", [], ["run", "  9", " 10", " 11", "200"]],
    ["an expression", ["event_count > 500"], ["run", " 10"]],
    ["nothing found", ["event_count > 1e9", "event_count"], ["run  event_count"]],
    ["newest first", ["", "--desc", "--runs", "9-11"], ["run", " 11", " 10", "  9"]],
    ["one run", ["", "--runs", "10"], ["run", " 10"]],
    ["runs from", ["", "--runs", "11-"], ["run", " 11", "200"]],
    ["runs up to", ["", "--runs", "-9"], ["run", "  9"]],
    ["a run period", ["", "--period", "RunPeriod-2016-02"], ["run", "  9", " 10"]],
    [
      "numbers to the right, missing values empty",
      ["", "event_count", "beam_current", "is_valid_run_end", "--runs", "9-11"],
      [
        "run  event_count  beam_current  is_valid_run_end",
        "  9          500         100.5  true",
        " 10      1000000",
        " 11                             false",
      ],
    ],
    [
      "conditions in one argument, each shown once",
      ["", "event_count, beam_current event_count", "beam_current", "--runs", "9"],
      ["run  event_count  beam_current", "  9          500         100.5"],
    ],
    [
      "the run's own columns",
      ["", "started,length", "--runs", "9"],
      ["run  started              length", "  9  2016-02-17 13:26:01    3239"],
    ],
    [
      "control characters in visible form",
      ["", "run_type", "--runs", "11"],
      ["run  run_type", ` 11  ${visibleHostile}`],
    ],
    ["long texts cut", ["", "run_type", "--runs", "200"], ["run  run_type", `200  ${"é".repeat(59)}…`]],
  ])("table: %s", async (_name, args, lines) => {
    const { code, output, errors } = await rcdbHere("-c", smallDatabase(), "select", ...args);
    expect({ code, errors, lines: output.split("\n") }).toEqual({
      code: 0,
      errors: "",
      lines: [...lines, ""],
    });
  });

  test.each([
    ["csv", ","],
    ["tsv", "\t"],
  ])("%s reads back as it is stored", async (format, delimiter) => {
    const args = ["select", "", "run_type is_valid_run_end rtvs", "--format", format];
    const { code, output } = await rcdbHere("-c", smallDatabase(), ...args);
    expect(code).toBe(0);
    expect(parse(output, { delimiter })).toEqual([
      ["run", "run_type", "is_valid_run_end", "rtvs"],
      ["9", 'a "b", c\td', "true", ""],
      ["10", "", "", '{"x": 1}'],
      ["11", hostile, "false", ""],
      ["200", "é".repeat(400), "", ""],
    ]);
  });

  test("csv tells an empty text from a missing value", async () => {
    const { output } = await rcdbHere(
      "-c",
      smallDatabase(),
      "select",
      "",
      "run_type,rtvs",
      "--runs",
      "10",
      "--format=csv",
    );
    expect(output).toBe('run,run_type,rtvs\n10,"","{""x"": 1}"\n');
  });

  test("json is an array of objects, missing values null", async () => {
    const args = [
      "select",
      "",
      "event_count,beam_current,run_type,is_valid_run_end",
      "--runs",
      "10-200",
      "--format",
      "json",
    ];
    const { output } = await rcdbHere("-c", smallDatabase(), ...args);
    expect(JSON.parse(output)).toEqual([
      { run: 10, event_count: 1000000, beam_current: null, run_type: "", is_valid_run_end: null },
      { run: 11, event_count: null, beam_current: null, run_type: hostile, is_valid_run_end: false },
      { run: 200, event_count: null, beam_current: 0, run_type: "é".repeat(400), is_valid_run_end: null },
    ]);
    expect(output.split("\n")).toHaveLength(6);
  });

  test("json of no rows", async () => {
    const { output } = await rcdbHere(
      "-c",
      smallDatabase(),
      "select",
      "",
      "--runs",
      "12-13",
      "--format",
      "json",
    );
    expect(output).toBe("[]\n");
  });
});

describe("ls", () => {
  test.each<[string[], string[]]>([
    [[], ["beam_current", "event_count", "is_valid_run_end", "rtvs", "run_start_time", "run_type"]],
    [["RUN_"], ["is_valid_run_end", "run_start_time", "run_type"]],
    [["count", "-l"], ["event_count  int  about event_count"]],
    [
      ["-l", "run_"],
      [
        "is_valid_run_end  bool    about is_valid_run_end",
        "run_start_time    time    about run_start_time",
        "run_type          string  about run_type",
      ],
    ],
  ])("%j", async (args, lines) => {
    const { code, output } = await rcdbHere("-c", smallDatabase(), "ls", ...args);
    expect({ code, lines: output.split("\n") }).toEqual({ code: 0, lines: [...lines, ""] });
  });

  test("a search that finds nothing says so", async () => {
    const ended = await rcdbHere("-c", smallDatabase(), "ls", "xyz");
    expect(ended).toEqual({ code: 0, output: "", errors: "rcdb: No name contains “xyz”.\n" });
  });
});

test("info", async () => {
  const path = smallDatabase();
  const { code, output } = await rcdbHere("info", "-c", path);
  expect(code).toBe(0);
  const lines = output.split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      `Location         ${path}`,
      `Connection       sqlite:///${path}`,
      "Schema version   2",
      "Condition types  6",
      "Runs             4, from 9 to 200",
      "Run periods      2",
    ]),
  );
  expect(lines.slice(-4)).toEqual([
    "id  name               runs    from  to  description",
    " 1  RunPeriod-2016-02  1-10              first",
    " 2  RunPeriod-2017-01  11-300",
    "",
  ]);
});

describe("run", () => {
  const conditions = [
    "beam_current      100.5",
    "event_count       500",
    "is_valid_run_end  true",
    'run_type          a "b", c\\td',
  ];
  const files = ["/conf/trigger.conf  6 bytes  high"];

  test.each<[string, string[], string[]]>([
    [
      "all",
      ["9"],
      [
        "Run           9",
        "Started       2016-02-17 13:26:01",
        "Finished      2016-02-17 14:20:00",
        "Run period    RunPeriod-2016-02",
        "Previous run",
        "Next run      10",
        "",
        "Conditions",
        ...conditions,
        "",
        "Files",
        ...files,
      ],
    ],
    ["only conditions", ["9", "-c"], conditions],
    ["only files", ["9", "-f"], files],
    ["both and nothing else", ["9", "-c", "-f"], [...conditions, ...files]],
    [
      "a hostile value",
      ["11", "-c"],
      [
        "is_valid_run_end  false",
        "run_start_time    2016-02-18 01:02:03",
        `run_type          ${visibleHostile}`,
      ],
    ],
  ])("%s", async (_name, args, lines) => {
    const { code, output } = await rcdbHere("-c", smallDatabase(), "run", ...args);
    expect({ code, lines: output.split("\n") }).toEqual({ code: 0, lines: [...lines, ""] });
  });

  test("without conditions and files", async () => {
    const { output } = await rcdbHere("-c", smallDatabase(), "run", "10", "-f");
    expect(output).toBe("");
  });
});

describe("bad input: code 2, nothing on standard output, and a clear line", () => {
  const range =
    "Write 1000-2000, 1000-, -2000, 1000, the name of a run period, or several of these with commas or blanks between them.";
  test.each<[string[], string]>([
    [
      ["select", "beam_curent > 100"],
      "There is no condition beam_curent. Did you mean beam_current?\n    beam_curent > 100\n    ^^^^^^^^^^^",
    ],
    [["select", "", "event_cout"], "There is no condition “event_cout”. Did you mean event_count?"],
    [["select", "", "--runs", "a-b"], `“a-b” is not a run range. ${range}`],
    [["select", "", "--runs", "20-10"], "The run range “20-10” ends before it begins. Did you mean 10-20?"],
    [
      ["select", "", "--period", "RunPeriod-2016-03"],
      "There is no run period “RunPeriod-2016-03”. Did you mean “RunPeriod-2016-02” or “RunPeriod-2017-01”?",
    ],
    [["select", "", "--period", "x"], `“x” is not a run range. ${range}`],
    [
      ["select", "", "--period", "x", "--runs", "1"],
      "option '-r, --runs <ranges>' cannot be used with option '-p, --period <name>'",
    ],
    [
      ["select", "", "--format", "xml"],
      "option '--format <format>' argument 'xml' is invalid. Allowed choices are table, csv, tsv, json, ndjson, rcdbruns, run-numbers, run-ranges, run-ranges-json, run-array.",
    ],
    [["run", "12"], "Run 12 is not in this database. Check the number."],
    [["run", "9a"], "“9a” is not a run number: that is an integer."],
    [["run"], "missing required argument 'number'"],
    [["ls", "--longer"], "unknown option '--longer' (Did you mean --long?)"],
    [["slect"], "unknown command 'slect' (Did you mean select?)"],
    [["serve", "--port", "99999"], "“99999” is not a port: that is a number from 0 (any free one) to 65535."],
  ])("%j", async (args, message) => {
    const ended = await rcdbHere("-c", smallDatabase(), ...args);
    expect(ended).toEqual({ code: 2, output: "", errors: `rcdb: ${message}\n` });
  });

  test("a database that is not there", async () => {
    const ended = await rcdbHere("-c", "/nowhere/rcdb.sqlite", "info");
    expect(ended).toEqual({
      code: 3,
      output: "",
      errors: "rcdb: There is no file “/nowhere/rcdb.sqlite”. Check the path.\n",
    });
  });

  test("what the error quotes does not control the terminal", async () => {
    const { errors } = await rcdbHere("-c", "/nowhere/\x1b[2Jx", "info");
    expect(errors).toContain("“/nowhere/\\x1b[2Jx”");
  });
});
