/** Values that are watched within limits, JSON that differs in some keys, and records of the log without their JSON. */
import { expect, test } from "vitest";
import type { Cell } from "../../../core/api/values.ts";
import { joinNotices, limitNotice, noticeBetween } from "../../../renderer/model/notices.ts";
import { isWatchedValues, judge, limitsOf, type JudgedValue } from "../../../renderer/model/watchedValues.ts";
import { differencesOf } from "../../../renderer/station/differences.ts";
import { recordsOfPeople, wordsOfRecord } from "../../../core/api/log.ts";
import { differentKeys } from "../../../renderer/station/jsonKeys.ts";

test.each([
  [50, 200, 12.5, "beyond", "below 50"],
  [50, 200, 201, "beyond", "above 200"],
  [50, 200, 50, "within", "within 50 – 200"],
  [null, 200, 3, "within", "at most 200"],
  [50, null, 300, "within", "at least 50"],
  [null, null, 3, "free", ""],
  [50, 200, null, "free", ""],
  [50, 200, "JD70", "free", ""],
])("limits %j and %j for %j", (least, most, value, state, words) => {
  expect(judge({ name: "x", least, most }, value as Cell, "float")).toMatchObject({ state, words });
});

test.each([
  ["0.5", "200", { least: 0.5, most: 200 }],
  [" 1e2 ", "", { least: 100, most: null }],
  ["200", "200", { least: 200, most: 200 }],
  ["  ", "5", { least: null, most: 5 }],
  ["0,5", "200", { ends: ["least"], words: "A limit is a number, such as 0.5." }],
  ["50", "200 nA", { ends: ["most"] }],
  ["x", "Infinity", { ends: ["least", "most"] }],
  ["50", "5", { ends: ["least", "most"], words: "The least, 50, is more than the most, 5." }],
  // As after a most that was too small: both fields count.
  ["50", "200", { least: 50, most: 200 }],
])("the limits typed as %j and %j", (least, most, expected) => {
  expect(limitsOf({ least, most })).toMatchObject(expected);
});

test("people are called when a value leaves its limits, and not again while it is beyond", () => {
  const beyond: JudgedValue = { name: "beam_current", text: "12", state: "beyond", words: "below 50" };
  expect(limitNotice(null, [beyond])).toBeNull();
  expect(limitNotice(new Set(), [beyond])).toEqual({ kind: "limit", words: "beam_current is 12, below 50." });
  expect(limitNotice(new Set(["beam_current"]), [beyond])).toBeNull();
  expect(limitNotice(new Set(["beam_current"]), [])).toBeNull();
});

test("a run that starts beyond a limit is told with both, and sounds of the limit", () => {
  const beyond: JudgedValue = { name: "beam_current", text: "12", state: "beyond", words: "below 50" };
  const started = noticeBetween({ run: 5, state: "finished" }, { run: 6, state: "running" });
  const limit = limitNotice(new Set(), [beyond]);
  expect(joinNotices(started, limit)).toEqual({
    kind: "limit",
    words: "Run 6 has started. beam_current is 12, below 50.",
  });
  expect(joinNotices(started, null)).toBe(started);
  expect(joinNotices(null, limit)).toBe(limit);
  expect(joinNotices(null, null)).toBeNull();
});

test("only lists of watched values are read back", () => {
  expect(isWatchedValues([{ name: "a", least: null, most: 5 }])).toBe(true);
  for (const wrong of [null, {}, [1], [{ name: "a" }], [{ name: "a", least: "1", most: null }]])
    expect(isWatchedValues(wrong), JSON.stringify(wrong)).toBe(false);
});

test.each([
  [
    '{"a":1,"b":2,"c":3}',
    '{"a":1,"b":5,"d":3}',
    4,
    [
      ["b", "2", "5"],
      ["c", "3", null],
      ["d", null, "3"],
    ],
  ],
  [
    '[["PS","35"],["FCAL","1"]]',
    '[["PS","35"],["FCAL","2"]]',
    2,
    [["1", '[ "FCAL", "1" ]', '[ "FCAL", "2" ]']],
  ],
  ['{"__proto__":"x"}', '{"__proto__":"y"}', 1, [["__proto__", "x", "y"]]],
  ["{", "{}", null, null],
  ["5", "6", null, null],
  [null, "{}", null, null],
])("%s and %s differ in keys", (before, now, count, different) => {
  const found = differentKeys(before, now);
  expect(found?.count ?? null).toBe(count);
  const flat = found?.different.map(({ key, before: was, now: is }) => [key, was, is]) ?? null;
  expect(flat?.map((row) => row.map((text) => text?.replaceAll(/\s+/g, "") ?? null)) ?? null).toEqual(
    different?.map((row) => row.map((text) => text?.replaceAll(/\s+/g, "") ?? null)) ?? null,
  );
});

test.each([
  ["/logs/run_070206.log", []],
  ["/logs/run-70205.txt", []],
  ["/logs/run_170206.log", ["/logs/run_170206.log"]],
  ["/conf/70206/a.conf", ["/conf/70206/a.conf"]],
])("the file %s of one run", (path, listed) => {
  const files = [{ path, files: [[], [{ id: 1, sha256: "1", bytes: 1 }]], different: true }];
  const found = differencesOf({ runs: [70205, 70206], conditions: [], files }, null, true);
  expect(found.files.map((file) => file.path)).toEqual(listed);
});

test.each([
  ["Beam is back: {as before}", "Beam is back: {as before}"],
  [
    'Committed 2 changes of 1 run: {"comment":"wrong target","changes":2,"runs":1,"records":2}',
    "Committed 2 changes of 1 run: wrong target",
  ],
  [
    'Committed 1 change of 1 run: {"comment":null,"changes":1,"runs":1,"records":1}',
    "Committed 1 change of 1 run",
  ],
  [
    'Replaced condition user_comment of run 5: {"condition":"user_comment","old":"a","new":"b"}',
    "Replaced condition user_comment of run 5: b",
  ],
  ['Committed 1 change of 1 run, part 1 of 2 of x1: {"comment":"wro', "Committed 1 change of 1 run"],
  [null, ""],
])("%s is told as", (description, words) => {
  expect(wordsOfRecord(description)).toBe(words);
});

test("values that a commit changed are told by the commit", () => {
  const record = (description: string) => ({
    id: 1,
    tables: null,
    run: 5,
    created: null,
    user: "me",
    description,
  });
  const said = 'Committed 1 change of 1 run: {"comment":null}';
  const all = [said, 'Added condition beam of run 5: {"new":1}', "Beam is back"].map(record);
  expect(recordsOfPeople(all).map(({ description }) => description)).toEqual([said, "Beam is back"]);
});
