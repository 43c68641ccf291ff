import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { CallContext } from "../../../core/api/dispatch.ts";
import { toFailure } from "../../../core/api/failure.ts";
import type { FileSearch } from "../../../core/api/files.ts";
import type { Progress } from "../../../core/api/call.ts";
import { cutAround, searchFiles } from "../../../core/files/fileSearch.ts";
import { backends, sqlite } from "../../support/backends.ts";
import { openForTest } from "../../support/database.ts";

const plain: FileSearch = {
  text: "",
  regularExpression: false,
  caseSensitive: false,
  path: "",
  limit: 1000,
};
const quiet: CallContext = { signal: new AbortController().signal, report: () => undefined };

const content = {
  runs: { 5: {}, 6: {}, 9: {} },
  statements: [
    `INSERT INTO files (id, path, sha256, content) VALUES
      (1, '/b/trigger.conf', 'h', 'TRIG 1\r\nrate = 50%\nGröße (a|b)\rlast trig_1'),
      (2, '/a/other.CNF', 'h', 'no match\n\ntrig'),
      (3, '/b/trigger.conf', 'h', ''),
      (4, '/c/empty', 'h', '\n')`,
    "INSERT INTO files_have_runs (files_id, run_number) VALUES (1, 6), (1, 9), (1, 9), (3, 5)",
  ],
};

describe.each(backends)("on $name", (backend) => {
  let connection: string;
  beforeAll(async () => {
    connection = await backend.create(content);
  });
  const search = async (given: Partial<FileSearch>) =>
    searchFiles(await openForTest(connection), { ...plain, ...given }, quiet);

  test.each<[Partial<FileSearch>, [id: number, line: number, from: number, to: number][]]>([
    [
      { text: "trig" },
      [
        [2, 3, 0, 4],
        [1, 1, 0, 4],
        [1, 4, 5, 9],
      ],
    ],
    [
      { text: "trig", caseSensitive: true },
      [
        [2, 3, 0, 4],
        [1, 4, 5, 9],
      ],
    ],
    [{ text: "TRIG", caseSensitive: true }, [[1, 1, 0, 4]]],
    [
      { text: "trig", path: "/B/" },
      [
        [1, 1, 0, 4],
        [1, 4, 5, 9],
      ],
    ],
    [{ text: "trig", path: "%" }, []],
    [{ text: "%" }, [[1, 2, 9, 10]]],
    [{ text: "g_1", caseSensitive: true }, [[1, 4, 8, 11]]],
    [{ text: "(a|b)" }, [[1, 3, 6, 11]]],
    [{ text: "GRÖSSE" }, []],
    [{ text: "GRÖẞE" }, [[1, 3, 0, 5]]],
    [{ text: "größe", caseSensitive: true }, []],
    [{ text: "1\nrate" }, []],
    [
      { text: "^(trig|rate)", regularExpression: true },
      [
        [2, 3, 0, 4],
        [1, 1, 0, 4],
        [1, 2, 0, 4],
      ],
    ],
    [{ text: "^trig", regularExpression: true, caseSensitive: true }, [[2, 3, 0, 4]]],
    [{ text: "\\p{Lu}.*e$", regularExpression: true, caseSensitive: true }, []],
    [
      { text: "^$", regularExpression: true, path: "/c/" },
      [
        [4, 1, 0, 0],
        [4, 2, 0, 0],
      ],
    ],
  ])("%j", async (given, expected) => {
    const { matches, complete } = await search(given);
    expect(matches.map(({ file, line, from, to }) => [file.id, line, from, to])).toEqual(expected);
    expect(complete).toBe(true);
  });

  test("a match says where it is, and how many files were looked at", async () => {
    expect(await search({ text: "rate" })).toEqual({
      matches: [{ file: { id: 1, path: "/b/trigger.conf" }, line: 2, text: "rate = 50%", from: 0, to: 4 }],
      found: [{ id: 1, path: "/b/trigger.conf", runs: 2, firstRun: 6, lastRun: 9 }],
      files: 4,
      complete: true,
    });
  });

  test("files where something was found are named once, also those that no run uses", async () => {
    const { found } = await search({ text: "trig" });
    expect(found.map(({ id, runs, firstRun }) => [id, runs, firstRun])).toEqual([
      [2, 0, null],
      [1, 2, 6],
    ]);
  });

  test.each([
    [2, 2, false],
    [3, 3, true],
  ])("at most %i lines", async (limit, count, complete) => {
    const found = await search({ text: "trig", limit });
    expect([found.matches.length, found.complete]).toEqual([count, complete]);
  });

  test.each<[string, RegExp]>([
    ["(", /is not a regular expression: missing closing \)/],
    ["ab{2,1}", /is not a regular expression: invalid repeat count \(“\{2,1\}” at character 3\)/],
    ["x\\p{Nothing}", /is not a regular expression: .*“\\p\{Nothing\}” at character 2/],
    ["a\\", /is not a regular expression: trailing backslash/],
    ["a{1001}", /is not a regular expression: .*at character 2/],
    ["((a{100}){100}){100}", /is not a regular expression: .*invalid repeat count/],
    ["trig(?=_1)", /look-around \(“\(\?=” at character 5\) is not supported/],
    ["[(?!](?!x)", /look-around \(“\(\?!” at character 6\)/],
    ["(?<=a)b", /look-around \(“\(\?<=” at character 1\)/],
    ["(?<!a)b", /look-around \(“\(\?<!” at character 1\)/],
    ["\\\\1(a)\\1", /a back-reference \(“\\1” at character 7\) is not supported/],
    ["(?<n>a)\\k<n>", /a back-reference \(“\\k<n>” at character 8\)/],
  ])("%s is refused, and says where", async (text, message) => {
    const failure = await search({ text, regularExpression: true }).catch(toFailure);
    expect(failure).toMatchObject({ code: "bad_input", message: expect.stringMatching(message) as string });
  });
});

const manyFiles = Array.from(
  { length: 500 },
  (_, at) => `(${at + 1}, '/f${at}', 'h', 'aaaaaaaaaaaaaaaaaaaaaaab\nline')`,
);
const many = { statements: [`INSERT INTO files (id, path, sha256, content) VALUES ${manyFiles.join()}`] };

test("progress is told, group by group", async () => {
  const told: Progress[] = [];
  const context = { ...quiet, report: (progress: Progress) => told.push(progress) };
  const database = await openForTest(await sqlite.create(many));
  const found = await searchFiles(database, { ...plain, text: "LINE" }, context);
  expect([found.matches.length, found.files]).toEqual([500, 500]);
  expect(told.map(({ done, total }) => [done, total])).toEqual([
    [0, 500],
    [200, 500],
    [400, 500],
  ]);
});

test.each(["(a+)+$", "(a|aa)+$", "(.*.*)*(.*.*)*[^ -~]$", "(a|a)*c", "^(a?){200}a{200}$", "(x+x+)+y"])(
  "%s, which explodes in an engine that goes back, ends",
  async (text) => {
    const database = await openForTest(await sqlite.create(many));
    const found = await searchFiles(database, { ...plain, text, regularExpression: true }, quiet);
    expect(found).toMatchObject({ matches: [], files: 500, complete: true });
  },
);

test("a search that takes long can be cancelled between two lines", async () => {
  const controller = new AbortController();
  const database = await openForTest(await sqlite.create(many));
  const report = ({ done }: Progress): void => {
    if (done > 0) controller.abort();
  };
  const slow = { ...plain, text: "(a+)+$", regularExpression: true };
  const failure = await searchFiles(database, slow, { signal: controller.signal, report }).catch(toFailure);
  expect(failure).toMatchObject({ code: "cancelled" });
});

test("long lines are cut around the place, which stays where it is said to be", () => {
  const character = fc.constantFrom("a", "b", "é", "漢", "🙂");
  fc.assert(
    fc.property(fc.array(character, { maxLength: 500 }), fc.nat(), fc.nat(300), (characters, at, length) => {
      const start = at % (characters.length + 1);
      const before = characters.slice(0, start).join("");
      const found = characters.slice(start, start + length).join("");
      const line = characters.join("");
      const { text, from, to } = cutAround(line, before.length, before.length + found.length);
      expect(text.length).toBeLessThanOrEqual(201);
      expect(line).toContain(text);
      expect(text).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
      expect(found.startsWith(text.slice(from, to))).toBe(true);
      expect(to - from).toBe(Math.min(found.length, text.length - from));
    }),
  );
});

test("a short line stays whole", () => {
  expect(cutAround("x".repeat(200), 190, 200)).toEqual({ text: "x".repeat(200), from: 190, to: 200 });
});
