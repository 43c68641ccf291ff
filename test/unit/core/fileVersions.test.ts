import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { toFailure } from "../../../core/api/failure.ts";
import {
  findFile,
  listFilePaths,
  listFileVersions,
  listPaths,
  listRunsOfFile,
} from "../../../core/files/fileVersions.ts";
import { backends, sqlite } from "../../support/backends.ts";
import { openForTest, type TestDatabase } from "../../support/database.ts";

const { signal } = new AbortController();

const content: TestDatabase = {
  runs: { 5: { started: "2016-02-17 13:26:01" }, 6: {}, 7: {}, 8: {} },
  statements: [
    `INSERT INTO files (id, path, sha256, content, description, importance) VALUES
      (1, '/daq/trigger.conf', 'h1', 'one', 'first', 0),
      (2, '/daq/trigger.conf', 'h2', 'zwö', NULL, 1),
      (3, '/daq/trigger.conf', 'b''h1''', 'one', NULL, 0),
      (4, '/daq/TRIGGER.conf', 'h4', 'other', NULL, 0),
      (5, '/daq/unused.conf', 'h5', '', NULL, 0),
      (6, '/daq/trigger.conf', 'h6', 'unused', NULL, 0)`,
    // Run 6 has two versions, and one of them twice; run 8 has the oldest again.
    `INSERT INTO files_have_runs (files_id, run_number) VALUES
      (2, 6), (2, 5), (3, 6), (3, 6), (3, 7), (1, 8), (4, 5), (NULL, 5), (4, NULL)`,
  ],
};

describe.each(backends)("on $name", (backend) => {
  let connection: string;
  beforeAll(async () => {
    connection = await backend.create(content);
  });
  const open = async () => openForTest(connection);

  test.each<[string, [path: string, versions: number, runs: number, lastRun: number | null][]]>([
    [
      "",
      [
        ["/daq/TRIGGER.conf", 1, 1, 5],
        ["/daq/trigger.conf", 3, 4, 8],
        ["/daq/unused.conf", 1, 0, null],
      ],
    ],
    ["UNUSED", [["/daq/unused.conf", 1, 0, null]]],
    ["_", []],
  ])("paths with %j", async (search, expected) => {
    const paths = await listFilePaths(await open(), search, signal);
    expect(paths).toEqual(
      expected.map(([path, versions, runs, lastRun]) => ({ path, versions, runs, lastRun })),
    );
  });

  test("paths, each once, in order", async () => {
    expect(await listPaths(await open())).toEqual([
      "/daq/TRIGGER.conf",
      "/daq/trigger.conf",
      "/daq/unused.conf",
    ]);
  });

  test("the versions of a path by their first run, those without runs last", async () => {
    const versions = await listFileVersions(await open(), "/daq/trigger.conf");
    expect(versions.map(({ id, runs, firstRun, lastRun }) => [id, runs, firstRun, lastRun])).toEqual([
      [2, 2, 5, 6],
      [3, 2, 6, 7],
      [1, 1, 8, 8],
      [6, 0, null, null],
    ]);
    expect(versions.map(({ firstStarted }) => firstStarted)).toEqual([
      "2016-02-17 13:26:01",
      null,
      null,
      null,
    ]);
    expect(versions[0]).toMatchObject({ sha256: "h2", bytes: 4, importance: "low", description: null });
    expect(versions[1]).toMatchObject({ sha256: "h1", bytes: 3, importance: "high" });
  });

  test.each<[path: string, run: number | null, id: number]>([
    ["/daq/trigger.conf", 5, 2],
    ["/daq/trigger.conf", 6, 3],
    ["/daq/trigger.conf", 8, 1],
    ["/daq/trigger.conf", null, 1],
    ["/daq/TRIGGER.conf", 5, 4],
    ["/daq/unused.conf", null, 5],
  ])("%s of run %j", async (path, run, id) => {
    expect((await findFile(await open(), path, run)).id).toBe(id);
  });

  test.each<[path: string, run: number | null, code: string, message: RegExp]>([
    ["/daq/trigger.cnf", 5, "no_such_configuration_file", /Did you mean .*“\/daq\/trigger.conf”/],
    ["/daq/trigger.conf ", null, "no_such_configuration_file", /Did you mean .*“\/daq\/trigger.conf”/],
    ["nothing", null, "no_such_configuration_file", /no configuration file “nothing”\. Search the list/],
    [
      "/daq/unused.conf",
      5,
      "no_such_configuration_file",
      /Run 5 has no configuration file “\/daq\/unused.conf”\. Other/,
    ],
    [
      "/daq/TRIGGER.conf",
      7,
      "no_such_configuration_file",
      /Run 7 has no .*Did you mean “\/daq\/trigger.conf”/,
    ],
    ["/daq/trigger.conf", 9, "no_such_run", /Run 9 is not/],
  ])("no file %j of run %j", async (path, run, code, message) => {
    const failure = toFailure(await findFile(await open(), path, run).catch((thrown: unknown) => thrown));
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  test.each([
    [2, [5, 6]],
    [3, [6, 7]],
    [5, []],
    [4, [5]],
  ])("runs of file %i", async (id, runs) => {
    expect(await listRunsOfFile(await open(), id)).toEqual(runs);
  });

  test("runs of a file that is not there", async () => {
    const failure = toFailure(await listRunsOfFile(await open(), 99).catch((thrown: unknown) => thrown));
    expect(failure.code).toBe("no_such_configuration_file");
  });
});

test("paths count each run once, whatever is linked to what", async () => {
  const files = fc.array(fc.tuple(fc.constantFrom("/a", "/b", "/c"), fc.constantFrom("h", "i")), {
    minLength: 1,
    maxLength: 6,
  });
  const links = fc.array(fc.tuple(fc.nat(5), fc.nat(4)), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(files, links, async (stored, anyLinks) => {
      const linked = anyLinks.map(([file, run]) => [file % stored.length, run] as const);
      const path = await sqlite.create({
        runs: { 0: {}, 1: {}, 2: {}, 3: {}, 4: {} },
        statements: [
          ...stored.map(
            ([name, hash], at) =>
              `INSERT INTO files (id, path, sha256, content) VALUES (${at}, '${name}', '${hash}', '')`,
          ),
          ...linked.map(([file, run]) => `INSERT INTO files_have_runs VALUES (${file}, ${run})`),
        ],
      });
      const expected = [...new Set(stored.map(([name]) => name))].sort().map((name) => {
        const runs = linked.filter(([file]) => stored[file]?.[0] === name).map(([, run]) => run);
        const hashes = stored.filter(([other]) => other === name).map(([, hash]) => hash);
        const lastRun = runs.length > 0 ? Math.max(...runs) : null;
        return { path: name, versions: new Set(hashes).size, runs: new Set(runs).size, lastRun };
      });
      expect(await listFilePaths(await openForTest(path), "", signal)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});
