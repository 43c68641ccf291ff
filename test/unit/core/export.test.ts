import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CallContext } from "../../../core/api/dispatch.ts";
import { toFailure } from "../../../core/api/failure.ts";
import type { Progress, Search } from "../../../core/api/schemas.ts";
import { csvLines } from "../../../core/csv.ts";
import { writeRows } from "../../../core/export.ts";
import { searchRuns } from "../../../core/search.ts";
import { openForTest, writeDatabase, type TestRun } from "../../support/database.ts";
import { temporaryFolder } from "../../support/temporary.ts";

const everything: Search = {
  expression: "",
  runMin: null,
  runMax: null,
  columns: ["note", "current", "good"],
  order: { column: "run", descending: true },
};

async function exportTo(path: string, runs: Record<number, TestRun>, context?: Partial<CallContext>) {
  const types = { note: "string", current: "float", good: "bool" } as const;
  const database = await openForTest(writeDatabase({ types, runs }));
  const { result } = await searchRuns(database, everything);
  const whole = { signal: new AbortController().signal, report: () => undefined, ...context };
  return writeRows(database, result, path, whole);
}

test("every row, in the order shown, with whole texts and empty missing values", async () => {
  const path = join(temporaryFolder(), "runs.csv");
  const long = `start "quoted", with a comma\n${"é".repeat(5000)}`;
  const written = await exportTo(path, {
    1: { conditions: { note: long, current: 0.1, good: true } },
    2: { conditions: { note: "", good: false } },
    3: {},
  });
  const text = readFileSync(path, "utf8");
  expect(text).toBe(`run,note,current,good\n3,,,\n2,"",,false\n1,"${long.replaceAll('"', '""')}",0.1,true\n`);
  expect(written).toEqual({ rows: 3, bytes: Buffer.byteLength(text) });
});

test("progress is told, and more rows than a chunk come out once each", async () => {
  const path = join(temporaryFolder(), "runs.csv");
  const runs = Object.fromEntries(Array.from({ length: 4500 }, (_, at) => [at + 1, {}]));
  const told: Progress[] = [];
  await exportTo(path, runs, { report: (progress) => told.push(progress) });
  const rows: string[][] = parse(readFileSync(path, "utf8"));
  expect(rows.slice(1).map(([run]) => Number(run))).toEqual(
    Array.from({ length: 4500 }, (_, at) => 4500 - at),
  );
  expect(told.map(({ done, total }) => [done, total])).toEqual([
    [0, 4500],
    [2000, 4500],
    [4000, 4500],
  ]);
});

test("a cancelled export leaves the old file and nothing else", async () => {
  const path = join(temporaryFolder(), "runs.csv");
  writeFileSync(path, "old");
  const controller = new AbortController();
  const runs = Object.fromEntries(Array.from({ length: 4500 }, (_, at) => [at + 1, {}]));
  const cancelLater = {
    signal: controller.signal,
    report: ({ done }: Progress) => done > 0 && controller.abort(),
  };
  const failure = toFailure(
    await exportTo(path, runs, cancelLater as never).catch((thrown: unknown) => thrown),
  );
  expect(failure.code).toBe("cancelled");
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(dirname(path))).toEqual(["runs.csv"]);
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
    ["a read-only place", () => "/proc/runs.csv", "no_such_file", /does not exist/],
  ])("%s", async (_, make, code, message) => {
    const path = make();
    const failure = toFailure(await exportTo(path, {}).catch((thrown: unknown) => thrown));
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(existsSync(`${path}.part`)).toBe(false);
  });
});

test("any text comes back from CSV as it was, and a missing value is not an empty text", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom('"', "\r\n", ",", " ", "\t", "=1+1", "\uFEFF"),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, text), { minLength: 1 }),
      fc.constantFrom(",", "\t"),
      (records, delimiter) => {
        const lines = csvLines(records, delimiter);
        expect(parse(lines, { delimiter })).toEqual(records);
      },
    ),
  );
  expect(csvLines([["", null, 0, false]])).toBe('"",,0,false\n');
});

function file(): string {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "");
  return path;
}

function folderNamedRuns(): string {
  const path = join(temporaryFolder(), "runs.csv");
  mkdirSync(path);
  return path;
}
