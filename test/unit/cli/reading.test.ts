/** Commands that look into a database, and their JSON. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parquetReadObjects } from "hyparquet";
import { beforeEach, describe, expect, test } from "vitest";
import { writeDatabase } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { hostile, rcdbHere } from "./command.ts";

let database: string;
beforeEach(() => {
  database = writeDatabase({
    types: { event_count: "int", run_type: "string", rtvs: "json" },
    runs: {
      9: {
        started: "2016-02-17 13:26:01.000000",
        conditions: { event_count: 5, run_type: "a", rtvs: '{"a":1,"b":2}' },
      },
      10: { conditions: { event_count: 5, run_type: "x".repeat(80), rtvs: '{"b":2,"a":1}' } },
      11: { conditions: { event_count: 70, run_type: hostile } },
    },
    statements: [
      "INSERT INTO run_periods (name, run_min, run_max) VALUES ('RunPeriod-2016-02', 1, 10)",
      "INSERT INTO aliases (name, code, description) VALUES ('many', 'event_count > 10', 'many events')",
      "INSERT INTO files (path, sha256, content, importance) VALUES ('/c/t.conf', 'A', 'TRIG 1\nsame\n', 0)",
      "INSERT INTO files (path, sha256, content, importance) VALUES ('/c/t.conf', 'B', 'TRIG 2\nsame\n', 0)",
      "INSERT INTO files (path, sha256, content, importance) VALUES ('/c/\x1b[2J', 'C', 'trig \x1b[2J', 1)",
      "INSERT INTO files_have_runs VALUES (1, 9), (2, 10), (2, 11), (3, 11)",
      "INSERT INTO logs (table_ids, description, related_run, created, user_name) VALUES ('runs_9', 'first\x1b[2J', 9, '2016-02-17 14:00:00.000000', 'ann')",
      "INSERT INTO logs (table_ids, description, related_run, created, user_name) VALUES ('runs_10', 'second', 10, '2016-02-18 14:00:00.000000', 'bob')",
    ],
  });
});

const run = (...args: string[]) => rcdbHere("-c", database, ...args);

describe("for people", () => {
  test.each<[string[], string[], string]>([
    [
      ["compare", "9", "10"],
      [
        "condition  9                    10",
        "started    2016-02-17 13:26:01",
        `run_type   a                    ${"x".repeat(59)}…`,
        "",
        "file       9     10",
        "/c/t.conf  id:1  id:2",
      ],
      "",
    ],
    [
      ["compare", "9", "10", "--all"],
      [
        "condition    9                    10",
        "started      2016-02-17 13:26:01",
        "finished",
        "length",
        "event_count  5                    5",
        'rtvs         {"a":1,"b":2}        {"b":2,"a":1}',
        `run_type     a                    ${"x".repeat(59)}…`,
        "",
        "file       9     10",
        "/c/t.conf  id:1  id:2",
      ],
      "",
    ],
    [
      ["cuts", "event_count > 5 and @many and run_type == 'a'", "--sum", "event_count", "hours"],
      [
        "runs             left  removed  alone  only  missing",
        "all                 3",
        "event_count > 5     1        2      1     0        0",
        "@many               1        0      1     0        0",
        "run_type == 'a'     0        1      1     1        0",
        "selected            0",
        "",
        "event_count      left  removed  alone  only  missing",
        "all                80",
        "event_count > 5    70       10     70     0        0",
        "@many              70        0     70     0        0",
        "run_type == 'a'     0       70      5    70        0",
        "selected            0",
        "",
        "hours            left  removed  alone  only  missing",
        "all                 0",
        "event_count > 5     0        0      0     0        0",
        "@many               0        0      0     0        0",
        "run_type == 'a'     0        0      0     0        0",
        "selected            0",
      ],
      "",
    ],
    [
      ["cuts", "@many", "--unfold", "--runs", "9-10"],
      [
        "runs                     left  removed  alone  only  missing",
        "all                         2",
        "@many: event_count > 10     0        2      0     2        0",
        "selected                    0",
      ],
      "",
    ],
    [
      ["why", "9", "@many and 'b' in run_type", "--runs", "10-"],
      [
        "false    @many and 'b' in run_type",
        "false      @many",
        "false        event_count > 10       event_count = 5",
        "(false)    'b' in run_type          run_type = a",
        "",
        "Run 9 would be selected if it were within 10-, event_count > 10 were true (event_count is 5) and 'b' in run_type were true (run_type is 'a').",
      ],
      "",
    ],
    [["compare", "9", "9"], [], "rcdb: These runs have the same conditions and files.\n"],
    [["history", "9"], [], "rcdb: No value of run 9 was replaced or deleted.\n"],
    [["history", "9", "rtvs"], [], "rcdb: No value of “rtvs” of run 9 was replaced or deleted.\n"],
    [
      ["log"],
      [
        "when                 who  run  what",
        "2016-02-18 14:00:00  bob   10  second",
        "2016-02-17 14:00:00  ann    9  first\\x1b[2J",
      ],
      "",
    ],
    [
      ["log", "--limit", "1"],
      ["when                 who  run  what", "2016-02-18 14:00:00  bob   10  second"],
      "rcdb: There are older records. --limit shows more than 1.\n",
    ],
    [
      [
        "log",
        "--run",
        "9",
        "--user",
        "ann",
        "--since",
        "2016-02-17",
        "--until",
        "2016-02-17",
        "--text",
        "FIRST",
      ],
      ["when                 who  run  what", "2016-02-17 14:00:00  ann    9  first\\x1b[2J"],
      "",
    ],
    [["log", "--user", "nobody"], [], "rcdb: The log has no such record.\n"],
    [["rp"], ["id  name               runs  from  to  description", " 1  RunPeriod-2016-02  1-10"], ""],
    [
      ["rp", "list"],
      ["id  name               runs  from  to  description", " 1  RunPeriod-2016-02  1-10"],
      "",
    ],
    [["alias", "test", "many"], ["Expression  @many", "Stands for  event_count > 10", "Runs        1"], ""],
    [
      ["alias", "test", "not @many and event_count > 1"],
      [
        "Expression  not @many and event_count > 1",
        "Stands for  not event_count > 10 and event_count > 1",
        "Runs        2",
      ],
      "",
    ],
    [
      ["file", "versions"],
      [
        "path        versions  runs  last run",
        "/c/\\x1b[2J         1     1        11",
        "/c/t.conf          2     3        11",
      ],
      "",
    ],
    [
      ["file", "versions", "/c/t.conf"],
      [
        "file  runs  first run  last run  bytes  sha256  description",
        "id:1     1          9         9     12  A",
        "id:2     2         10        11     12  B",
      ],
      "",
    ],
    [["file", "cat", "/c/t.conf"], ["TRIG 2", "same"], ""],
    [["file", "cat", "/c/t.conf", "--run", "9"], ["TRIG 1", "same"], ""],
    [["file", "cat", "id:1"], ["TRIG 1", "same"], ""],
    [["file", "runs", "/c/t.conf"], ["run  file", "  9  id:1", " 10  id:2", " 11  id:2"], ""],
    [["file", "runs", "id:2"], ["run  file", " 10  id:2", " 11  id:2"], ""],
    [
      ["file", "diff", "/c/t.conf", "9", "10"],
      ["--- /c/t.conf run 9", "+++ /c/t.conf run 10", "@@ -1,2 +1,2 @@", "-TRIG 1", "+TRIG 2", " same"],
      "",
    ],
    [
      ["file", "diff", "id:2", "id:1"],
      ["--- /c/t.conf id:2", "+++ /c/t.conf id:1", "@@ -1,2 +1,2 @@", "-TRIG 2", "+TRIG 1", " same"],
      "",
    ],
    [["file", "diff", "/c/t.conf", "10", "11"], [], "rcdb: These files are the same.\n"],
    [
      ["file", "search", "TRIG", "-s", "--path", "t.conf"],
      ["id:1 /c/t.conf:1: TRIG 1", "id:2 /c/t.conf:1: TRIG 2"],
      "",
    ],
    [["file", "search", "^trig .\\[", "-e"], ["id:3 /c/\\x1b[2J:1: trig \\x1b[2J"], ""],
    [["file", "search", "nowhere"], [], "rcdb: None of 3 files contains it.\n"],
    [
      ["file", "search", "same", "-n", "1"],
      ["id:1 /c/t.conf:2: same"],
      "rcdb: There is more. --limit shows more than 1 lines.\n",
    ],
    [
      ["select", "event_count > 1", "event_count", "-10"],
      ["run  event_count", "  9            5", " 10            5"],
      "",
    ],
    [
      ["select", "", "event_count", "10,11"],
      ["run  event_count", " 10            5", " 11           70"],
      "",
    ],
    [
      ["select", "", "RunPeriod-2016-02", "event_count run_type"],
      ["run  event_count  run_type", "  9            5  a", ` 10            5  ${"x".repeat(59)}…`],
      "",
    ],
    [["select", "", "--runs", "9,11-"], ["run", "  9", " 11"], ""],
    [["select", "", "--runs", "runperiod-2016-02"], ["run", "  9", " 10"], ""],
    [["export", "@many", "event_count"], ["run,event_count", "11,70"], ""],
    [["export", "@many", "event_count", "--format", "ndjson"], ['{"run":11,"event_count":70}'], ""],
  ])("%j", async (args, lines, errors) => {
    const ended = await run(...args);
    expect(ended).toEqual({ code: 0, output: lines.map((line) => `${line}\n`).join(""), errors });
  });
});

describe("as JSON", () => {
  test.each<[string[], unknown]>([
    [["info"], { runs: 3, firstRun: 9, runPeriods: [{ name: "RunPeriod-2016-02" }] }],
    [["ls", "event"], [{ name: "event_count", type: "int" }]],
    [["run", "9"], { run: 9, files: [{ id: 1, path: "/c/t.conf" }], log: [{ user: "ann" }] }],
    [["run", "9", "-f"], { run: 9, files: [{ id: 1 }] }],
    [["select", "@many", "event_count run_type"], [{ run: 11, event_count: 70, run_type: hostile }]],
    [
      ["compare", "9", "10"],
      {
        runs: [9, 10],
        conditions: [{ name: "started" }, { name: "run_type", values: ["a", "x".repeat(80)] }],
        files: [{ path: "/c/t.conf", files: [[{ id: 1 }], [{ id: 2 }]] }],
      },
    ],
    [["history", "9"], []],
    [["log", "--run", "9"], { records: [{ run: 9, description: "first\x1b[2J" }], more: false }],
    [["rp"], [{ name: "RunPeriod-2016-02", runMin: 1, runMax: 10 }]],
    [["rp", "list"], [{ name: "RunPeriod-2016-02" }]],
    [["alias", "test", "many"], { expression: "@many", expanded: "event_count > 10", runs: 1 }],
    [
      ["file", "versions"],
      [
        { path: "/c/\x1b[2J", versions: 1 },
        { path: "/c/t.conf", versions: 2, runs: 3 },
      ],
    ],
    [
      ["file", "versions", "/c/t.conf"],
      [
        { id: 1, runs: 1 },
        { id: 2, firstRun: 10, lastRun: 11 },
      ],
    ],
    [["file", "cat", "id:1"], { id: 1, content: "TRIG 1\nsame\n" }],
    [
      ["file", "runs", "/c/t.conf"],
      [
        { id: 1, runs: [9] },
        { id: 2, runs: [10, 11] },
      ],
    ],
    [
      ["file", "diff", "id:1", "id:2"],
      { old: { id: 1 }, new: { id: 2 }, hunks: [{ oldStart: 1, lines: ["-TRIG 1", "+TRIG 2", " same"] }] },
    ],
    [
      ["file", "search", "TRIG 1"],
      { matches: [{ file: { id: 1 }, line: 1, from: 0, to: 6 }], files: 3, complete: true },
    ],
    [["repair", "duplicates"], { duplicates: [], removed: 0 }],
    [
      ["db"],
      {
        database: { schemaVersion: 2 },
        tables: [{ table: expect.any(String) as string }],
        findings: [{ kind: expect.any(String) as string }],
      },
    ],
    [
      ["completion", "bash"],
      { shell: "bash", script: expect.stringContaining("complete -o default") as string },
    ],
  ])("%j", async (args, expected) => {
    const { code, output, errors } = await run(...args, "--json");
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    // Nothing in it controls the terminal, and it can be read line by line.
    expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
    const value: unknown = JSON.parse(output);
    if (Array.isArray(expected)) expect(value).toHaveLength(expected.length);
    if (args[0] === "db") expect((value as { tables: unknown[] }).tables.length).toBeGreaterThan(5);
    else expect(value).toMatchObject(expected as object);
  });

  test.each<[string[], unknown]>([
    [["--json", "alias", "test", "many"], { runs: 1 }],
    [["rp", "--json", "list"], [{ name: "RunPeriod-2016-02" }]],
    [["--json", "rp"], [{ name: "RunPeriod-2016-02" }]],
  ])("wherever --json stands: %j", async (args, expected) => {
    expect(JSON.parse((await run(...args)).output)).toMatchObject(expected as object);
  });

  test.each<[string[], number, string]>([
    [["run", "12", "--json"], 2, "no_such_run"],
    [["select", "evnt_count > 1", "--json"], 2, "expression"],
    [["select", "--jsn", "--json"], 2, "bad_input"],
    [["run", "--json"], 2, "bad_input"],
    [["-c", "/nowhere/x.sqlite", "info", "--json"], 3, "no_such_file"],
    [["export", "", "--json"], 2, "bad_input"],
  ])("an error: %j", async (args, code, failure) => {
    const ended = await run(...args);
    expect(ended).toMatchObject({ code, output: "" });
    expect(ended.errors.trimEnd().split("\n")).toHaveLength(1);
    expect(JSON.parse(ended.errors)).toMatchObject({
      error: { code: failure, message: expect.stringMatching(/./) as string },
    });
  });
});

describe("export to a file", () => {
  const expected = "run,event_count,run_type\n9,5,a\n10,5," + "x".repeat(80) + "\n";

  test("csv, replacing one that is there only where that is asked for", async () => {
    const path = join(temporaryFolder(), "a b'.csv");
    await run("export", "", "event_count", "--out", path);
    const before = readFileSync(path, "utf8");
    expect(await run("export", "", "event_count run_type", "--out", path)).toEqual({
      code: 2,
      output: "",
      errors: `rcdb: “${path}” exists already. Give --force to replace it.\n`,
    });
    expect(readFileSync(path, "utf8")).toBe(before);
    const ended = await run("export", "", "event_count run_type", "--runs", "-10", "--out", path, "--force");
    expect(ended).toEqual({
      code: 0,
      output: `Wrote 2 runs to ${path}: ${expected.length} bytes.\n`,
      errors: "",
    });
    expect(readFileSync(path, "utf8")).toBe(expected);
  });

  test("gzip, with the answer as JSON", async () => {
    const path = join(temporaryFolder(), "runs.csv.gz");
    const { output } = await run("export", "", "event_count run_type", "-r", "-10", "--out", path, "--json");
    expect(JSON.parse(output)).toMatchObject({ path, format: "csv", gzip: true, rows: 2 });
    expect(gunzipSync(readFileSync(path)).toString()).toBe(expected);
  });

  test("for Excel, to a file and to standard output", async () => {
    const path = join(temporaryFolder(), "runs.csv");
    await run("export", "", "event_count run_type", "--runs", "-10", "--out", path, "--bom");
    expect(readFileSync(path, "utf8")).toBe(`\uFEFF${expected}`);
    const asked = ["", "event_count run_type", "-r", "-10", "--bom"];
    expect((await run("export", ...asked)).output).toBe(`\uFEFF${expected}`);
    expect((await run("select", ...asked, "--format", "csv")).output).toBe(`\uFEFF${expected}`);
    for (const args of [
      ["select", ""],
      ["select", "", "--json"],
      ["export", "", "--out", join(dirname(path), "runs.parquet")],
    ]) {
      const ended = await run(...args, "--bom");
      expect(ended).toMatchObject({
        code: 2,
        output: "",
        errors: expect.stringMatching(/has no byte order mark/) as string,
      });
    }
  });

  test("without formulas, to a file and to standard output", async () => {
    const path = join(temporaryFolder(), "runs.csv");
    await run("export", "", "event_count run_type", "--runs", "-10", "--out", path, "--safe");
    expect(readFileSync(path, "utf8")).toBe(expected);
    const asked = ["", "event_count run_type", "-r", "-10", "--safe"];
    expect((await run("export", ...asked)).output).toBe(expected);
    expect((await run("select", ...asked, "--format", "tsv")).output).toBe(expected.replaceAll(",", "\t"));
    for (const args of [
      ["select", ""],
      ["export", "", "--format", "json"],
    ]) {
      const ended = await run(...args, "--safe");
      expect(ended).toMatchObject({
        code: 2,
        output: "",
        errors: expect.stringMatching(/not read as formulas.*csv or tsv/) as string,
      });
    }
  });

  test("parquet", async () => {
    const path = join(temporaryFolder(), "runs.parquet");
    await run("export", "", "event_count", "--out", path);
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    const file = buffer.slice(byteOffset, byteOffset + byteLength);
    const rows = await parquetReadObjects({ file });
    expect(rows.map((row) => [Number(row["run"]), Number(row["event_count"])])).toEqual([
      [9, 5],
      [10, 5],
      [11, 70],
    ]);
  });

  test.each<[string[], number, string]>([
    [
      ["--out", "runs.xyz"],
      2,
      "The name “runs.xyz” does not tell a format. Name one by --format: csv, tsv, json, ndjson, parquet, rcdbruns, run-numbers, run-ranges, run-ranges-json, run-array.",
    ],
    [
      ["--out", "runs"],
      2,
      "The name “runs” does not tell a format. Name one by --format: csv, tsv, json, ndjson, parquet, rcdbruns, run-numbers, run-ranges, run-ranges-json, run-array.",
    ],
    [["--out", "/nowhere/x.csv"], 3, "The folder of “/nowhere/x.csv” does not exist. Choose another folder."],
  ])("%j", async (args, code, message) => {
    expect(await run("export", "", ...args)).toEqual({ code, output: "", errors: `rcdb: ${message}\n` });
  });
});

describe("bad input", () => {
  test.each<[string[], string]>([
    [["compare", "9"], "The input of “compareRuns” does not fit at runs: Give two runs to compare."],
    [["compare", "9", "12"], "Run 12 is not in this database. Check the number."],
    [["select", "", "9-10", "--runs", "9"], "“9” and “9-10” both say which runs. Name one of them."],
    [["select", "", "9-10", "10-11"], "“9-10” and “10-11” both say which runs. Name one of them."],
    [["select", "", "10-9"], "The run range “10-9” ends before it begins. Did you mean 9-10?"],
    [["select", "", "evnt_count"], "There is no condition “evnt_count”. Did you mean event_count?"],
    [["rp", "lits"], "There is no command “rp lits”. Did you mean list?"],
    [["rp", "xyz"], "There is no command “rp xyz”. “rcdb rp --help” lists them."],
    [["file", "vresions"], "unknown command 'vresions' (Did you mean versions?)"],
    [["file", "diff", "/c/t.conf", "9"], "Name a path and two runs, or two files as id:12 id:15."],
    [["file", "diff", "/c/t.conf"], "Name a path and two runs, or two files as id:12 id:15."],
    [["file", "diff", "/c/t.conf", "9", "x"], "“x” is not a run number: that is an integer."],
    [["file", "cat", "id:1", "--run", "9"], "“id:1” and the run both say which version. Name one of them."],
    [["file", "cat", "id:99"], "The database has no configuration file with the id 99."],
    [["log", "--limit", "0"], "“0” is not a limit: that is a number from 1 to 10000."],
    [["alias", "test", "nonsense"], "There is no condition nonsense.\n    nonsense\n    ^^^^^^^^"],
    [["db", "check", "x"], "too many arguments for 'check'. Expected 0 arguments but got 1."],
    [["rp", "update", "RunPeriod-2016-02"], "Nothing is to be changed. Name at least one option."],
    [["rp", "add", "x", "1-"], "A run period has one first and one last run. Write 130000-139999."],
    [["repair", "evio-files"], "Name folders to look in, or a list by --load-list."],
  ])("%j", async (args, message) => {
    expect(await run(...args)).toEqual({ code: 2, output: "", errors: `rcdb: ${message}\n` });
  });
});
