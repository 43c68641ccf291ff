/** The evio files on disk, and what the database says of them. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EvioFilesOfRun } from "../../../core/api/maintenance.ts";
import { readHistory } from "../../../core/log/history.ts";
import { repairEvioFiles } from "../../../core/maintenance/evioFiles.ts";
import { loadEvioList, saveEvioList } from "../../../core/maintenance/evioList.ts";
import { defaultMask, scanEvioFiles } from "../../../core/maintenance/evioScan.ts";
import { readRun } from "../../../core/runs/run.ts";
import { backends } from "../../support/backends.ts";
import { openWritableForTest } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { dumpAll, failureOf, recording } from "./support.ts";

/** A folder with these files in it; a name that ends with / is a folder. */
function folderWith(...files: readonly string[]): string {
  const folder = temporaryFolder();
  for (const file of files) {
    mkdirSync(join(folder, file.slice(0, file.lastIndexOf("/"))), { recursive: true });
    if (!file.endsWith("/")) writeFileSync(join(folder, file), "");
  }
  return folder;
}

describe("scanning", () => {
  test("folders of runs, in several folders", async () => {
    const first = folderWith(
      "Run010340/hd_rawdata_010340_001.evio",
      "Run010340/hd_rawdata_010340_000.evio",
      "Run010340/notes.txt",
      "Run010341/empty.txt",
      "Run010342/",
      "logs/Run010343.evio",
      "Runs of today/x.evio",
    );
    const second = folderWith("Run010340/hd_rawdata_010340_002.evio", "Run7/a.evio");
    symlinkSync(join(second, "Run7"), join(first, "Run8"));
    const { reported, ...context } = recording();
    expect(await scanEvioFiles([first, second], defaultMask, context)).toEqual({
      found: [
        { run: 7, files: [join(second, "Run7/a.evio")] },
        { run: 8, files: [join(first, "Run8/a.evio")] },
        {
          run: 10340,
          files: [
            join(first, "Run010340/hd_rawdata_010340_000.evio"),
            join(first, "Run010340/hd_rawdata_010340_001.evio"),
            join(second, "Run010340/hd_rawdata_010340_002.evio"),
          ].sort(),
        },
      ],
      skipped: [{ path: join(first, "Runs of today"), reason: "no run number follows “Run” in its name" }],
    });
    expect(reported.at(-1)).toEqual({ done: 6, total: 7, label: "Looking for evio files" });
  });

  test.each([
    ["Run0103*", [10340, 10341]],
    ["Run01034?", [10340, 10341]],
    ["Run01034[01]", []],
    ["*Run*", [1, 10340, 10341, 20000]],
    ["Run010341", [10341]],
  ])("the mask %s", async (mask, runs) => {
    const folder = folderWith(
      "Run010340/a.evio",
      "Run010341/a.evio",
      "Run020000/a.evio",
      "oldRun000001/a.evio",
    );
    const { found } = await scanEvioFiles([folder], mask, recording());
    expect(found.map(({ run }) => run)).toEqual(runs);
  });

  test("what cannot be read is told and left out", async () => {
    const folder = folderWith("Run000001/a.evio", "Run000002/a.evio");
    writeFileSync(join(folder, "Run000003"), "a file");
    // Permissions do not bind the administrator: a link to itself stands for all that cannot be read.
    symlinkSync(join(folder, "Run000004"), join(folder, "Run000004"));
    const none = join(folder, "none");
    const { found, skipped } = await scanEvioFiles([folder, none], defaultMask, recording());
    expect(found.map(({ run }) => run)).toEqual([1, 2]);
    expect(skipped).toEqual([
      { path: none, reason: "it does not exist" },
      { path: join(folder, "Run000003"), reason: "it is not a folder" },
      { path: join(folder, "Run000004"), reason: expect.stringMatching(/ELOOP/) as string },
    ]);
  });

  test("can be cancelled", async () => {
    const folder = folderWith("Run000001/a.evio");
    const context = recording(AbortSignal.abort());
    await expect(scanEvioFiles([folder], defaultMask, context)).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("a list as a file", () => {
  test("is what was saved", async () => {
    const path = join(temporaryFolder(), "list.json");
    const list = fc.uniqueArray(
      fc.record({
        run: fc.maxSafeNat(),
        files: fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }),
      }),
      { selector: ({ run }) => run },
    );
    await fc.assert(
      fc.asyncProperty(list, async (found) => {
        await saveEvioList(path, found);
        const loaded = await loadEvioList(path);
        expect(loaded.sort((a, b) => a.run - b.run)).toEqual(found.sort((a, b) => a.run - b.run));
      }),
    );
  });

  test.each([
    ["the Python client's", '{"10341": ["/data/Run010341/b.evio"], "10340": [], "007": ["a.evio"]}'],
    [
      "ours of before",
      '[{"run": 7, "files": ["a.evio"]}, {"run": 10341, "files": ["/data/Run010341/b.evio"]}]',
    ],
  ])("%s is read", async (_name, content) => {
    const path = join(temporaryFolder(), "list.json");
    writeFileSync(path, content);
    expect((await loadEvioList(path)).sort((a, b) => a.run - b.run)).toEqual([
      { run: 7, files: ["a.evio"] },
      { run: 10341, files: ["/data/Run010341/b.evio"] },
    ]);
  });

  test("one run a line", async () => {
    const path = join(temporaryFolder(), "list.json");
    await saveEvioList(path, [
      { run: 1, files: ["a.evio"] },
      { run: 2, files: ["b.evio", "c.evio"] },
    ]);
    expect(readFileSync(path, "utf8")).toBe('{\n"1": ["a.evio"],\n"2": ["b.evio", "c.evio"]\n}\n');
  });

  test.each([
    ["no JSON", "run 1: a.evio", "bad_input", /is not a list of evio files/],
    ["another form", '{"1": "a.evio"}', "bad_input", /is not a list of evio files \(at 1: /],
    ["a name that is no run", '{"Run1": ["a.evio"]}', "bad_input", /A run is named by its number/],
    ["a run number that is too large", '{"99999999999999999999": []}', "bad_input", /not a run number/],
    ["a run that is none", '[{"run": "1", "files": ["a.evio"]}]', "bad_input", /at 0\.run/],
    ["a run without files", '[{"run": 1, "files": []}]', "bad_input", /without evio files is left out/],
    ["no file", null, "no_such_file", /There is no “.*list.json”/],
  ])("%s", async (_, content, code, message) => {
    const path = join(temporaryFolder(), "list.json");
    if (content !== null) writeFileSync(path, content);
    const failure = await failureOf(() => loadEvioList(path));
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  test("into a folder that does not exist", async () => {
    const path = join(temporaryFolder(), "none", "list.json");
    expect(await failureOf(() => saveEvioList(path, []))).toMatchObject({ code: "no_such_file" });
  });
});

describe.each(backends)("repair on $name", (backend) => {
  const found: EvioFilesOfRun[] = [
    { run: 6, files: ["f_000.evio"] },
    { run: 1, files: ["a_001.evio", "a_002.evio", "a_000.evio"] },
    { run: 2, files: ["b_000.evio"] },
    { run: 3, files: ["c_000.evio"] },
    { run: 4, files: ["d_000.evio"] },
    { run: 5, files: ["e_000.evio", "e_001.evio"] },
  ];
  const types = { evio_files_count: "int", evio_last_file: "string" } as const;
  const content = {
    types,
    runs: {
      1: {},
      2: { conditions: { evio_files_count: 1, evio_last_file: "b_000.evio" } },
      3: { conditions: { evio_files_count: [7, 1] } },
      4: { conditions: { evio_files_count: [1, 2], evio_last_file: "d_000.evio" } },
      5: { conditions: { evio_last_file: "e_000.evio" } },
      9: {},
    },
  };
  const expected = (missing: "missing" | "added"): object => ({
    right: 1,
    runs: [
      { run: 1, state: missing, count: 3, last: "a_002.evio", storedCount: null, storedLast: null },
      { run: 3, state: missing, count: 1, last: "c_000.evio", storedCount: 1, storedLast: null },
      { run: 4, state: "mismatch", count: 1, last: "d_000.evio", storedCount: 2, storedLast: "d_000.evio" },
      {
        run: 5,
        state: "mismatch",
        count: 2,
        last: "e_001.evio",
        storedCount: null,
        storedLast: "e_000.evio",
      },
      { run: 6, state: "unknown-run", count: 1, last: "f_000.evio", storedCount: null, storedLast: null },
    ],
  });

  test("without execute it is told, and nothing is changed", async () => {
    const connection = await backend.create(content);
    const before = await dumpAll(connection);
    const database = await openWritableForTest(connection);
    expect(await repairEvioFiles(database, "tester", { found, execute: false }, recording())).toEqual(
      expected("missing"),
    );
    expect(await dumpAll(connection)).toEqual(before);
  });

  test("with execute what is missing is added, and nothing else", async () => {
    const connection = await backend.create(content);
    const database = await openWritableForTest(connection);
    expect(await repairEvioFiles(database, "tester", { found, execute: true }, recording())).toEqual(
      expected("added"),
    );
    const valuesOf = async (run: number): Promise<unknown[]> =>
      (await readRun(database, run)).conditions.map(({ value }) => value);
    expect(await Promise.all([1, 2, 3, 4, 5, 9].map(valuesOf))).toEqual([
      [3, "a_002.evio"],
      [1, "b_000.evio"],
      [1, "c_000.evio"],
      [2, "d_000.evio"],
      ["e_000.evio"],
      [],
    ]);
    expect(await database.read.selectFrom("conditions").select("id").execute()).toHaveLength(11);
    const again = await repairEvioFiles(database, "tester", { found, execute: true }, recording());
    expect(again).toMatchObject({ right: 3, runs: [{ run: 4 }, { run: 5 }, { run: 6 }] });
  });

  test("with replace values that differ are put right, and the log keeps them", async () => {
    const database = await openWritableForTest(await backend.create(content));
    const ofLists = found.map(({ run, files }) => ({
      run,
      files: [...files.map((name) => `/mss/Run${run}/${name}`), `/cache/Run${run}/${files[0] ?? ""}`],
    }));
    const preview = await repairEvioFiles(
      database,
      "tester",
      { found: ofLists, execute: false, replace: true },
      recording(),
    );
    expect(preview).toEqual(expected("missing"));
    const repair = await repairEvioFiles(
      database,
      "tester",
      { found: ofLists, execute: true, replace: true },
      recording(),
    );
    expect(repair.runs.map(({ run, state }) => [run, state])).toEqual([
      [1, "added"],
      [3, "added"],
      [4, "replaced"],
      [5, "replaced"],
      [6, "unknown-run"],
    ]);
    const valuesOf = async (run: number): Promise<unknown[]> =>
      (await readRun(database, run)).conditions.map(({ value }) => value);
    expect(await Promise.all([4, 5].map(valuesOf))).toEqual([
      [1, "d_000.evio"],
      [2, "e_001.evio"],
    ]);
    const history = await readHistory(database, { run: 4, condition: null });
    expect(history.map((entry) => [entry.condition, entry.old, entry.new])).toEqual([
      ["evio_files_count", 2, 1],
    ]);
    expect((await readRun(database, 5)).log.map(({ description }) => description)).toEqual([
      expect.stringContaining("Replaced condition evio_last_file of run 5"),
    ]);
  });

  test("the last of more than a thousand files", async () => {
    const database = await openWritableForTest(await backend.create({ runs: { 1: {} } }));
    const files = Array.from({ length: 1001 }, (_, at) => `f_${String(at).padStart(3, "0")}.evio`);
    await repairEvioFiles(database, "tester", { found: [{ run: 1, files }], execute: true }, recording());
    expect((await readRun(database, 1)).conditions.map(({ value }) => value)).toEqual([1001, "f_1000.evio"]);
  });

  test("condition types that are missing are created", async () => {
    const database = await openWritableForTest(await backend.create({ runs: { 1: {} } }));
    await repairEvioFiles(database, "tester", { found, execute: true }, recording());
    const made = await database.read.selectFrom("condition_types").select(["name", "value_type"]).execute();
    expect(made).toEqual([
      { name: "evio_files_count", value_type: "int" },
      { name: "evio_last_file", value_type: "string" },
    ]);
    expect((await readRun(database, 1)).conditions.map(({ value }) => value)).toEqual([3, "a_002.evio"]);
  });

  test.each([
    [
      "a condition of another type",
      { types: { evio_last_file: "json" } } as const,
      found,
      "conflict",
      /is of type json/,
    ],
    ["a run given twice", { types }, [...found, ...found.slice(0, 1)], "bad_input", /Run 6 is given twice/],
  ])("%s", async (_, made, given, code, message) => {
    const connection = await backend.create({ ...made, runs: { 1: {} } });
    const before = await dumpAll(connection);
    const database = await openWritableForTest(connection);
    const failure = await failureOf(() =>
      repairEvioFiles(database, "tester", { found: given, execute: true }, recording()),
    );
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(await dumpAll(connection)).toEqual(before);
  });

  test("nothing found is nothing to do", async () => {
    const database = await openWritableForTest(await backend.create(content));
    expect(await repairEvioFiles(database, "tester", { found: [], execute: true }, recording())).toEqual({
      runs: [],
      right: 0,
    });
  });
});
