import { describe, expect, test } from "vitest";
import type { FileMatches, FileVersion } from "../../../core/api/files.ts";
import type { LogRecord } from "../../../core/api/log.ts";
import { describeFound, foundRows } from "../../../renderer/files/foundLines.ts";
import { treeRows } from "../../../renderer/files/pathTree.ts";
import {
  boundsOf,
  describeRuns,
  latestVersion,
  nameVersions,
  versionBefore,
} from "../../../renderer/files/versions.ts";
import { writeLog } from "../../../renderer/log/logExport.ts";
import { relatedRun } from "../../../renderer/log/relatedRun.ts";
import { shortDirectory } from "../../../renderer/text/filePaths.ts";
import { bytesOf } from "../../../renderer/lib/saveFile.ts";

function version(id: number, firstRun: number | null, lastRun: number | null): FileVersion {
  return {
    id,
    path: "/a",
    sha256: `hash${id}`,
    bytes: 1,
    importance: "high",
    description: null,
    runs: 1,
    firstRun,
    lastRun,
    firstStarted: null,
  };
}

describe("versions", () => {
  const versions = [version(7, 1, 20), version(3, 5, 9), version(9, null, null)];

  test("are named in their order, and know the one before", () => {
    expect([...nameVersions(versions)]).toEqual([
      [7, "v1"],
      [3, "v2"],
      [9, "v3"],
    ]);
    expect(versionBefore(versions, 3)?.id).toBe(7);
    expect(versionBefore(versions, 7)).toBeNull();
    expect(versionBefore(versions, 99)).toBeNull();
  });

  test.each([
    [versions, 7],
    [[version(1, null, null), version(2, null, null)], 2],
    [[version(1, 4, 4), version(2, 4, 4)], 2],
    [[], undefined],
  ])("the latest of them %#", (list, id) => {
    expect(latestVersion(list)?.id).toBe(id);
  });

  test.each([
    [1, 20, "runs 1–20"],
    [4, 4, "run 4"],
    [null, null, "no runs"],
  ])("%j to %j", (firstRun, lastRun, words) => {
    expect(describeRuns({ firstRun, lastRun })).toBe(words);
  });

  test("the bounds of a search for ranges of runs", () => {
    const [one, other] = [
      { runMin: 1, runMax: 4 },
      { runMin: 9, runMax: 9 },
    ];
    expect(boundsOf([one])).toEqual({ runMin: 1, runMax: 4, ranges: [] });
    expect(boundsOf([one, other])).toEqual({ runMin: 1, runMax: 9, ranges: [one, other] });
  });
});

test("what was found stands by path and version, the version of the latest runs first", () => {
  const file = (id: number, path: string) => ({ id, path });
  const match = (id: number, path: string, line: number) => ({
    file: file(id, path),
    line,
    text: "x",
    from: 0,
    to: 1,
  });
  const found: FileMatches = {
    matches: [match(1, "/a", 1), match(1, "/a", 5), match(2, "/a", 1), match(3, "/b", 2)],
    found: [
      { ...file(1, "/a"), runs: 1, firstRun: 3, lastRun: 3 },
      { ...file(2, "/a"), runs: 2, firstRun: 4, lastRun: 8 },
      { ...file(3, "/b"), runs: 0, firstRun: null, lastRun: null },
    ],
    files: 9,
    complete: true,
  };
  const rows = foundRows(found).map((row) => {
    if (row.kind === "path") return `${row.path}: ${row.versions}, ${row.lines}`;
    return row.kind === "version" ? `version ${row.file.id}: ${row.lines}` : `line ${row.match.line}`;
  });
  expect(rows).toEqual([
    "/a: 2, 3",
    "version 2: 1",
    "line 1",
    "version 1: 2",
    "line 1",
    "line 5",
    "/b: 1, 1",
    "version 3: 1",
    "line 2",
  ]);
});

test("versions one after the other with the same lines are one row", () => {
  const line = (of: number, text: string) => ({
    file: version(of, null, null),
    line: of,
    text,
    from: 0,
    to: 1,
  });
  const rows = foundRows({
    complete: true,
    files: 4,
    found: [version(1, 1, 4), version(2, 5, 9), version(3, 10, 12), version(4, null, null)],
    matches: [line(1, "a = 1"), line(2, "a = 2"), line(3, "a = 2"), line(4, "a = 2")],
  });
  const words = rows.flatMap((row) => (row.kind === "version" ? [describeFound(row.versions).words] : []));
  expect(words).toEqual(["runs 5–12 · 2 versions", "runs 1–4", "no runs"]);
  expect(rows.filter(({ kind }) => kind === "line")).toHaveLength(3);
});

test.each([
  [
    ["/a/b/c/x10", "/a/b/c/x9", "/a/b/y", "/z"],
    [],
    ["0 /: 4", "1 a/b/: 3", "2 c/: 2", "3 x9", "3 x10", "2 y", "1 z"],
  ],
  [["/a/b/c/x", "/a/b/y"], ["/a/b/c/"], ["0 /a/b/: 2", "1 c/: 1", "1 y"]],
  [["plain", "x/y"], [], ["0 x/: 1", "1 y", "0 plain"]],
])("the tree of %j", (paths, closed, expected) => {
  const rows = treeRows(paths, new Set(closed)).map((row) =>
    row.kind === "folder"
      ? `${row.depth} ${row.name}: ${row.paths}`
      : `${row.depth} ${row.path.split("/").at(-1)}`,
  );
  expect(rows).toEqual(expected);
});

describe("the log as a file", () => {
  const record: LogRecord = {
    id: 3,
    tables: "files_1",
    description: 'said "no",\nthen\tleft',
    run: 5,
    created: "2016-02-17 13:26:01",
    user: null,
  };
  const empty: LogRecord = {
    id: 2,
    tables: null,
    description: "",
    run: null,
    created: null,
    user: "a b",
  };
  test.each([
    [
      "csv" as const,
      'id,created,user,run,tables,description\n3,2016-02-17 13:26:01,,5,files_1,"said ""no"",\nthen\tleft"\n2,,a b,,,""\n',
    ],
    [
      "tsv" as const,
      'id\tcreated\tuser\trun\ttables\tdescription\n3\t2016-02-17 13:26:01\t\t5\tfiles_1\t"said ""no"",\nthen\tleft"\n2\t\ta b\t\t\t""\n',
    ],
  ])("%s", (format, text) => {
    expect(writeLog([record, empty], format)).toBe(text);
  });

  test("without formulas", () => {
    expect(writeLog([{ ...empty, description: "=1", user: "-a" }], "tsv", true)).toContain(
      "\t'-a\t\t\t'=1\n",
    );
  });

  test("run 0 is none", () => {
    expect([relatedRun({ run: 0 }), relatedRun({ run: 5 }), relatedRun({ run: null })]).toEqual([
      null,
      5,
      null,
    ]);
  });
});

test.each([
  ["/daq/", "/daq/"],
  ["/gluonfs1/gluex/CALIB/FCAL/fadc250/user/2016-10/", "…/user/2016-10/"],
  [`/${"a".repeat(40)}/`, `…${"a".repeat(19)}/`],
])("%s is shown as %s", (directory, shown) => {
  expect(shortDirectory(directory)).toBe(shown);
});

test.each([
  ["utf-8" as const, "zwö", [122, 119, 195, 182]],
  ["latin-1" as const, "zwö", [122, 119, 246]],
])("the bytes of a file that was %s", (encoding, text, bytes) => {
  expect([...bytesOf(text, encoding)]).toEqual(bytes);
});
