/** Commands that change a database, on each kind of database. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { backends } from "../../support/backends.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { rcdb, rcdbHere } from "./command.ts";

beforeEach(() => {
  vi.stubEnv("RCDB_USER", "ann");
  return () => vi.unstubAllEnvs();
});

describe.each(backends)("on $name", ({ create }) => {
  let connection: string;
  let folder: string;
  const run = (...args: string[]) => rcdbHere("-c", connection, ...args);
  /** Runs a command that is to succeed and answers what it writes. */
  const output = async (...args: string[]): Promise<string> => {
    const ended = await run(...args);
    expect(ended).toMatchObject({ code: 0, errors: "" });
    return ended.output;
  };
  const json = async (...args: string[]): Promise<unknown> => JSON.parse(await output(...args, "--json"));

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
      },
      runs: { 9: { conditions: { event_count: 5, comment: "old" } }, 10: {} },
    });
  });

  /** The values of a run by name. */
  const valuesOf = async (number: number): Promise<Record<string, unknown>> => {
    const { conditions } = (await json("run", String(number), "-c")) as {
      conditions: { name: string; value: unknown }[];
    };
    return Object.fromEntries(conditions.map(({ name, value }) => [name, value]));
  };

  test.each<[string[], Record<string, unknown>]>([
    [["event_count", "-7"], { event_count: -7 }],
    [["beam_current", "-1.5e2"], { beam_current: -150 }],
    [["beam_current", "3"], { beam_current: 3 }],
    [["ok", "true"], { ok: true }],
    [["ok", "0"], { ok: false }],
    [["comment", "12 é 漢 '\"\\"], { comment: "12 é 漢 '\"\\" }],
    [["comment", "@@home"], { comment: "@home" }],
    [["rtvs", '{"a": [1]}'], { rtvs: '{"a": [1]}' }],
    [["at", "2016-02-17T13:26:01"], { at: "2016-02-17 13:26:01" }],
    [
      ["ok", "False", "comment", "", "event_count", "2147483647"],
      { ok: false, comment: "", event_count: 2147483647 },
    ],
  ])("add condition 10 %j", async (given, values) => {
    const count = Object.keys(values).length;
    const line = `${count} ${count === 1 ? "value" : "values"} added.\n`;
    expect(await output("add", "condition", "10", ...given)).toBe(line);
    expect(await valuesOf(10)).toEqual(values);
  });

  test("a value from a file loses its last line end and nothing else", async () => {
    const path = join(folder, "a b.txt");
    writeFileSync(path, "two\nlines\r\n\n");
    await output("add", "condition", "10", "comment", `@${path}`);
    expect(await valuesOf(10)).toEqual({ comment: "two\nlines\r\n" });
  });

  test("a value, and many runs, on standard input", async () => {
    const value = await rcdb(["-c", connection, "add", "condition", "10", "comment", "-"], {}, "beam lost\n");
    expect(value).toEqual({ code: 0, output: "1 value added.\n", errors: "" });
    expect(await valuesOf(10)).toEqual({ comment: "beam lost" });
    const runs = await rcdb(["-c", connection, "add", "runs", "-"], {}, '[{"number": 30}, {"number": 31}]');
    expect(runs).toEqual({ code: 0, output: "2 runs added, 0 values added.\n", errors: "" });
  });

  test("replacing, deleting, and their history", async () => {
    expect(await output("add", "condition", "9", "comment", "old", "ok", "true")).toBe(
      "1 value added, 1 there already.\n",
    );
    const refused = await run("add", "condition", "9", "ok", "false", "beam_current", "1", "--json");
    expect(refused).toMatchObject({ code: 2, output: "" });
    expect(JSON.parse(refused.errors)).toMatchObject({ error: { code: "conflict" } });
    expect(await valuesOf(9)).toEqual({ event_count: 5, comment: "old", ok: true });
    expect(await output("add", "condition", "9", "comment", "new", "--replace")).toBe(
      "0 values added, 1 replaced.\n",
    );
    expect(await json("rm", "condition", "9", "event_count", "ok")).toEqual({ deleted: 2 });
    expect(await valuesOf(9)).toEqual({ comment: "new" });
    const entries = (await json("history", "9")) as {
      change: string;
      condition: string;
      old: unknown;
      new: unknown;
      user: string;
    }[];
    expect(entries.map((entry) => [entry.condition, entry.change, entry.old, entry.new, entry.user])).toEqual(
      [
        ["comment", "replaced", "old", "new", "ann"],
        ["event_count", "deleted", 5, null, "ann"],
        ["ok", "deleted", true, null, "ann"],
      ],
    );
    expect(await output("history", "9", "comment")).toMatch(
      /^when +who +condition +change +old +new\n.+ ann +comment +replaced +old +new\n$/,
    );
  });

  test("runs", async () => {
    expect(await output("add", "run", "11", "--started", "2016-02-17 13:26:01")).toBe("Added run 11.\n");
    expect(await json("add", "run", "11", "--finished", "2016-02-17 14:20:00")).toEqual({ created: false });
    expect(await json("run", "11")).toMatchObject({
      started: "2016-02-17 13:26:01",
      finished: "2016-02-17 14:20:00",
      length: 3239,
    });
  });

  test("condition types", async () => {
    expect(await output("add", "type", "target", "string", "-d", "what is hit")).toBe(
      "Added the condition type target.\n",
    );
    expect(await output("add", "type", "target", "string", "-d", "what is hit")).toBe(
      "The condition type target was there already.\n",
    );
    expect((await run("add", "type", "target", "int")).code).toBe(2);
    expect(await json("ls", "target")).toMatchObject([
      { name: "target", type: "string", description: "what is hit" },
    ]);
  });

  test.each<[string, (lines: string[]) => string]>([
    ["an object a line", (lines) => `${lines.join("\n")}\n\n`],
    ["an array", (lines) => `[${lines.join(",\n")}]`],
  ])("many runs at once: %s", async (_name, together) => {
    const path = join(folder, "runs.json");
    const lines = [
      '{"number": 9, "conditions": {"event_count": 5, "ok": true}}',
      '{"number": 20, "started": "2016-02-17 13:26:01", "conditions": {"rtvs": {"a": [1, null]}, "beam_current": 1.5}}',
      '{"number": 21}',
    ];
    writeFileSync(path, together(lines));
    expect(await output("add", "runs", path)).toBe("2 runs added, 3 values added, 1 there already.\n");
    expect(await valuesOf(20)).toEqual({ rtvs: '{"a": [1, null]}', beam_current: 1.5 });
    expect(await valuesOf(21)).toEqual({});
  });

  test("runs whose JSON has large numbers, and objects where a text belongs", async () => {
    const path = join(folder, "runs.json");
    const add = (conditions: string) => {
      writeFileSync(path, `{"number": 9, "conditions": ${conditions}}`);
      return run("add", "runs", path);
    };
    const rtvs = '{"a":12345678901234567890,"b":61.0,"__proto__":9007199254740993}';
    expect(await add(`{"rtvs": ${rtvs}}`)).toMatchObject({ code: 0 });
    expect(await valuesOf(9)).toMatchObject({
      rtvs: '{"a": 12345678901234567890, "b": 61.0, "__proto__": 9007199254740993}',
    });
    for (const name of ["__proto__", "prototype", "constructor"]) {
      expect(await add(`{"${name}": 5}`)).toMatchObject({
        code: 2,
        errors: expect.stringContaining(`There is no condition “${name}”`) as string,
      });
    }
    for (const [given, told] of [
      ['{"a":1}', 'the object “{"a": 1}” does not fit. Give a text.'],
      ["[1]", "the list “[1]” does not fit. Give a text."],
    ] as const) {
      const { code, errors } = await add(`{"comment": ${given}}`);
      expect({ code, errors }).toEqual({ code: 2, errors: expect.stringContaining(told) as string });
    }
  });

  test("files", async () => {
    const path = join(folder, "a 'b' c.conf");
    writeFileSync(path, "TRIG 1\n");
    expect(await output("add", "file", "9", path, "--as", "/c/t.conf", "-d", "first")).toMatch(
      /^Added \/c\/t\.conf to run 9: id:1, 7 bytes\.\n$/,
    );
    expect(await json("add", "file", "10", path, "--as", "/c/t.conf")).toMatchObject({
      id: 1,
      outcome: "associated",
    });
    writeFileSync(path, Uint8Array.from([0xe9, 0x0a]));
    expect(
      await output("add", "file", "10", path, "--as", "/c/t.conf", "--overwrite", "--importance", "low"),
    ).toBe(
      "/c/t.conf is now id:2 in place of the one that run 10 had. It is not UTF-8 and was read as Latin-1.\n",
    );
    expect(await output("file", "cat", "/c/t.conf", "--run", "10")).toBe("é\n");
    expect(await json("run", "10", "-f")).toMatchObject({ files: [{ id: 2, importance: "low" }] });
    writeFileSync(path, "as given");
    await output("add", "file", "9", path);
    expect(await output("file", "cat", path)).toBe("as given");
  });

  test("run periods", async () => {
    expect(
      await output("rp", "add", "RunPeriod-2025-01", "100-199", "-d", "x", "--start", "2025-01-10"),
    ).toBe("Added the run period RunPeriod-2025-01.\n");
    expect(
      await json(
        "rp",
        "update",
        "RunPeriod-2025-01",
        "--name",
        "P2",
        "--runs",
        "100-150",
        "--end",
        "2025-02-01",
      ),
    ).toMatchObject({
      name: "P2",
      runMin: 100,
      runMax: 150,
      startDate: "2025-01-10",
      endDate: "2025-02-01",
      description: "x",
    });
    expect(await output("rp", "rm", "P2")).toBe("Removed the run period P2.\n");
    expect((await run("rp", "rm", "P2")).code).toBe(2);
    expect(await json("rp")).toEqual([]);
  });

  test("aliases", async () => {
    expect(await output("alias", "add", "many", "event_count > 1", "-d", "x")).toBe(
      "Added the alias @many.\n",
    );
    const wrong = await run("alias", "add", "more", "evnt_count > 1");
    expect(wrong).toMatchObject({ code: 2, output: "" });
    expect(wrong.errors).toMatch(/Did you mean event_count\?\n {4}evnt_count > 1\n {4}\^{10}\n$/);
    expect(await output("alias", "add", "many", "event_count > 4", "--replace")).toBe(
      "The alias @many is as you gave it.\n",
    );
    expect(await json("select", "@many")).toEqual([{ run: 9 }]);
    expect(await output("alias", "rm", "@many")).toBe("Removed the alias @many.\n");
    expect((await run("select", "@many")).code).toBe(2);
  });

  test("evio files", async () => {
    for (const [number, names] of Object.entries({
      9: ["a_000.evio", "a_001.evio", "a.txt"],
      10: ["b_000.evio"],
      12: ["c.evio"],
    })) {
      mkdirSync(join(folder, `Run${number.padStart(6, "0")}`));
      for (const name of names) writeFileSync(join(folder, `Run${number.padStart(6, "0")}`, name), "");
    }
    const list = join(folder, "list.json");
    const dry = await output("repair", "evio-files", folder, "--save-list", list, "--run-range", "9,12");
    expect(dry.split("\n").map((line) => line.trim().replace(/ +/g, " "))).toEqual([
      "run state files last file stored stored last file",
      "9 missing 2 a_001.evio",
      "12 no such run 1 c.evio",
      "0 runs have the right values. --execute adds what is missing.",
      "",
    ]);
    expect(await valuesOf(9)).toEqual({ event_count: 5, comment: "old" });
    expect(Object.keys(JSON.parse(readFileSync(list, "utf8")) as object)).toHaveLength(3);
    expect(await json("repair", "evio-files", "--load-list", list, "--execute")).toMatchObject({
      runs: [
        { run: 9, state: "added" },
        { run: 10, state: "added" },
        { run: 12, state: "unknown-run" },
      ],
      right: 0,
      skipped: [],
    });
    expect(await valuesOf(10)).toEqual({ evio_files_count: 1, evio_last_file: "b_000.evio" });
  });
});

describe.each(backends)("duplicates on $name", ({ create }) => {
  test("are listed, and removed when that is asked for", async () => {
    const connection = await create({
      types: { event_count: "int" },
      runs: { 9: { conditions: { event_count: [1, 2, 2] } } },
    });
    const run = (...args: string[]) => rcdbHere("-c", connection, ...args);
    const row = "  9  conditions  event_count        2  differ";
    const listed = `run  table       name         surplus  values\n${row}\n\n2 rows could be removed by --execute.\n`;
    expect(await run("repair", "duplicates")).toEqual({ code: 0, output: listed, errors: "" });
    expect(await run("repair", "duplicates")).toEqual({ code: 0, output: listed, errors: "" });
    expect((await run("repair", "duplicates", "--execute")).output).toMatch(/\n2 rows removed\.\n$/);
    expect((await run("repair", "duplicates")).output).toBe("Nothing is stored twice.\n");
    expect((await run("select", "", "event_count", "--format", "csv")).output).toBe("run,event_count\n9,2\n");
  });
});
