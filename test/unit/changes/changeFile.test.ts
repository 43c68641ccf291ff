/** Change files and drafts: what is written is read again, and what others wrote is refused with its place. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { expect, test, vi } from "vitest";
import { changeCalls, mostContent, type Change } from "../../../core/api/changes.ts";
import { draftCalls } from "../../../core/api/drafts.ts";
import {
  emptyChangeFile,
  isFor,
  parseChangeFile,
  readChangeFile,
  withChange,
  writeChangeFile,
} from "../../../core/changes/changeFile.ts";
import { draftPath, readDraft, writeDraft } from "../../../core/changes/draftFile.ts";
import { temporaryFolder } from "../../support/temporary.ts";
import { change, timeChange } from "./support.ts";

const empty = emptyChangeFile("ann", {
  source: "mysql://rcdb@station/rcdb",
  name: "rcdb",
  location: "rcdb@station/rcdb",
  choice: { runs: null, conditions: null, files: "all" },
  sourceChoices: [],
  taken: "2026-11-27T10:00:00.000Z",
  whole: true,
});
const filled = [
  change(1, 'odd "name"\n', "a\u2028", 'b "c"'),
  timeChange(2, "started", null, "2016-02-17 13:26:01"),
].reduce(withChange, empty);

test("a change file is read as it was written, with a line for each change", async () => {
  const path = join(temporaryFolder(), "a.rcdbchange");
  for (const file of [empty, filled]) {
    await writeChangeFile(path, file);
    expect(await readChangeFile(path)).toEqual(file);
  }
});

test("a change takes the place of one of the same value; what is stored already is no change", () => {
  const once = withChange(empty, change(1, "a", 1, 2));
  expect(withChange(once, change(1, "a", 1, 3)).changes).toEqual([change(1, "a", 1, 3)]);
  // The copy was brought up to date meanwhile.
  expect(withChange(once, change(1, "a", 5, 3)).changes).toEqual([change(1, "a", 5, 3)]);
  expect(withChange(once, change(1, "a", 1, 1)).changes).toEqual([]);
});

test.each([
  ["mysql://rcdb@station/rcdb", true],
  ["mysql+pymysql://admin@station:3306/rcdb?ssl=true", true],
  ["mysql://rcdb@spare,station/rcdb", true],
  ["mysql://rcdb@station:3307/rcdb", false],
  ["mysql://rcdb@station/other", false],
  ["mysql://rcdb@elsewhere/rcdb", false],
  ["mysql://rcdb@station/rcdb?unix_socket=/run/mysqld.sock", false],
  ["sqlite:////station/rcdb", false],
])("changes over a copy of a server are for %s: %s", (connection, expected) => {
  expect(isFor(filled, connection)).toBe(expected);
});

test("changes that were not made over a copy are for any database; a source that cannot be read is no database", () => {
  expect(isFor({ ...empty, copy: null }, "/data/rcdb.sqlite")).toBe(true);
  const copy = { source: "sqlite:////data/rcdb.sqlite", name: "", location: "", taken: null };
  expect(isFor({ ...empty, copy }, "/data/rcdb.sqlite")).toBe(true);
  expect(isFor({ ...empty, copy: { ...copy, source: "mysql://\u0000" } }, "/data/rcdb.sqlite")).toBe(false);
});

test("a file whose content has millions of escapes is read", () => {
  const content = '\\"\n'.repeat(1_700_000);
  const changes = [{ run: 1, kind: "file" as const, name: 'a": "b', old: null, new: "hash", content }];
  const written = JSON.stringify({ ...empty, changes });
  expect(parseChangeFile(written, "a.rcdbchange").changes[0]?.content === content).toBe(true);
  expect(() => parseChangeFile(written.replace('"new":', '"n\\u0065w":1,"new":'), "a.rcdbchange")).toThrow(
    /a name stands twice/,
  );
});

test("files of more than one commit takes are refused by each that holds changes, with what to do", () => {
  const ofSize = (name: string, size: number) => ({
    run: 1,
    kind: "file" as const,
    name,
    old: null,
    new: "hash",
    content: "x".repeat(size),
  });
  const keeps = (changes: readonly Change[]): readonly boolean[] => [
    v.is(changeCalls.reviewChanges.input, { changes }),
    v.is(changeCalls.commitChanges.input, { changes }),
    v.is(draftCalls.keepDraft.input, { connection: "", draft: { changes, comment: "" } }),
    v.is(draftCalls.saveChangeFile.input, { draft: { changes, comment: "" } }),
  ];
  const [half, more] = [ofSize("/a", mostContent / 2), ofSize("/b", mostContent / 2 + 1)];
  expect(keeps([half, ofSize("/b", mostContent / 2)])).toEqual([true, true, true, true]);
  expect(keeps([half, more])).toEqual([false, false, false, false]);
  expect(() => parseChangeFile(JSON.stringify({ ...empty, changes: [half, more] }), "a")).toThrow(
    /at most 16 MB together\. Commit or drop some first, or add a large one with “rcdb add file”/,
  );
});

test("what is too large to be read again is not written", async () => {
  const path = join(temporaryFolder(), "a.rcdbchange");
  const given = { ...empty, comment: "\u0001".repeat(17_000_000) };
  await expect(writeChangeFile(path, given)).rejects.toMatchObject({
    code: "too_large",
    message: expect.stringMatching(/102 MB.*at most 100 MB\. Commit or drop some/) as string,
  });
  expect(existsSync(path)).toBe(false);
});

const valid = { ...filled };
const text = (content: object): string => JSON.stringify({ ...valid, ...content });

test.each([
  ["no JSON", "x", /not valid JSON/],
  ["JSON with an error", '{\n  "rcdbchange": 1,\n  }', /not valid JSON at line 3, column 3/],
  ["another file", "{}", /does not begin with “rcdbchange”/],
  ["a list", "[]", /does not begin/],
  ["null", "null", /does not begin/],
  ["a later version", text({ rcdbchange: 2 }), /version 2, and this program reads version 1/],
  ["a member that is unknown", text({ sql: "DROP TABLE runs" }), /at sql/],
  ["a change without a run", text({ changes: [{ name: "a", old: 1, new: 2 }] }), /at changes\.0\.run/],
  [
    "a run that is no number",
    text({ changes: [{ ...change(1, "a", 1, 2), run: 1.5 }] }),
    /at changes\.0\.run/,
  ],
  ["a value that is none", text({ changes: [{ ...change(1, "a", 1, 2), new: [1] }] }), /at changes\.0\.new/],
  [
    "a kind that is unknown",
    text({ changes: [{ ...change(1, "a", 1, 2), kind: "alias" }] }),
    /at changes\.0\.kind/,
  ],
  [
    "two changes of one value",
    text({ changes: [change(1, "a", 1, 2), change(1, "a", 1, 3)] }),
    /changes\.0 and changes\.1 are both of “a” of run 1/,
  ],
  [
    "a number that is none",
    '{"rcdbchange":1,"author":null,"written":"","comment":null,"copy":null,"changes":[{"run":9,"name":"a","old":1,"new":1e400}]}',
    /at changes\.0\.new: A number is finite/,
  ],
  ["what is not there", text({ author: undefined }), /at author: it is missing\.$/],
  ["what says two things", text({}).replace('"new":"b', '"new":1,"new":"b'), /a name stands twice/],
  [
    "the same with other letters",
    text({}).replace('"new":"b', '"n\\u0065w":1,"new":"b'),
    /a name stands twice/,
  ],
  [
    "a long name with controls",
    text({ [`\u001b${"x".repeat(1_000_000)}`]: 1 }),
    /at \\x1bx{79}…: nothing of that name is known here\.$/,
  ],
  ["a member named __proto__", `{"rcdbchange":1,"__proto__":{},${text({}).slice(1)}`, /__proto__/],
])("refused: %s", (_what, given, message) => {
  expect(() => parseChangeFile(given, "a.rcdbchange")).toThrow(
    expect.objectContaining({
      code: "bad_input",
      message: expect.stringMatching(
        new RegExp(`^“a.rcdbchange” cannot be read as a change file: .*${message.source}`),
      ) as string,
    }) as Error,
  );
});

test.each([
  ["that is missing", undefined, "no_such_file"],
  ["that is not UTF-8", Buffer.from([0x7b, 0xff]), "bad_input"],
])("a file %s", async (_what, bytes, code) => {
  const path = join(temporaryFolder(), "a.rcdbchange");
  if (bytes) writeFileSync(path, bytes);
  await expect(readChangeFile(path)).rejects.toMatchObject({ code });
});

test("a draft is kept for each database, for this user alone, and gone when it has no changes", async () => {
  vi.stubEnv("XDG_STATE_HOME", temporaryFolder());
  try {
    const [one, other] = ["/data/rcdb.sqlite", "mysql://rcdb@station/rcdb"];
    expect(await readDraft(one, 0)).toBeNull();
    await writeDraft(one, 0, filled);
    expect(await readDraft(one, 0)).toEqual(filled);
    expect(await readDraft(other, 0)).toBeNull();
    expect(await readDraft(one, 1)).toBeNull();
    expect(statSync(draftPath(one, 0)).mode & 0o077).toBe(0);
    await writeDraft(one, 0, empty);
    expect(await readDraft(one, 0)).toBeNull();
    mkdirSync(dirname(draftPath(other, 0)), { recursive: true });
    // Broken ones are set aside, each under a name of its own.
    for (const broken of ["{", "["]) {
      writeFileSync(draftPath(other, 0), broken);
      await expect(readDraft(other, 0)).rejects.toMatchObject({ code: "bad_input" });
    }
    expect(await readDraft(other, 0)).toBeNull();
    const folder = dirname(draftPath(other, 0));
    const aside = readdirSync(folder).filter((name) => name.includes(".broken-"));
    expect(aside.map((name) => readFileSync(join(folder, name), "utf8")).sort()).toEqual(["[", "{"]);
  } finally {
    vi.unstubAllEnvs();
  }
});
