import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import { describe, expect, test } from "vitest";
import type { CallContext } from "../../../core/api/dispatch.ts";
import { toFailure } from "../../../core/api/failure.ts";
import type { ExportFormat } from "../../../core/api/exportFormats.ts";
import type { Progress } from "../../../core/api/call.ts";
import type { Search } from "../../../core/api/search.ts";
import { writeRows } from "../../../core/search/export.ts";
import { searchRuns } from "../../../core/search/search.ts";
import { backends, sqlite } from "../../support/backends.ts";
import { openForTest, type TestRun } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const everything: Search = {
  expression: "",
  runMin: null,
  runMax: null,
  ranges: [],
  columns: ["note", "current", "good"],
  order: { column: "run", descending: true },
};
const quiet: CallContext = { signal: new AbortController().signal, report: () => undefined };

interface Options {
  readonly backend?: (typeof backends)[number];
  readonly format?: ExportFormat;
  readonly gzip?: boolean;
  readonly bom?: boolean;
  readonly safe?: boolean;
  readonly context?: Partial<CallContext>;
}

async function exportTo(path: string, runs: Record<number, TestRun>, options: Options = {}) {
  const { backend = sqlite, format = "csv", gzip = false, bom = false, safe = false, context } = options;
  const types = { note: "string", current: "float", good: "bool" } as const;
  const database = await openForTest(await backend.create({ types, runs }));
  const { result } = await searchRuns(database, everything);
  const target = { path, format, gzip, bom, safe, replace: true };
  return writeRows(database, result, target, { ...quiet, ...context });
}

const many = Object.fromEntries(Array.from({ length: 4500 }, (_, at) => [at + 1, {}]));

describe.each(backends)("on $name", (backend) => {
  const long = `start "quoted", with a comma\n${"é".repeat(5000)}`;
  const runs = {
    1: { conditions: { note: long, current: 0.1, good: true } },
    2: { conditions: { note: "", good: false } },
    3: {},
  };
  const csv = `run,note,current,good\n3,,,\n2,"",,false\n1,"${long.replaceAll('"', '""')}",0.1,true\n`;

  test("every row, in the order shown, with whole texts and empty missing values", async () => {
    const path = join(temporaryFolder(), "runs.csv");
    const written = await exportTo(path, runs, { backend });
    expect(readFileSync(path, "utf8")).toBe(csv);
    expect(written).toEqual({ rows: 3, bytes: Buffer.byteLength(csv) });
  });

  test("compressed", async () => {
    const path = join(temporaryFolder(), "runs.csv.gz");
    const written = await exportTo(path, runs, { backend, gzip: true });
    const file = readFileSync(path);
    expect(gunzipSync(file).toString()).toBe(csv);
    expect(written).toEqual({ rows: 3, bytes: file.length });
  });

  test("with a byte order mark, within gzip, too; where the format has none it is refused", async () => {
    const path = join(temporaryFolder(), "runs.csv");
    const marked = `\uFEFF${csv}`;
    expect(await exportTo(path, runs, { backend, bom: true })).toEqual({
      rows: 3,
      bytes: Buffer.byteLength(marked),
    });
    expect(readFileSync(path, "utf8")).toBe(marked);
    await exportTo(path, runs, { backend, bom: true, gzip: true });
    expect(gunzipSync(readFileSync(path)).toString()).toBe(marked);
    const before = readFileSync(path);
    const failure = await exportTo(path, runs, { backend, bom: true, format: "ndjson" }).catch(toFailure);
    expect(failure).toMatchObject({ code: "bad_input" });
    expect(readFileSync(path)).toEqual(before);
  });

  test("without formulas", async () => {
    const path = join(temporaryFolder(), "runs.csv");
    const given = { 1: { conditions: { note: "=1+1", current: -5.5 } }, 2: { conditions: { note: "-7" } } };
    await exportTo(path, given, { backend, safe: true });
    expect(readFileSync(path, "utf8")).toBe("run,note,current,good\n2,-7,,\n1,'=1+1,-5.5,\n");
    const failure = await exportTo(path, given, { backend, safe: true, format: "json" }).catch(toFailure);
    expect(failure).toMatchObject({ code: "bad_input" });
  });

  test("as Parquet", async () => {
    const path = join(temporaryFolder(), "runs.parquet");
    await exportTo(path, runs, { backend, format: "parquet" });
    expect(await parquetReadObjects({ file: new Uint8Array(readFileSync(path)).buffer })).toEqual([
      { run: 3n, note: null, current: null, good: null },
      { run: 2n, note: "", current: null, good: false },
      { run: 1n, note: long, current: 0.1, good: true },
    ]);
  });

  test("progress is told, and more rows than a chunk come out once each", async () => {
    const path = join(temporaryFolder(), "runs.csv");
    const told: Progress[] = [];
    await exportTo(path, many, { backend, context: { report: (progress) => told.push(progress) } });
    const rows: string[][] = parse(readFileSync(path, "utf8"));
    expect(rows.slice(1).map(([run]) => Number(run))).toEqual(
      Array.from({ length: 4500 }, (_, at) => 4500 - at),
    );
    expect(told.map(({ done, total }) => [done, total])).toEqual([
      [0, 4500],
      [1000, 4500],
      [2000, 4500],
      [3000, 4500],
      [4000, 4500],
    ]);
  });
});

test.each([false, true])(
  "a cancelled export leaves the old file and nothing else (gzip: %j)",
  async (gzip) => {
    const path = join(temporaryFolder(), "runs.csv");
    writeFileSync(path, "old");
    const controller = new AbortController();
    const cancelLater = {
      signal: controller.signal,
      report: ({ done }: Progress) => {
        if (done > 0) controller.abort();
      },
    };
    const failure = toFailure(
      await exportTo(path, many, { gzip, context: cancelLater }).catch((thrown: unknown) => thrown),
    );
    expect(failure.code).toBe("cancelled");
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(dirname(path))).toEqual(["runs.csv"]);
  },
);

test("what a format cannot hold is told, and the rest is there", async () => {
  const path = join(temporaryFolder(), "runs.parquet");
  const database = await openForTest(
    await sqlite.create({ types: { at: "time" }, runs: { 1: { conditions: { at: "no time" } } } }),
  );
  const { result } = await searchRuns(database, { ...everything, columns: ["at"] });
  const target = { path, format: "parquet", gzip: false, bom: false, safe: false, replace: true } as const;
  const written = await writeRows(database, result, target, quiet);
  expect(written.rows).toBe(1);
  expect(written.remark).toMatch(/^1 value is empty in the file.*run 1 has “no time” in “at”/);
  expect(readdirSync(dirname(path))).toEqual(["runs.parquet"]);
});

describe("places that cannot be written say so", () => {
  test.each<[string, () => string, string, RegExp]>([
    [
      "no such folder",
      () => join(temporaryFolder(), "none", "runs.csv"),
      "no_such_file",
      /folder of .* does not exist/,
    ],
    ["a file for a folder", () => join(file(), "runs.csv"), "no_such_file", /does not exist/],
    ["a folder of that name", folderNamedRuns, "bad_input", /is a folder/],
    ["a pipe", pipeNamedRuns, "bad_input", /is a device or a pipe/],
    ["a read-only place", () => "/proc/runs.csv", "no_such_file", /does not exist/],
  ])("%s", async (_, make, code, message) => {
    const path = make();
    const before = namesBeside(path);
    const failure = toFailure(await exportTo(path, {}).catch((thrown: unknown) => thrown));
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(namesBeside(path)).toEqual(before);
  });
});

function namesBeside(path: string): string[] {
  // What lies beside others in /proc comes and goes by itself.
  return dirname(path) === "/proc" || !existsSync(dirname(path)) || !statSync(dirname(path)).isDirectory()
    ? []
    : readdirSync(dirname(path)).sort();
}

describe("the open database is not replaced", () => {
  test.each<[string, (database: string) => string]>([
    ["by its name", (database) => database],
    ["by a symbolic link", (database) => linked(database, symlinkSync)],
    ["by a second name", (database) => linked(database, linkSync)],
    ["by its journal's name", (database) => `${database}-journal`],
    ["by the name of its write-ahead log", (database) => `${database}-wal`],
    [
      "by a path with detours",
      (database) => join(dirname(database), ".", "..", basename(dirname(database)), basename(database)),
    ],
    [
      "by a linked folder",
      (database) => join(linked(dirname(database), symlinkSync), `${basename(database)}-wal`),
    ],
  ])("%s", async (_, pathFor) => {
    const connection = await sqlite.create({ types: {}, runs: { 1: {} } });
    const database = await openForTest(connection);
    const before = readFileSync(connection);
    const { result } = await searchRuns(database, { ...everything, columns: [] });
    const target = {
      path: pathFor(connection),
      format: "csv",
      gzip: false,
      bom: false,
      safe: false,
      replace: true,
    } as const;
    const failure = await writeRows(database, result, target, quiet).catch(toFailure);
    expect(failure).toMatchObject({
      code: "not_allowed",
      message: expect.stringMatching(/open database/) as string,
    });
    expect(readFileSync(connection)).toEqual(before);
  });
});

function linked(path: string, link: (path: string, at: string) => void): string {
  const at = join(temporaryFolder(), "runs.csv");
  link(path, at);
  return at;
}

function file(): string {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "");
  return path;
}

function pipeNamedRuns(): string {
  const path = join(temporaryFolder(), "runs.csv");
  execFileSync("mkfifo", [path]);
  return path;
}

function folderNamedRuns(): string {
  const path = join(temporaryFolder(), "runs.csv");
  mkdirSync(path);
  return path;
}
