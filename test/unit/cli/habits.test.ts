/** Command lines as people and scripts know them from the Python client's tools. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { pythonText } from "../../../core/formats/pythonText.ts";
import { createRcnd } from "../../../cli/rcndProgram.ts";
import { runCommand } from "../../../cli/runCommand.ts";
import { withoutShortForms } from "../../../cli/shortForms.ts";
import type { Cell } from "../../../core/api/values.ts";
import type { ValueType } from "../../../core/query/types.ts";
import { backends } from "../../support/backends.ts";
import { writeDatabase } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { hostile, rcdb, rcdbHere, written } from "./command.ts";

beforeEach(() => {
  vi.stubEnv("RCDB_USER", "ann");
  return () => vi.unstubAllEnvs();
});

/** Somebody who types this at a terminal. */
function typing(text: string): void {
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  const stdin = vi
    .spyOn(process, "stdin", "get")
    .mockReturnValue(terminal as unknown as typeof process.stdin);
  onTestFinished(() => stdin.mockRestore());
  terminal.end(text);
}

describe.each(backends)("on $name", ({ create }) => {
  let connection: string;
  let folder: string;
  const run = (...args: string[]) => rcdbHere("-c", connection, ...args);
  const output = async (...args: string[]): Promise<string> => {
    const ended = await run(...args);
    expect(ended).toMatchObject({ code: 0, errors: "" });
    return ended.output;
  };
  const json = async (...args: string[]): Promise<unknown> => JSON.parse(await output(...args, "--json"));
  /** The values of all runs, by the names of conditions. */
  const rows = (...names: string[]) => json("select", "", ...names);
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  beforeEach(async () => {
    folder = temporaryFolder();
    connection = await create({
      types: {
        event_count: "int",
        beam_current: "float",
        ok: "bool",
        comment: "string",
        rtvs: "json",
        at: "time",
        "avg score": "float",
      },
      runs: {
        9: {
          started: "2016-02-17 13:26:01.000000",
          conditions: {
            event_count: 2478918,
            beam_current: 120,
            ok: true,
            comment: 'a "b"\nc',
            rtvs: '{"a": 1}',
            at: "2016-02-17 13:26:01",
            "avg score": 1.5,
          },
        },
        10: { conditions: { event_count: 5, comment: hostile } },
        12: {},
      },
      statements: [
        "INSERT INTO run_periods (id, name, description, run_min, run_max) VALUES (3, 'twice', 'first', 9, 10), (5, 'twice', NULL, 12, 20), (7, 'once', '', 1, 2), (8, '7', '', 3, 4)",
        "INSERT INTO aliases (id, name, code) VALUES (4, 'mine', 'event_count > 1'), (6, 'mine', 'event_count > 9')",
      ],
    });
  });

  test.each<[string[], string]>([
    [["select", "event_count > 5", "-v", "event_count,ok"], "run  event_count  ok\n  9      2478918  true\n"],
    [
      ["select", "event_count > 5", "-v", "event_count", "ok"],
      "run  ok    event_count\n  9  true      2478918\n",
    ],
    [["select", "@", "--asc"], "run\n  9\n 10\n 12\n"],
    [
      ["select", "", "9-10", "event_count ok", "--dump", "--desc"],
      "#! run_num event_count ok\n10 5 None\n9 2478918 True\n",
    ],
    [
      ["select", "", "-r", "9", "beam_current", "comment", "--dump"],
      '#! run_num beam_current comment\n9 120.0 a "b" c\n',
    ],
    [["select", "run == 9", "-v", "'avg score',ok", "--format", "csv"], "run,avg score,ok\n9,1.5,true\n"],
    [["select", "run == 9", '"avg score" ok', "--format", "csv"], "run,avg score,ok\n9,1.5,true\n"],
    [["select", "run == 9", "-v", "avg score", "--format", "csv"], "run,avg score\n9,1.5\n"],
    [["select", "run == 9", "`avg score`", "--format", "csv"], "run,avg score\n9,1.5\n"],
    [["select", "", "--runs", "9\n12"], "run\n  9\n 12\n"],
    [["export", "", "--runs", "9 12"], "run\n9\n12\n"],
    [["run", "9", "event_count"], "2478918\n"],
    [["run", "9", "beam_current"], "120.0\n"],
    [["run", "9", "ok"], "True\n"],
    [["run", "9", "comment"], 'a "b"\nc\n'],
    [["run", "9", "rtvs"], '{"a": 1}\n'],
    [["run", "9", "at"], "2016-02-17 13:26:01\n"],
    [["run", "9", "started"], "2016-02-17 13:26:01\n"],
    [["run", "9", "avg score"], "1.5\n"],
    [["run", "10", "comment"], `${hostile}\n`],
    [["run", "9", "comment", "--json"], '"a \\"b\\"\\nc"\n'],
  ])("%j", async (args, expected) => {
    expect(await output(...args)).toBe(expected);
  });

  test("file vers is file versions", async () => {
    expect(await run("file", "vers")).toEqual(await run("file", "versions"));
  });

  test("all columns", async () => {
    const { output: csv } = await run("select", "run == 9", "-v", "*", "--format", "csv");
    const names = csv.split("\n")[0]?.split(",");
    expect(names).toHaveLength(8);
    expect(names).toEqual(expect.arrayContaining(["run", "avg score", "event_count", "rtvs"]));
  });

  test.each<[string[], RegExp]>([
    [["run", "9", "evnt_count"], /no condition “evnt_count”\. Did you mean event_count\?/],
    [["run", "10", "beam_current"], /Run 10 has no value of “beam_current”/],
    [["run", "10", "started"], /Run 10 has no value of “started”/],
    [["run", "11", "event_count"], /Run 11 is not in this database/],
  ])("where there is no value: %j", async (args, message) => {
    expect(await run(...args)).toEqual({
      code: 1,
      output: "",
      errors: expect.stringMatching(message) as string,
    });
    const ended = await run(...args, "--json");
    expect(ended).toMatchObject({ code: 1, output: "" });
    expect(JSON.parse(ended.errors)).toMatchObject({ error: { code: "no_value" } });
  });

  test("runs in a file, with comments", async () => {
    const path = file("good.txt", "\uFEFF# good ones\r\n9,\r\n  12 # the last\r\n\r\n");
    expect(await output("select", "", "--runs", `@${path}`)).toBe("run\n  9\n 12\n");
    const empty = await run("select", "", "--runs", `@${file("none.txt", "# none\n")}`);
    expect(empty).toMatchObject({
      code: 2,
      output: "",
      errors: expect.stringMatching(/names no runs/) as string,
    });
    expect(await run("select", "", "--runs", "@/nowhere/x")).toMatchObject({ code: 3, output: "" });
    const piped = await rcdb(["-c", connection, "select", "", "--runs", "@-"], {}, "10\n");
    expect(piped).toEqual({ code: 0, output: "run\n 10\n", errors: "" });
  });

  test("condition types by --type, or float", async () => {
    await output("add", "type", "rate", "--type=int", "--description", "x");
    await output("add", "type", "angle");
    expect(await json("ls", "-l")).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: "rate", type: "int", description: "x" }),
        expect.objectContaining({ name: "angle", type: "float" }),
      ]),
    );
    expect(await run("add", "type", "other", "int", "--type", "bool")).toMatchObject({ code: 2, output: "" });
  });

  test("run periods by the Python tool's options, and by id", async () => {
    const added = ["rp", "add", "--name", "new", "--run-min", "100", "--run-max", "199"];
    await output(...added, "--description", "x", "--start-date", "2025-01-10", "--end-date", "2025-02-20");
    const [{ id }] = (await json("rp")) as [{ id: number }];
    expect(id).toBe(7);
    expect(await output("rp")).toMatch(/^id +name .*\n +7 +once /);
    expect(await json("rp", "update", "3", "--run-max", "11", "--name", "renamed")).toMatchObject({
      id: 3,
      name: "renamed",
      runMin: 9,
      runMax: 11,
      description: "first",
    });
    // A name wins over an id, unless a run period of that id is there, too.
    expect(await run("rp", "rm", "7")).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/Write one of id:7, id:8/) as string,
    });
    expect(await output("rp", "rm", "id:7", "--yes")).toBe("Removed the run period once.\n");
    expect(await output("rp", "rm", "7")).toBe("Removed the run period 7.\n");
    expect(await output("rp", "rm", "5")).toBe("Removed the run period twice.\n");
    expect((await json("rp")) as unknown[]).toMatchObject([
      { id: 3, name: "renamed" },
      {
        name: "new",
        runMin: 100,
        runMax: 199,
        description: "x",
        startDate: "2025-01-10",
        endDate: "2025-02-20",
      },
    ]);
    for (const args of [
      ["rm", "99"],
      ["update", "id:99", "--name", "x"],
      ["add", "--name", "y", "--run-min", "1"],
    ]) {
      expect(await run("rp", ...args)).toMatchObject({ code: 2, output: "" });
    }
  });

  test("of several with one name the ids are told, and which is asked at a terminal", async () => {
    const before = await json("rp");
    for (const args of [
      ["rp", "rm", "twice"],
      ["rp", "update", "twice", "--run-max", "30"],
    ]) {
      expect(await run(...args)).toMatchObject({
        code: 2,
        output: "",
        errors: expect.stringMatching(
          /2 rows have the name “twice”.* 3 \(runs 9-10, first\), 5 \(runs 12-20\)/,
        ) as string,
      });
    }
    expect(await json("rp")).toEqual(before);
    const [older, newer] = ((await json("alias")) as { name: string }[]).filter(
      ({ name }) => name === "mine",
    );
    expect([older, newer]).toMatchObject([
      { id: 4, overriddenBy: 6 },
      { id: 6, source: "database" },
    ]);
    expect(await output("alias")).toMatch(/ 4 +@mine +not used: 6 counts/);
    expect(await run("alias", "rm", "mine")).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/4 \(event_count > 1\), 6 \(event_count > 9\)/) as string,
    });
    expect(await output("alias", "rm", "id:6")).toBe("Removed the alias id:6.\n");
    expect(await json("alias", "test", "mine")).toMatchObject({ runs: 2 });
    expect(await output("alias", "rm", "@mine")).toBe("Removed the alias @mine.\n");
    typing("5\n");
    const asked = await run("rp", "rm", "twice");
    expect(asked).toMatchObject({ code: 0, output: "Removed the run period twice.\n" });
    expect(asked.errors).toContain("  5  runs 12-20\n");
    expect(((await json("rp")) as { id: number }[]).map(({ id }) => id)).not.toContain(5);
  });

  test("a wrong answer changes nothing", async () => {
    const before = await json("rp");
    typing("4\n");
    expect(await run("rp", "rm", "twice")).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/“4” is none of these ids/) as string,
    });
    expect(await json("rp")).toEqual(before);
  });

  test("a file's content as an argument, and from standard input", async () => {
    await output("add", "file", "9", "/c/note.txt", "--content", "beam\nlost", "--importance=2");
    expect(await output("file", "cat", "/c/note.txt")).toBe("beam\nlost");
    expect(await json("run", "9", "-f")).toMatchObject({ files: [{ importance: "low" }] });
    const piped = await rcdb(
      ["-c", connection, "add", "file", "10", "-", "--as", "/c/in.txt", "-i", "0"],
      {},
      "x\n",
    );
    expect(piped).toMatchObject({ code: 0, errors: "" });
    expect(await output("file", "cat", "/c/in.txt")).toBe("x\n");
    expect(await run("add", "file", "9", "-")).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/Say by --as/) as string,
    });
  });

  test("a value for a range of runs: those that are there", async () => {
    expect(await output("add", "condition", "9-11", "ok", "true", "comment", "x", "-r")).toBe(
      "1 value added, 2 replaced, 1 there already.\n",
    );
    expect(await rows("ok", "comment")).toEqual([
      { run: 9, ok: true, comment: "x" },
      { run: 10, ok: true, comment: "x" },
      { run: 12, ok: null, comment: null },
    ]);
    expect(await output("add", "condition", "once,9,12", "event_count", "5", "--replace")).toBe(
      "1 value added, 1 replaced.\n",
    );
    const list = file("runs.txt", "10\n12\n");
    expect(await output("add", "condition", `@${list}`, "beam_current", "2")).toBe("2 values added.\n");
    for (const [runs, message] of [
      ["9,11,12", /Run 11 is not in this database/],
      ["100-200", /none of the runs 100-200/],
      ["9-10", /has the value “2”, not “7”/],
    ] as const) {
      expect(await run("add", "condition", runs, "beam_current", "7")).toMatchObject({
        code: 2,
        output: "",
        errors: expect.stringMatching(runs === "9-10" ? /not “7”/ : message) as string,
      });
    }
    expect(await rows("beam_current")).toEqual([
      { run: 9, beam_current: 120 },
      { run: 10, beam_current: 2 },
      { run: 12, beam_current: 2 },
    ]);
  });

  test.each<[string, string]>([
    ["v.csv", '\uFEFFrun,event_count,"avg score",comment\r\n10,5,2.5,"a, ""b"""\r\n12,7,,""\r\n'],
    ["v.tsv", 'run\tevent_count\tavg score\tcomment\n10\t5\t2.5\t"a, ""b"""\n12\t7\t\t""\n'],
    ["v.txt", 'RUN;event_count;avg score;comment\n\n10;5;2.5;"a, ""b"""\n12;7;;""\n'],
  ])("values of many runs from %s", async (name, text) => {
    const path = file(name, text);
    expect(await output("add", "condition", "--from", path, "--replace")).toBe(
      "3 values added, 1 replaced, 1 there already.\n",
    );
    expect(await rows("event_count", '"avg score"', "comment")).toMatchObject([
      { run: 9, event_count: 2478918 },
      { run: 10, event_count: 5, "avg score": 2.5, comment: 'a, "b"' },
      { run: 12, event_count: 7, "avg score": null, comment: "" },
    ]);
    expect(await json("add", "condition", path)).toEqual({ runs: 0, added: 0, replaced: 0, unchanged: 5 });
  });

  test.each<[string, RegExp]>([
    ["", /first line names the columns/],
    ["event_count,run\n5,10\n", /first line names the columns/],
    ["run\n10\n", /no column beside the runs/],
    ["run,evnt_count\n10,5\n", /no condition “evnt_count”. Did you mean event_count/],
    ["run,event_count,event_count\n10,5,5\n", /“event_count” is there twice/],
    ["run,event_count\n10,5\nx,6\n", /Line 3: “x” is not a run number/],
    ["run,event_count\n10,5,6\n", /cannot be read: .*line 2/],
    ['run,event_count\n10,"5\n', /cannot be read/],
    ["run,event_count\n12,8\n11,5\n", /Run 11 is not in this database/],
    ["run,event_count\n12,8\n12,8\n", /Run 12 is given twice/],
    ["run,event_count\n12,8\n10,6\n", /has the value “5”, not “6”/],
    ["run,event_count\n12,8\n9,many\n", /“many”/],
  ])("a table that is wrong stores nothing: %j", async (text, message) => {
    const before = await rows("event_count");
    const ended = await run("add", "condition", "--from", file("v.csv", text));
    expect(ended).toMatchObject({ code: 2, output: "", errors: expect.stringMatching(message) as string });
    expect(await rows("event_count")).toEqual(before);
  });

  test("a new database has the usual condition types", async () => {
    const options = ["db", "init", "--drop-all", "--confirm"];
    expect(await output(...options)).toMatch(/^Made a database of schema v2 with 14 condition types: /);
    const types = (await json("ls")) as { name: string; type: string }[];
    expect(types.map(({ name, type }) => `${name} ${type}`).sort()).toEqual([
      "component_stats json",
      "components json",
      "event_count int",
      "event_rate float",
      "evio_last_file string",
      "is_valid_run_end bool",
      "rtvs json",
      "run_config string",
      "run_end_time time",
      "run_length int",
      "run_start_time time",
      "run_type string",
      "session string",
      "user_comment string",
    ]);
    expect(await output(...options, "--no-defaults")).toMatch(/with 0 condition types/);
    expect(await json("ls")).toEqual([]);
  });

  test("rcnd", async () => {
    const rcnd = (...args: string[]) => written(() => runCommand(["-c", connection, ...args], createRcnd));
    expect(await rcnd("9", "event_count")).toEqual({ code: 0, output: "2478918\n", errors: "" });
    expect(await rcnd("10", "ok")).toMatchObject({ code: 1, output: "" });
    expect((await rcnd()).output).toMatch(
      /^Runs total: 3\nLast run {2}: 12\nCondition types total: 7\nConditions:\n\n {2}at\n/,
    );
    expect((await rcnd("--list")).output).toContain("event_count (int) - about event_count\n");
    expect((await rcnd("--list-names")).output).toContain("avg score\n");
    const all = await rcnd("9");
    expect(all.output).toContain("event_count = 2478918\n");
    expect(all.output).toContain("comment = 'a \"b\"\\nc'\n");
    expect(all.output).toContain('rtvs = (json){"a": 1}...\n');
    expect((await rcnd("10")).output).not.toContain("\x1b");
    expect(await rcnd("--write", "5", "9", "event_count")).toMatchObject({
      code: 2,
      output: "",
      errors: expect.stringMatching(/rcdb add condition/) as string,
    });
    expect(await rcnd("--help")).toMatchObject({
      code: 0,
      output: expect.stringContaining("Examples:") as string,
    });
  });
});

test.each<[Cell, ValueType, string]>([
  [120, "float", "120.0"],
  [0.1, "float", "0.1"],
  [0, "float", "0.0"],
  [-0, "float", "-0.0"],
  [0.0001, "float", "0.0001"],
  [0.00001, "float", "1e-05"],
  [1.5e-7, "float", "1.5e-07"],
  [1e15, "float", "1000000000000000.0"],
  [1e16, "float", "1e+16"],
  [1.25e22, "float", "1.25e+22"],
  [1e-300, "float", "1e-300"],
  [Infinity, "float", "inf"],
  [-Infinity, "float", "-inf"],
  [5, "int", "5"],
  ["9223372036854775807", "int", "9223372036854775807"],
  [false, "bool", "False"],
  [null, "string", "None"],
])("%j of type %s as Python prints it: %s", (value, type, text) => {
  expect(pythonText(value, type)).toBe(text);
});

test.each<[string, string, string[], string[]]>([
  ["a run's number", "", ["10340"], ["run", "10340"]],
  ["behind the connection", "", ["-c", "5", "10340", "-f"], ["-c", "5", "run", "10340", "-f"]],
  ["a connection alone", "", ["-c", "x.sqlite"], ["-c", "x.sqlite", "info"]],
  [
    "a connection with a sign",
    "",
    ["--connection=x.sqlite", "--json"],
    ["--connection=x.sqlite", "--json", "info"],
  ],
  ["the environment's", "x.sqlite", [], ["info"]],
  ["nothing", "", [], []],
  ["help", "x.sqlite", ["--help"], ["--help"]],
  ["the server", "", ["-c", "x", "web", "--port", "0"], ["-c", "x", "serve", "--port", "0"]],
  ["a command", "x.sqlite", ["select", "10340"], ["select", "10340"]],
])("the short form of %s", (_name, environment, args, expected) => {
  vi.stubEnv("RCDB_CONNECTION", environment);
  expect(withoutShortForms(args)).toEqual(expected);
});

test("the program takes the short forms, and options that have no effect", async () => {
  const path = writeDatabase({ types: { a: "int" }, runs: { 9: { conditions: { a: 5 } } } });
  const [value, info, help] = await Promise.all([
    rcdb(["-v", "-c", path, "9", "a"]),
    rcdb(["--json"], { RCDB_CONNECTION: path }),
    rcdb(["web", "--help"]),
  ]);
  expect(value).toEqual({ code: 0, output: "5\n", errors: "" });
  expect(JSON.parse(info.output)).toMatchObject({ runs: 1, location: path });
  expect(help).toMatchObject({ code: 0, output: expect.stringMatching(/^Usage: rcdb serve /) as string });
});

test("the programs are built and named in the package", () => {
  const { bin } = JSON.parse(readFileSync("package.json", "utf8")) as { bin: Record<string, string> };
  expect(Object.keys(bin)).toEqual(["rcdb", "rcnd"]);
});
