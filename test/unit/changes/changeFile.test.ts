/** Change files and drafts: what is written is read again, and what others wrote is refused with its place. */
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import {
  emptyChangeFile,
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

test("of one value the first old value and the last new one are kept; what comes back is no change", () => {
  const once = withChange(empty, change(1, "a", 1, 2));
  expect(withChange(once, change(1, "a", 2, 3)).changes).toEqual([change(1, "a", 1, 3)]);
  expect(withChange(once, change(1, "a", 2, 1)).changes).toEqual([]);
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
    text({ changes: [{ ...change(1, "a", 1, 2), kind: "file" }] }),
    /at changes\.0\.kind/,
  ],
  [
    "two changes of one value",
    text({ changes: [change(1, "a", 1, 2), change(1, "a", 1, 3)] }),
    /changes\.0 and changes\.1 are both of “a” of run 1/,
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
    writeFileSync(draftPath(other, 0), "{");
    await expect(readDraft(other, 0)).rejects.toMatchObject({ code: "bad_input" });
  } finally {
    vi.unstubAllEnvs();
  }
});
